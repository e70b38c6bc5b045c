/** The dishes as a grid to press: one that leaves nothing to choose is on the slip at once. */
import { useState } from "preact/hooks";
import type { Menu, MenuItem } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { words } from "./words/index.js";

const say = words.counter;

interface Props {
  readonly menu: Menu;
  readonly onChoose: (item: MenuItem) => void;
}

/** The grid, with a button for each category in front; one shows alone, or all of them. */
export function CounterGrid({ menu, onChoose }: Props) {
  const [only, setOnly] = useState<string>();
  return (
    <div class="stack">
      <fieldset class="row wrap chips">
        <legend class="visually-hidden">{say.categories}</legend>
        <button type="button" aria-pressed={only === undefined} onClick={() => setOnly(undefined)}>
          {say.all}
        </button>
        {menu.categories.map(({ id, name }) => (
          <button key={id} type="button" aria-pressed={only === id} onClick={() => setOnly(id)}>
            {name}
          </button>
        ))}
      </fieldset>
      {menu.categories
        .filter(({ id }) => only === undefined || id === only)
        .map(({ id, name }) => (
          <section key={id} aria-label={name} class="stack">
            <h2>{name}</h2>
            <div class="grid">
              {menu.items
                .filter(({ categoryId }) => categoryId === id)
                .map((item) => (
                  <button
                    key={item.id}
                    type="button"
                    class="cell"
                    aria-label={item.available ? say.choose(item.name) : say.dishNotNow(item.name)}
                    disabled={!item.available}
                    onClick={() => onChoose(item)}
                  >
                    <strong>{item.name}</strong>
                    <span class="soft">{item.available ? formatMoney(item.price) : say.notNow}</span>
                  </button>
                ))}
            </div>
          </section>
        ))}
    </div>
  );
}

/** Whether there is nothing to choose: one variant, and no options. */
export function isPlain({ variants, optionGroups }: MenuItem): boolean {
  return variants.length === 1 && optionGroups.length === 0;
}
