/** The taxes: for each kind of thing that is sold and each kind of order, what comes to how much. */
import { useState } from "preact/hooks";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import type { Keeping, MenuTax } from "./menu-things.js";
import { ORDER_KINDS, type OrderKind } from "./order-types.js";
import { Confirm, Failure } from "./parts.js";
import { type Column, SortedTable } from "./sorted-table.js";
import { ratePpm, typedRate } from "./tax-rate.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.menu.tax;

const NEW_TAX = { name: "", components: [] } as const;
type Component = MenuTax["components"][number];

/** The list. */
export function MenuTaxes({ keeping, things }: Keeping) {
  const [edited, setEdited] = useState<MenuTax | typeof NEW_TAX>();
  const kept = edited !== undefined && "id" in edited ? edited : undefined;
  const usersOf = (id: string) => things.items.filter(({ taxCategoryId }) => taxCategoryId === id).length;
  const untaxed = things.items.filter(({ taxCategoryId }) => taxCategoryId === null);
  return (
    <div class="stack">
      {untaxed.length === 0 ? null : (
        <p class="notice bad">{say.without(untaxed.map(({ name }) => name).join(", "))}</p>
      )}
      <SortedTable
        caption={say.caption}
        columns={columnsOf(usersOf, setEdited)}
        rows={things.taxes}
        keyOf={({ id }) => id}
      />
      <div>
        <button type="button" onClick={() => setEdited(NEW_TAX)}>
          {say.new}
        </button>
      </div>
      {edited === undefined ? null : (
        <TaxDialog
          key={kept?.id ?? "new"}
          name={edited.name}
          components={edited.components}
          onSave={(body) => (kept === undefined ? keeping.add("taxes", body) : keeping.change("taxes", kept, body))}
          onArchive={kept === undefined ? undefined : () => keeping.archive("taxes", kept)}
          onClose={() => setEdited(undefined)}
        />
      )}
    </div>
  );
}

function columnsOf(usersOf: (id: string) => number, onEdit: (tax: MenuTax) => void): readonly Column<MenuTax>[] {
  return [
    { name: say.column, isHeader: true, sortBy: ({ name }) => name, cell: ({ name }) => name },
    ...ORDER_KINDS.map(({ type, name }) => {
      const ratesOf = ({ components }: MenuTax): string => rateWords(components, type);
      return { name, sortBy: ratesOf, cell: ratesOf };
    }),
    { name: say.usedBy, sortBy: ({ id }) => usersOf(id), cell: ({ id }) => words.menu.dishes(usersOf(id)) },
    {
      name: "",
      cell: (tax) => (
        <button type="button" aria-label={words.frame.editNamed(tax.name)} onClick={() => onEdit(tax)}>
          {words.frame.edit}
        </button>
      ),
    },
  ];
}

function rateWords(components: readonly Component[], type: OrderKind): string {
  const own = components.filter(({ orderType }) => orderType === type);
  return own.length === 0 ? say.none : own.map(({ name, ratePpm: ppm }) => say.rate(name, typedRate(ppm))).join(" + ");
}

interface DialogProps {
  readonly name: string;
  readonly components: readonly Component[];
  readonly onSave: (body: object) => Promise<unknown>;
  readonly onArchive: (() => Promise<unknown>) | undefined;
  readonly onClose: () => void;
}

function TaxDialog({ name, components, onSave, onArchive, onClose }: DialogProps) {
  const { busy, failure, run } = useDoing();
  const [rows, setRows] = useState(() => components.map((one) => ({ key: crypto.randomUUID(), ...one })));
  const act = async (what: () => Promise<unknown>): Promise<void> => {
    if (await run(what)) onClose();
  };
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const text = (field: string) => fieldText(form, field).trim();
    const said = rows.map(({ key, orderType }) => {
      return { orderType, name: text(`name ${key}`), ratePpm: ratePpm(text(`rate ${key}`)) };
    });
    void act(() => onSave({ name: text("name"), components: said }));
  };
  const add = (orderType: OrderKind) =>
    setRows([...rows, { key: crypto.randomUUID(), orderType, name: say.firstPart, ratePpm: 0 }]);
  return (
    <Dialog title={name === "" ? say.new : name} onClose={onClose}>
      <form class="stack" onSubmit={save}>
        <label>
          {words.frame.name} <span class="soft">{say.forWhat}</span>
          <input name="name" required maxLength={80} defaultValue={name} />
        </label>
        {ORDER_KINDS.map(({ type, name: kind }) => (
          <fieldset key={type} class="stack">
            <legend>{kind}</legend>
            {rows
              .filter(({ orderType }) => orderType === type)
              .map(({ key, name: part, ratePpm: ppm }, index) => (
                <div key={key} class="row wrap fields">
                  <label>
                    {say.partName}
                    <input name={`name ${key}`} required maxLength={80} defaultValue={part} />
                  </label>
                  <label>
                    {say.perCent}
                    <input
                      name={`rate ${key}`}
                      inputmode="decimal"
                      pattern="(100([.,]0*)?|\d{1,2}([.,]\d{0,4})?)"
                      required
                      defaultValue={typedRate(ppm)}
                    />
                  </label>
                  <button type="button" onClick={() => setRows(rows.filter((row) => row.key !== key))}>
                    {say.removePart(index + 1)}
                  </button>
                </div>
              ))}
            <div>
              <button type="button" aria-label={say.addPartFor(kind)} onClick={() => add(type)}>
                {say.addPart}
              </button>
            </div>
          </fieldset>
        ))}
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy}>
          {say.save}
        </button>
      </form>
      {onArchive === undefined ? null : (
        <Confirm name={say.archive} sure={words.frame.yes} disabled={busy} onConfirm={() => void act(onArchive)} />
      )}
    </Dialog>
  );
}
