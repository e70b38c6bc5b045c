/** The taxes: for each kind of thing that is sold and each kind of order, what comes to how much. */
import { useState } from "preact/hooks";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { dishesWords } from "./menu-group-dialog.js";
import type { Keeping, MenuTax } from "./menu-things.js";
import { ORDER_KINDS, type OrderKind } from "./order-types.js";
import { Confirm, Failure, Table } from "./parts.js";
import { ratePpm, typedRate } from "./tax-rate.js";
import { useDoing } from "./use-loaded.js";

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
        <p class="notice bad">Without a tax: {untaxed.map(({ name }) => name).join(", ")}.</p>
      )}
      <Table caption="Taxes" columns={["Tax", ...ORDER_KINDS.map(({ name }) => name), "Used by", ""]}>
        {things.taxes.map((tax) => (
          <tr key={tax.id}>
            <th scope="row">{tax.name}</th>
            {ORDER_KINDS.map(({ type }) => (
              <td key={type}>{rateWords(tax.components, type)}</td>
            ))}
            <td>{dishesWords(usersOf(tax.id))}</td>
            <td>
              <button type="button" aria-label={`Edit ${tax.name}`} onClick={() => setEdited(tax)}>
                Edit
              </button>
            </td>
          </tr>
        ))}
      </Table>
      <div>
        <button type="button" onClick={() => setEdited(NEW_TAX)}>
          New tax
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

function rateWords(components: readonly Component[], type: OrderKind): string {
  const own = components.filter(({ orderType }) => orderType === type);
  return own.length === 0 ? "none" : own.map(({ name, ratePpm: ppm }) => `${name} ${typedRate(ppm)} %`).join(" + ");
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
    setRows([...rows, { key: crypto.randomUUID(), orderType, name: "VAT", ratePpm: 0 }]);
  return (
    <Dialog title={name === "" ? "New tax" : name} onClose={onClose}>
      <form class="stack" onSubmit={save}>
        <label>
          Name <span class="soft">(of what it is for: food, drinks)</span>
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
                    What it is called
                    <input name={`name ${key}`} required maxLength={80} defaultValue={part} />
                  </label>
                  <label>
                    Per cent
                    <input
                      name={`rate ${key}`}
                      inputmode="decimal"
                      pattern="(100([.,]0*)?|\d{1,2}([.,]\d{0,4})?)"
                      required
                      defaultValue={typedRate(ppm)}
                    />
                  </label>
                  <button type="button" onClick={() => setRows(rows.filter((row) => row.key !== key))}>
                    Remove part {index + 1}
                  </button>
                </div>
              ))}
            <div>
              <button type="button" aria-label={`Add a part for ${kind}`} onClick={() => add(type)}>
                Add a part
              </button>
            </div>
          </fieldset>
        ))}
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy}>
          Save the tax
        </button>
      </form>
      {onArchive === undefined ? null : (
        <Confirm name="Archive the tax" sure="Yes" disabled={busy} onConfirm={() => void act(onArchive)} />
      )}
    </Dialog>
  );
}
