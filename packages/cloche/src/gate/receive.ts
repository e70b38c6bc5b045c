/** A webhook whose every delivery is stored before the partner is answered; a worker does the rest. */
import { refuse } from "../kernel/index.js";
import type { Partner, PostgresInbox } from "../layers/webhooks/index.js";
import type { Contract, ContractSpec } from "./contract.js";
import { type Handled, handle } from "./handle.js";
import { RefusedBy } from "./refused-by.js";
import type { ReplyOf, Returns } from "./returns.js";

/** Where deliveries are kept, and what the partner hears of it. */
export interface ReceiveOptions<Answers extends Returns> {
  readonly inbox: Pick<PostgresInbox, "store">;
  /** The partner that the gate knows under the contract's `from`. */
  readonly partner: Partner;
  /** The answer to a delivery that is stored, now or before. */
  readonly answer: ReplyOf<Answers>;
}

const AWAY = refuse("store_unavailable", { reason: "inbox_away" });
const OTHER = refuse("internal_error", { reason: "partner_differs" });

/**
 * Joins a webhook's contract to an inbox: each delivery is stored once, and only then answered. Where it cannot be stored
 * the partner hears 503 and comes again, and the gate's observer hears why.
 *
 * @example
 * receive(stripeHook, { inbox, partner: partners.stripe, answer: ok({ received: true }) });
 */
export function receive<const Spec extends ContractSpec & { readonly from: string }>(
  contract: Contract<Spec>,
  { inbox, partner, answer }: ReceiveOptions<Spec["returns"]>,
): Handled {
  return handle(contract, async ({ event }) => {
    // The gate gives every contract with `from` an event, which the type of an open `Spec` cannot tell.
    const delivery = event as NonNullable<typeof event>;
    // Another partner's way to read an event's id would take two events for one.
    if (delivery.partner !== partner.name) return OTHER;
    try {
      await inbox.store(partner, delivery, delivery.payload);
      return answer;
    } catch (cause) {
      throw new RefusedBy(AWAY, cause);
    }
  });
}
