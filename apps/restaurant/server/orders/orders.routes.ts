/** The routes of ordering and of following an order. */
import { created, extendedProblem, type Handled, handle, isRefusal, ok, problem, refuse, type Visit } from "cloche";
import {
  acceptedLanguage,
  type Basket,
  type PlacedOrder,
  placeOrder,
  quoteOrder,
  scanTable,
  trackEvents,
  trackOrder,
} from "../../contracts/index.js";
import { inIdempotentTransaction } from "../platform/index.js";
import type { Pricing } from "./basket.js";
import { cancelHandler } from "./guest-cancel.js";
import { addressOf } from "./guest-limits.js";
import { guestCookieFor, guestOf, scopedToGuest } from "./guest-scope.js";
import type { OrderDesk, OrdersDeps } from "./order-desk.js";
import { orderProblem } from "./order-replies.js";
import { placedOrder, trackedOrder } from "./order-views.js";
import { orderPlacing, type PlaceRefusal } from "./place-order.js";
import { readPlace } from "./places.store.js";
import { quoteBasket } from "./quotes.js";
import { readAreaOfToken, readTableByCode } from "./tables.store.js";
import { trackStream } from "./track-stream.js";
import { trackHash } from "./track-token.js";
import { orderOfLink } from "./tracked-link.js";

/** What a link opens is for its holder alone. */
const UNKEPT = { "cache-control": "no-store" };
const NO_PLACE = refuse("not_found", { reason: "place_unknown" });
const NO_TABLE = refuse("not_found", { reason: "table_code_unknown" });

/** The handlers of guests' ordering. */
export function guestOrderHandlers(deps: OrdersDeps, desk: OrderDesk): readonly Handled[] {
  const { live } = deps;
  return [
    quoteHandler(desk),
    handle(placeOrder, placing(desk)),
    scanHandler(desk),
    handle(trackOrder, async ({ params, request }) => {
      const order = await orderOfLink(desk, params.token, request);
      return isRefusal(order) ? order : ok(await trackedOrder(desk, order), UNKEPT);
    }),
    handle(trackEvents, async ({ params, request, signal }) => {
      const order = await orderOfLink(desk, params.token, request);
      return isRefusal(order) ? order : ok(trackStream({ ...desk, live }, trackHash(params.token), signal), UNKEPT);
    }),
    cancelHandler(desk),
  ];
}

function quoteHandler(desk: OrderDesk): Handled {
  const { db, clock, limits } = desk;
  return handle(quoteOrder, async ({ params, cookies, body, request }) => {
    const guest = guestOf({ cookies, customerId: undefined });
    const refused = await (guest === undefined
      ? limits.take("quoteUnknown", addressOf(request))
      : limits.take("quote", guest));
    if (refused !== undefined) return refused;
    const now = new Date(clock.now());
    const place = await readPlace(db, { slug: params.slug, now });
    if (place === undefined) return NO_PLACE;
    const quote = await quoted(desk, { place, now }, body);
    return typeof quote === "string" ? orderProblem(quote) : ok(quote, { ...UNKEPT, ...guestCookieFor(cookies) });
  });
}

function scanHandler({ db, clock, tables }: OrderDesk): Handled {
  return handle(scanTable, async ({ params, body }) => {
    const place = await readPlace(db, { slug: params.slug, now: new Date(clock.now()) });
    const table = place === undefined ? undefined : await readTableByCode(db, place.id, trackHash(body.code));
    if (table === undefined) return NO_TABLE;
    const { token, expiresAt } = tables.sign({ tableId: table.id, generation: table.generation });
    return ok({ tableToken: token, label: table.label, expiresAt: expiresAt.toISOString() }, UNKEPT);
  });
}

function placing(desk: OrderDesk) {
  const { db, clock } = desk;
  const place = orderPlacing(desk);
  return async ({ body: said, cookies, headers, idempotency: sent, requestId }: Visit<typeof placeOrder>) => {
    const body = { ...said, language: said.language ?? acceptedLanguage(headers["accept-language"]) };
    const customerId = await desk.customerOf(cookies["__Host-customer"]);
    const guest = guestOf({ cookies, customerId });
    const refused = guest === undefined ? undefined : await desk.limits.take("order", guest);
    if (refused !== undefined) return refused;
    const idempotency = scopedToGuest(sent, guest);
    const once = await inIdempotentTransaction<PlacedOrder, PlaceRefusal>(
      { db, idempotency, clock },
      {
        run: (trx) => place(trx, body, { customerId, requestId }),
        render: (_, orderId) => placedOrder(db, orderId, desk),
      },
    );
    if (once.outcome === "running") return problem(409, "idempotency_running");
    if (once.outcome === "mismatch") return problem(422, "idempotency_mismatch");
    if (once.outcome !== "refused") return created(once.body);
    if (once.refused === "provider_unavailable") return problem(503, once.refused);
    if (once.refused === "contact_required") return notReachable(desk.byMail);
    if (once.refused === "price_changed") return quotedAnew(desk, body.quoteId);
    return orderProblem(once.refused);
  };
}

/** Names the field to begin with. */
function notReachable(byMail: boolean) {
  const reason = byMail ? "Give a phone number or an e-mail address." : "Give a phone number.";
  return extendedProblem(422, "contact_required", {
    errors: [{ path: "/contact/phone", in: "body" as const, code: "required", reason }],
  });
}

/** What the basket of a quote comes to now, for the guest to confirm. */
async function quotedAnew(desk: OrderDesk, quoteId = "") {
  const { db, clock, quotes } = desk;
  const now = new Date(clock.now());
  const note = await quotes.read(quoteId);
  if (note === undefined) return orderProblem("quote_expired");
  const place = await readPlace(db, { id: note.locationId, now });
  if (place === undefined) return NO_PLACE;
  const quote = await quoted(desk, { place, now }, note.basket);
  return typeof quote === "string" ? orderProblem(quote) : extendedProblem(409, "price_changed", { quote });
}

async function quoted(
  { db, kitchen, quotes, tables }: OrderDesk,
  where: Pick<Pricing, "place" | "now">,
  basket: Basket,
) {
  const serviceArea = await readAreaOfToken(db, tables, basket.tableToken);
  return quoteBasket(db, { ...where, kitchen, serviceArea, quotes }, basket);
}
