/** What happened to an order: when, what, by whom and why; and who was told of it. */
import type { OrderHistory } from "../../contracts/index.js";
import { momentIn } from "../shared/time.js";
import { readable } from "./named.js";
import { Failure } from "./parts.js";
import { useLoaded } from "./use-loaded.js";

/** The part of the panel; read anew whenever the order has changed. */
export function OrderHistoryPart({ orderId }: { readonly orderId: string }) {
  const { data, failure } = useLoaded<OrderHistory>(`/api/v1/orders/${orderId}/history`);
  return (
    <section class="stack" aria-label="What happened">
      <h3>What happened</h3>
      <Failure words={failure} />
      <ol class="lines">
        {(data?.entries ?? []).map(({ id, at, what, who, reason }) => (
          <li key={id}>
            <span class="soft">{momentIn(at)}</span> {readable(what.replace(/^order\./, "").replaceAll(".", " "))},{" "}
            {who}
            {reason === null ? "" : `: ${reason}`}
          </li>
        ))}
      </ol>
      {data === undefined || data.messages.length === 0 ? null : (
        <>
          <h3>Who was told</h3>
          <ul class="lines">
            {data.messages.map(({ id, at, kind, news, state }) => (
              <li key={id}>
                <span class="soft">{momentIn(at)}</span> {kind}: {readable(news)}, {readable(state)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
