/** What is known of an order beside its lines; nothing is said of what is not. */
import type { StaffOrder } from "../../contracts/index.js";
import { named } from "./named.js";
import { momentHere } from "./place-time.js";
import { words } from "./words/index.js";

/** The list. */
export function OrderFacts({ order }: { readonly order: StaffOrder }) {
  const { address } = order;
  const { facts: names } = words.orders;
  const facts: readonly (readonly [string, string | null])[] = [
    [names.state, named(words.codes.orderState, order.state)],
    [names.kind, kindWords(order)],
    [names.guest, order.guest],
    [names.phone, order.phone],
    [names.email, order.email],
    [
      names.address,
      address === null ? null : `${address.street}, ${address.postcode} ${address.city} ${address.more ?? ""}`,
    ],
    [names.allergies, order.allergyNote],
    [names.note, order.orderNote],
    [names.placed, momentOf(order.placedAt)],
    [names.accepted, momentOf(order.acceptedAt)],
    [names.promised, momentOf(order.promisedAt)],
    [names.ready, momentOf(order.readyAt)],
    [names.over, momentOf(order.completedAt)],
    [names.why, order.closedReason],
  ];
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === null || value === "" ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const momentOf = (instant: string | null): string | null => (instant === null ? null : momentHere(instant));

function kindWords({ table, orderType, channel }: StaffOrder): string {
  return `${table ?? named(words.codes.orderType, orderType)} (${named(words.codes.channel, channel)})`;
}
