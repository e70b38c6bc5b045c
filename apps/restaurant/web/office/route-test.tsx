/** Asks where a line would go now, and what decides that. */
import { useState } from "preact/hooks";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import type { KitchenParts } from "./kitchen-parts.js";
import { named } from "./named.js";
import { ORDER_KINDS } from "./order-types.js";
import { Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.kitchen.test;

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
  const [variantId, setVariantId] = useState(menu.variants[0]?.id ?? "");
  const { busy, failure, run } = useDoing();
  const itemId = menu.variants.find(({ id }) => id === variantId)?.itemId;
  const groupIds = menu.items.find(({ id }) => id === itemId)?.groupIds ?? [];
  const options = menu.groups.filter(({ id }) => groupIds.includes(id)).flatMap((group) => group.options);
  const ask = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const area = fieldText(form, "serviceArea").trim();
    const body = {
      variantId,
      orderType: fieldText(form, "orderType"),
      options: options.map(({ id = "" }) => id).filter((id) => form.has(`option ${id}`)),
      ...(area === "" ? {} : { serviceArea: area }),
    };
    void run(async () => setRouted(await callAs<Routed>(`${at}/routes/test`, { method: "POST", body })));
  };
  const dishOf = (itemId: string) => menu.items.find(({ id }) => id === itemId)?.name ?? "";
  return (
    <section class="card stack" aria-labelledby="try">
      <h2 id="try">{say.title}</h2>
      <form class="row wrap fields" onSubmit={ask}>
        <label>
          {say.dish}
          <select value={variantId} onChange={(event) => setVariantId(event.currentTarget.value)}>
            {menu.variants.map(({ id, itemId, name }) => (
              <option key={id} value={id}>
                {dishOf(itemId)}, {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say.kindOfOrder}
          <select name="orderType">
            {ORDER_KINDS.map(({ type, name }) => (
              <option key={type} value={type}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say.area} <span class="soft">{words.frame.optional}</span>
          <input name="serviceArea" maxLength={60} />
        </label>
        {options.length === 0 ? null : (
          <fieldset key={variantId} class="row wrap">
            <legend>{say.with}</legend>
            {options.map(({ id, name }) => (
              <label key={id} class="check">
                <input type="checkbox" name={`option ${id}`} />
                <span>{name}</span>
              </label>
            ))}
          </fieldset>
        )}
        <button type="submit" disabled={busy}>
          {say.ask}
        </button>
      </form>
      <Failure words={failure} />
      <div role="status">{routed === undefined ? null : <p class="notice good">{routedWords(routed)}</p>}</div>
    </section>
  );
}

function routedWords({ stations, decidedBy, rules, fallbacks, unrouted }: Routed): string {
  const where = stations.length === 0 ? say.passAlone : stations.map(({ name }) => name).join(", ");
  return [
    say.decidedBy(where, named(words.codes.decidedBy, decidedBy)),
    ...rules.map(({ priority }) => say.byRule(priority)),
    ...fallbacks.map(({ from, to }) => say.instead(to, from)),
    ...(unrouted ? [say.withAlarm] : []),
  ].join("; ");
}
