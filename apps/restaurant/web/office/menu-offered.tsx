/** Which options a dish offers, in the order guests are asked for them; read from the form in the order of its rows. */
import { useState } from "preact/hooks";
import type { MenuGroup } from "./menu-things.js";
import { dropOn, Move } from "./reorder.js";
import { words } from "./words/index.js";

interface Props {
  readonly groups: readonly MenuGroup[];
  readonly offered: readonly string[];
}

const FIELD = "group ";

/** The boxes to tick: what is offered first, in its order. */
export function Offered({ groups, offered }: Props) {
  const [ids, setIds] = useState<readonly string[]>(() => [
    ...offered,
    ...groups.map(({ id }) => id).filter((id) => !offered.includes(id)),
  ]);
  const onOrder = (next: readonly string[]): Promise<void> => {
    setIds(next);
    return Promise.resolve();
  };
  return (
    <fieldset class="stack">
      <legend>{words.menu.dish.options}</legend>
      {ids.map((id) => {
        const name = groups.find((group) => group.id === id)?.name;
        return name === undefined ? null : (
          <div key={id} class="row wrap" data-group={id} {...dropOn({ id, ids, onOrder })}>
            <label class="check grow">
              <input type="checkbox" name={FIELD + id} defaultChecked={offered.includes(id)} />
              <span>{name}</span>
            </label>
            <Move {...{ id, name, ids, onOrder }} />
          </div>
        );
      })}
    </fieldset>
  );
}

/** What was ticked, in the order it stands. */
export function offeredIn(form: FormData): readonly string[] {
  return [...form.keys()].filter((name) => name.startsWith(FIELD)).map((name) => name.slice(FIELD.length));
}
