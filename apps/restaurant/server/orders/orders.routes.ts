/** The routes of ordering and of following an order. */
import { type Clock, created, type Handled, handle, ok, problem, refuse, type Secret, type Visit } from "cloche";
import type { Kysely } from "kysely";
import { type PlacedOrder, placeOrder, trackEvents, trackOrder } from "../../contracts/index.js";
import { type Database, inIdempotentTransaction, type LiveEvents } from "../platform/index.js";
import { placedOrder, trackedOrder } from "./order-views.js";
import { readTrackedOrder } from "./orders.store.js";
import { type FireTickets, orderPlacing } from "./place-order.js";
import type { OrderRefusal } from "./priced-lines.js";
import { trackStream } from "./track-stream.js";
import { trackHash, trackTokens } from "./track-token.js";

/** What ordering needs. */
export interface OrdersDeps {
  readonly db: Kysely<Database>;
  readonly live: LiveEvents;
  readonly clock: Clock;
  /** What tracking links are made with. */
  readonly trackSecret: Secret;
  /** The address under which guests reach the app, without a slash at its end. */
  readonly publicBaseUrl: string;
  /** The kitchen's. */
  readonly fireTickets: FireTickets;
}

/** What a link opens is for its holder alone. */
const UNKEPT = { "cache-control": "no-store" };
const NO_ORDER = refuse("not_found", { reason: "track_token_unknown" });

/** The handlers of ordering. */
export function ordersHandlers(deps: OrdersDeps): readonly Handled[] {
  const { db } = deps;
  return [
    handle(placeOrder, placing(deps)),
    handle(trackOrder, async ({ params }) => {
      const order = await readTrackedOrder(db, trackHash(params.token));
      return order === undefined ? NO_ORDER : ok(await trackedOrder(db, order), UNKEPT);
    }),
    handle(trackEvents, async ({ params, signal }) => {
      const hash = trackHash(params.token);
      const order = await readTrackedOrder(db, hash);
      return order === undefined ? NO_ORDER : ok(trackStream(deps, hash, signal), UNKEPT);
    }),
  ];
}

function placing({ db, clock, trackSecret, publicBaseUrl, fireTickets }: OrdersDeps) {
  const trackToken = trackTokens(trackSecret);
  const place = orderPlacing({ clock, trackToken, fireTickets });
  const links = { publicBaseUrl, trackToken };
  return async ({ body, idempotency, requestId }: Visit<typeof placeOrder>) => {
    const once = await inIdempotentTransaction<PlacedOrder, OrderRefusal>(
      { db, idempotency, clock },
      {
        run: (trx) => place(trx, body, requestId),
        render: (_, orderId) => placedOrder(db, orderId, links),
      },
    );
    if (once.outcome === "running") return problem(409, "idempotency_running");
    if (once.outcome === "mismatch") return problem(422, "idempotency_mismatch");
    if (once.outcome !== "refused") return created(once.body);
    return once.refused === "options_invalid" ? problem(422, "options_invalid") : problem(409, "item_unavailable");
  };
}
