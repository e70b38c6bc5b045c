/** Carries a menu to another place: out as a file, and in after a look at what it would add. */
import { useState } from "preact/hooks";
import type { MenuImported } from "../../contracts/index.js";
import { callAs, downloadAs } from "../shared/session.js";
import { Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.carry;

interface Props {
  readonly at: string;
  readonly slug: string;
  readonly onAdded: () => Promise<unknown>;
}

/** Both ways. */
export function MenuCarry({ at, slug, onAdded }: Props) {
  const { busy, failure, run } = useDoing({ refusals: say.refusals });
  return (
    <div class="stack">
      <section class="card stack" aria-labelledby="menu-out">
        <h2 id="menu-out">{say.out}</h2>
        <p class="soft">{say.outAbout}</p>
        <Failure words={failure} />
        <div>
          <button
            type="button"
            disabled={busy}
            onClick={() => void run(() => downloadAs(`${at}/menu/export`, `menu-${slug}.json`))}
          >
            {say.save}
          </button>
        </div>
      </section>
      <MenuIn path={`${at}/menu/import`} onAdded={onAdded} />
    </div>
  );
}

/** What was in a file, and whose numbers are taken. */
interface Brought {
  readonly menu: unknown;
  readonly otherCurrency: boolean;
}

function MenuIn({ path, onAdded }: { readonly path: string; readonly onAdded: Props["onAdded"] }) {
  const { busy, failure, run } = useDoing({ refusals: say.refusals });
  const [brought, setBrought] = useState<Brought>({ menu: undefined, otherCurrency: false });
  const [told, setTold] = useState<MenuImported>();
  const [unreadable, setUnreadable] = useState(false);
  const send = (what: Brought, dryRun: boolean): Promise<boolean> =>
    run(async () => setTold(await callAs<MenuImported>(path, { method: "POST", body: { ...what, dryRun } })));
  const look = async (what: Brought): Promise<void> => {
    setBrought(what);
    setTold(undefined);
    if (what.menu !== undefined) await send(what, true);
  };
  const choose = async (file: File | undefined): Promise<void> => {
    const menu = file === undefined ? undefined : parsed(await file.text());
    setUnreadable(file !== undefined && menu === undefined);
    await look({ ...brought, menu });
  };
  const add = async (): Promise<void> => {
    if (await send(brought, false)) await onAdded();
  };
  return (
    <section class="card stack" aria-labelledby="menu-in">
      <h2 id="menu-in">{say.in}</h2>
      <p class="soft">{say.inAbout}</p>
      <label>
        {say.file}
        <input
          type="file"
          accept="application/json,.json"
          onChange={(event) => void choose(event.currentTarget.files?.[0])}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={brought.otherCurrency}
          onChange={(event) => void look({ ...brought, otherCurrency: event.currentTarget.checked })}
        />
        <span>{say.otherCurrency}</span>
      </label>
      <Failure words={unreadable ? say.noMenu : failure} />
      <div role="status">{told === undefined ? null : <Told told={told} />}</div>
      {told?.dryRun === true && kindsIn(told).length > 0 ? (
        <div>
          <button type="button" class="primary" disabled={busy} onClick={() => void add()}>
            {busy ? words.frame.oneMoment : say.add}
          </button>
        </div>
      ) : null}
    </section>
  );
}

function Told({ told }: { readonly told: MenuImported }) {
  const kinds = kindsIn(told);
  const { added, left, otherTaxInclusion } = told;
  if (!told.dryRun) return <p class="notice good">{say.added(kinds.join(", "))}</p>;
  const categories = [...new Set(added.dishes.map(({ category }) => category))];
  const dishesOf = (category: string) =>
    added.dishes
      .filter((dish) => dish.category === category)
      .map(({ name }) => name)
      .join(", ");
  return (
    <div class="stack">
      <h3>{say.preview}</h3>
      <p>{kinds.length === 0 ? say.nothing : kinds.join(", ")}</p>
      <ul>
        {categories.map((category) => (
          <li key={category}>{say.dishesOf(category, dishesOf(category))}</li>
        ))}
      </ul>
      {left.dishes.length === 0 ? null : <p>{say.left(say.dishes(left.dishes.length))}</p>}
      {left.taxes.length === 0 ? null : <p>{say.otherTaxes(left.taxes.join(", "))}</p>}
      {otherTaxInclusion ? <p class="notice warn">{say.otherTaxInclusion}</p> : null}
    </div>
  );
}

/** How many of each kind are added. */
function kindsIn({ added }: MenuImported): readonly string[] {
  return (["categories", "dishes", "groups", "taxes"] as const)
    .filter((kind) => added[kind].length > 0)
    .map((kind) => say[kind](added[kind].length));
}

/** What a text holds as JSON; the API says whether it is a menu. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
