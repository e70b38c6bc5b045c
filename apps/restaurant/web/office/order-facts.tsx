/** What is known of an order beside its lines; nothing is said of what is not. */
import type { StaffOrder } from "../../contracts/index.js";
import { momentIn } from "../shared/time.js";
import { readable } from "./named.js";

/** The list. */
export function OrderFacts({ order }: { readonly order: StaffOrder }) {
  const { address } = order;
  const facts: readonly (readonly [string, string | null])[] = [
    ["State", readable(order.state)],
    ["Kind", `${order.table ?? readable(order.orderType)} (${order.channel})`],
    ["Guest", order.guest],
    ["Phone", order.phone],
    ["E-mail", order.email],
    [
      "Address",
      address === null ? null : `${address.street}, ${address.postcode} ${address.city} ${address.more ?? ""}`,
    ],
    ["Allergies", order.allergyNote],
    ["Note", order.orderNote],
    ["Placed", momentOf(order.placedAt)],
    ["Accepted", momentOf(order.acceptedAt)],
    ["Promised", momentOf(order.promisedAt)],
    ["Ready", momentOf(order.readyAt)],
    ["Over", momentOf(order.completedAt)],
    ["Why", order.closedReason],
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

const momentOf = (instant: string | null): string | null => (instant === null ? null : momentIn(instant));
