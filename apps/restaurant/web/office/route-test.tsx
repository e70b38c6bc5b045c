/** Asks where a line would go now, and what decides that. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { Failure, readable } from "./parts.js";
import { useDoing } from "./use-loaded.js";

/** What the API answers. */
interface Routed {
  readonly stations: readonly { readonly name: string }[];
  readonly decidedBy: string;
  readonly rules: readonly { readonly priority: number }[];
  readonly fallbacks: readonly { readonly from: string; readonly to: string }[];
  readonly unrouted: boolean;
}

/** The card. */
export function RouteTest({ at, menu }: KitchenParts) {
  const [routed, setRouted] = useState<Routed>();
  const { busy, failure, run } = useDoing();
  const ask = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const body = { variantId: fieldText(form, "variant"), orderType: fieldText(form, "orderType") };
    void run(async () => setRouted(await callAs<Routed>(`${at}/routes/test`, { method: "POST", body })));
  };
  const dishOf = (itemId: string) => menu.items.find(({ id }) => id === itemId)?.name ?? "";
  return (
    <section class="card stack" aria-labelledby="try">
      <h2 id="try">Where would it go?</h2>
      <form class="row wrap fields" onSubmit={ask}>
        <label>
          Dish
          <select name="variant">
            {menu.variants.map(({ id, itemId, name }) => (
              <option key={id} value={id}>
                {dishOf(itemId)}, {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Kind of order
          <select name="orderType">
            <option value="pickup">pickup</option>
            <option value="delivery">delivery</option>
            <option value="dine_in">at a table</option>
          </select>
        </label>
        <button type="submit" disabled={busy}>
          Ask
        </button>
      </form>
      <Failure words={failure} />
      <div role="status">{routed === undefined ? null : <p class="notice good">{routedWords(routed)}</p>}</div>
    </section>
  );
}

function routedWords({ stations, decidedBy, rules, fallbacks, unrouted }: Routed): string {
  const where = stations.length === 0 ? "The pass alone" : stations.map(({ name }) => name).join(", ");
  return [
    `${where}; decided by ${readable(decidedBy)}`,
    ...rules.map(({ priority }) => `rule ${priority}`),
    ...fallbacks.map(({ from, to }) => `${to} for ${from}`),
    ...(unrouted ? ["with an alarm"] : []),
  ].join("; ");
}
