/** What happened to an order: when, what, by whom and why; and who was told of it. */
import type { OrderHistory } from "../../contracts/index.js";
import { named } from "./named.js";
import { Failure } from "./parts.js";
import { momentHere } from "./place-time.js";
import { useLoaded } from "./use-loaded.js";
import { words } from "./words/index.js";

/** The part of the panel; read anew whenever the order has changed. */
export function OrderHistoryPart({ orderId }: { readonly orderId: string }) {
  const { data, failure } = useLoaded<OrderHistory>(`/api/v1/orders/${orderId}/history`);
  const { whatHappened, whoWasTold } = words.orders;
  const { messageKind, messageNews, messageState } = words.codes;
  return (
    <section class="stack" aria-label={whatHappened}>
      <h3>{whatHappened}</h3>
      <Failure words={failure} />
      <ol class="lines">
        {(data?.entries ?? []).map(({ id, at, what, who, reason }) => (
          <li key={id}>
            <span class="soft">{momentHere(at)}</span> {eventWords(what)}, {named(words.codes.actorKind, who)}
            {reason === null ? "" : `: ${reason}`}
          </li>
        ))}
      </ol>
      {data === undefined || data.messages.length === 0 ? null : (
        <>
          <h3>{whoWasTold}</h3>
          <ul class="lines">
            {data.messages.map(({ id, at, kind, news, state }) => (
              <li key={id}>
                <span class="soft">{momentHere(at)}</span> {named(messageKind, kind)}: {named(messageNews, news)},{" "}
                {named(messageState, state)}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function eventWords(what: string): string {
  return named(words.codes.orderEvent, what.replace(/^order\./, "")).replaceAll(".", " ");
}
