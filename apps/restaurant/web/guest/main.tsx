/** The guest's page: the menu, an item's choices, the cart and the order. */
import { useEffect, useState } from "preact/hooks";
import type { Menu, MenuItem } from "../../contracts/index.js";
import { callApi, wordsFor } from "../shared/api.js";
import { formatMoney } from "../shared/money.js";
import { mountPage } from "../shared/mount.js";
import type { CartLine } from "./cart.js";
import { Checkout } from "./checkout.js";
import { ItemDialog } from "./item-dialog.js";
import { readSeat, type Seat } from "./seat.js";
import "./guest.css";

function GuestPage() {
  const [menu, setMenu] = useState<Menu>();
  const [failure, setFailure] = useState<string>();
  const [lines, setLines] = useState<readonly CartLine[]>([]);
  const [chosen, setChosen] = useState<MenuItem>();
  const [seat, setSeat] = useState<Seat>();
  useEffect(() => {
    const load = async (): Promise<void> => {
      const loaded = await callApi<Menu>("/api/v1/menu");
      setMenu(loaded);
      setSeat(await readSeat(loaded.restaurant.slug));
    };
    load().catch((error: unknown) => setFailure(wordsFor(error)));
  }, []);

  if (failure !== undefined) return <p class="narrow notice bad">{failure}</p>;
  if (menu === undefined) return <p class="narrow soft">Fetching the menu...</p>;
  const add = (line: Omit<CartLine, "key">): void => {
    setLines([...lines, { ...line, key: crypto.randomUUID() }]);
    setChosen(undefined);
  };
  return (
    <div class="guest">
      <header>
        <h1>{menu.restaurant.name}</h1>
        {seat === undefined ? null : <p class="soft">{seat.label}</p>}
        <nav aria-label="Categories">
          {menu.categories.map((category) => (
            <a key={category.id} href={`#${category.id}`}>
              {category.name}
            </a>
          ))}
        </nav>
      </header>
      <main class="stack">
        {menu.categories.map((category) => (
          <Category
            key={category.id}
            category={category}
            items={menu.items.filter((item) => item.categoryId === category.id)}
            onChoose={setChosen}
          />
        ))}
      </main>
      <Checkout
        menu={menu}
        lines={lines}
        seat={seat}
        onRemove={(key) => setLines(lines.filter((line) => line.key !== key))}
      />
      {chosen === undefined ? null : (
        <ItemDialog key={chosen.id} item={chosen} onAdd={add} onClose={() => setChosen(undefined)} />
      )}
    </div>
  );
}

interface CategoryProps {
  readonly category: Menu["categories"][number];
  readonly items: readonly MenuItem[];
  readonly onChoose: (item: MenuItem) => void;
}

function Category({ category, items, onChoose }: CategoryProps) {
  return (
    <section id={category.id} class="stack" aria-label={category.name}>
      <h2>{category.name}</h2>
      {items.map((item) => (
        <article key={item.id} class={item.available ? "card dish" : "card dish away"}>
          <div class="grow">
            <h3>{item.name}</h3>
            <p class="soft">{item.description}</p>
            <p class="diets">{item.diets.join(" / ")}</p>
          </div>
          <div class="buy">
            <strong>{formatMoney(item.price)}</strong>
            {item.available ? (
              <button type="button" aria-label={`Choose ${item.name}`} onClick={() => onChoose(item)}>
                Choose
              </button>
            ) : (
              <span>{awayWords(item)}</span>
            )}
          </div>
        </article>
      ))}
    </section>
  );
}

/** Why an item cannot be had, and when it can. */
function awayWords({ backAt, variants }: MenuItem): string {
  if (backAt !== null) {
    return `Back at ${new Date(backAt).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })}`;
  }
  return variants.some(({ available }) => available) ? "Not now" : "Sold out today";
}

mountPage(<GuestPage />);
