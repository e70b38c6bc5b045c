/** Says that a dish, or one of its variants, is made elsewhere than the rest of its category. */
import { useState } from "preact/hooks";
import type { Station } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import type { MenuThings } from "./menu-things.js";
import { words } from "./words/index.js";

const say = words.kitchen.routes;

interface Props {
  readonly makers: readonly Station[];
  readonly menu: MenuThings;
  /** What has a route of its own already. */
  readonly taken: ReadonlySet<string>;
  readonly busy: boolean;
  /** `item/{id}` or `variant/{id}`. */
  readonly onAdd: (path: string, stationIds: readonly string[]) => Promise<boolean>;
}

/** The form. */
export function NewOverride({ makers, menu, taken, busy, onAdd }: Props) {
  const [none, setNone] = useState(false);
  const add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const data = new FormData(form);
    const stationIds = makers.map(({ id }) => id).filter((id) => data.has(`at ${id}`));
    setNone(stationIds.length === 0);
    if (stationIds.length > 0 && (await onAdd(fieldText(data, "thing"), stationIds))) form.reset();
  };
  return (
    <form class="row wrap fields" aria-label={say.elsewhere} onSubmit={(event) => void add(event)}>
      <label>
        {say.elsewhereThan}
        <select name="thing" required>
          {choices(menu, taken).map(({ path, name }) => (
            <option key={path} value={path}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset class="row wrap">
        <legend>{say.at}</legend>
        {makers.map(({ id, name }) => (
          <label key={id} class="check">
            <input type="checkbox" name={`at ${id}`} />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <button type="submit" disabled={busy}>
        {say.saySo}
      </button>
      <div role="alert">{none ? <p class="notice bad">{say.sayWhere}</p> : null}</div>
    </form>
  );
}

/** Every dish, and the variants of those that have several. */
function choices({ items, variants }: MenuThings, taken: ReadonlySet<string>) {
  return items.flatMap((item) => {
    const own = variants.filter(({ itemId }) => itemId === item.id);
    const parts =
      own.length < 2 ? [] : own.map(({ id, name }) => ({ id, scope: "variant", name: `${item.name}, ${name}` }));
    return [{ id: item.id, scope: "item", name: item.name }, ...parts]
      .filter(({ id }) => !taken.has(id))
      .map(({ id, scope, name }) => ({ path: `${scope}/${id}`, name }));
  });
}
