/** A category of the menu: its dishes, with what is in them and whether they can be had. */
import type { Menu, MenuItem } from "../../contracts/index.js";
import { formatMoney } from "../shared/money.js";
import { momentIn } from "../shared/time.js";
import { Diets } from "./diets.js";
import { words } from "./words/index.js";

interface Props {
  readonly category: Menu["categories"][number];
  readonly items: readonly MenuItem[];
  readonly timeZone: string | undefined;
  readonly onChoose: (item: MenuItem) => void;
}

/** The section; what is sold out stays in its place and says so. */
export function Category({ category, items, timeZone, onChoose }: Props) {
  return (
    <section id={category.id} tabIndex={-1} class="stack" aria-label={category.name}>
      <h2>{category.name}</h2>
      {items.map((item) => (
        <article key={item.id} class={item.available ? "card dish" : "card dish away"}>
          <div class="grow">
            <h3>{item.name}</h3>
            <p class="soft">{item.description}</p>
            <Diets diets={item.diets} />
            {item.allergens.length === 0 ? null : (
              <p class="allergens">{words.menu.contains(item.allergens.join(", "))}</p>
            )}
          </div>
          <div class="buy">
            {item.image === null ? null : (
              <img
                src={item.image.src}
                srcset={`${item.image.srcDense} 2x`}
                alt={item.image.alt}
                width={96}
                height={96}
                loading="lazy"
              />
            )}
            <strong>{formatMoney(item.price)}</strong>
            {item.available ? (
              <button type="button" aria-label={words.menu.chooseDish(item.name)} onClick={() => onChoose(item)}>
                {words.menu.choose}
              </button>
            ) : (
              <span class="gone">{awayWords(item, timeZone)}</span>
            )}
          </div>
        </article>
      ))}
    </section>
  );
}

/** Why an item cannot be had, and when it can. */
function awayWords({ backAt, variants }: MenuItem, timeZone: string | undefined): string {
  if (backAt !== null) return words.menu.backAt(momentIn(backAt, timeZone));
  return variants.some(({ available }) => available) ? words.menu.notNow : words.menu.soldOutToday;
}
