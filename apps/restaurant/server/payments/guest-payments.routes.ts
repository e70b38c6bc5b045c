/** How a guest pays online, and comes back from the partner's page. */
import { type Clock, created, type Handled, handle, problem, refuse } from "cloche";
import type { Kysely } from "kysely";
import { payTracked, razorpayReturn } from "../../contracts/index.js";
import { type Database, inIdempotentTransaction } from "../platform/index.js";
import { readOpenAttempt } from "./attempts.store.js";
import type { Opened, PaymentDesk } from "./payment-desk.js";
import type { ProviderName } from "./payment-facts.js";
import { readPayment } from "./payments.store.js";

/** What paying online needs. */
export interface GuestPaymentsDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly desk: PaymentDesk;
  /** The partners that are configured, the preferred one first. */
  readonly offered: () => readonly ProviderName[];
  /** The orders': the order behind a tracking token. */
  readonly orderOfToken: (token: string) => Promise<string | undefined>;
}

const NO_ORDER = refuse("not_found", { reason: "track_token_unknown" });

type NotOpened = Extract<Opened, { opened: false }>["because"];

/** The handlers of paying online. */
export function guestPaymentsHandlers(deps: GuestPaymentsDeps): readonly Handled[] {
  return [payHandler(deps), returnHandler(deps)];
}

function payHandler(deps: GuestPaymentsDeps): Handled {
  const { db, clock, desk, offered } = deps;
  return handle(payTracked, async ({ params, body, idempotency: sent }) => {
    const orderId = await deps.orderOfToken(params.token);
    if (orderId === undefined) return NO_ORDER;
    const provider = body.provider ?? offered()[0];
    if (provider === undefined) return problem(409, "online_payment_off");
    const refused = body.provider === undefined ? undefined : await leftOther(deps, orderId, body.provider);
    if (refused !== undefined) return problem(409, refused);
    // Of the one order whose token the guest holds, wherever they are.
    const idempotency = sent === undefined ? undefined : { ...sent, scope: `track:${orderId}` };
    const once = await inIdempotentTransaction<string, NotOpened>(
      { db, idempotency, clock },
      {
        async run(trx) {
          const opened = await desk.openAttempt(trx, { orderId, provider });
          return opened.opened ? { status: 201, resourceId: opened.paymentId } : { refused: opened.because };
        },
        render: async (_, paymentId) => paymentId,
      },
    );
    if (once.outcome === "running") return problem(409, "idempotency_running");
    if (once.outcome === "mismatch") return problem(422, "idempotency_mismatch");
    if (once.outcome === "refused") return problem(409, PROBLEMS[once.refused]);
    return checkoutAnswer(deps, once.body);
  });
}

/** Whoever chooses another partner has left the attempt that is open: it must be over before one more can be paid. */
async function leftOther({ db, desk }: GuestPaymentsDeps, orderId: string, provider: ProviderName) {
  const open = await readOpenAttempt(db, orderId);
  if (open === undefined || open.provider === provider) return undefined;
  const ended = await desk.cancelOpenAttempt(orderId);
  if (ended === "paid") return "already_paid";
  return ended === "unconfirmed" ? "payment_in_progress" : undefined;
}

const PROBLEMS = Object.freeze({
  already_paid: "already_paid",
  order_closed: "order_closed",
  partner_unknown: "online_payment_off",
  too_many_attempts: "too_many_attempts",
} as const);

async function checkoutAnswer({ db, desk }: GuestPaymentsDeps, paymentId: string) {
  const now = await desk.checkout(paymentId);
  const payment = await readPayment(db, paymentId);
  if (now.state === "away") return problem(503, "provider_unavailable");
  if (now.state === "busy") return problem(409, "payment_in_progress");
  if (now.state !== "open" || payment === undefined) return problem(409, "payment_ended");
  const { amount, currency } = payment;
  const provider = payment.provider as ProviderName;
  const { method, url, fields } = now.checkout;
  const body = { paymentId, provider, amount: { amount, currency }, checkout: { method, url, fields: { ...fields } } };
  return created(body, { "cache-control": "no-store" });
}

function returnHandler({ db, desk, orderOfToken }: GuestPaymentsDeps): Handled {
  return handle(razorpayReturn, async ({ params }) => {
    const orderId = await orderOfToken(params.token);
    const attempt = orderId === undefined ? undefined : await readOpenAttempt(db, orderId);
    // Whatever the browser brings along, only the partner's own answer counts.
    if (attempt !== undefined) await desk.check(attempt.id);
    return { status: 303, body: undefined, headers: { location: `/track/${params.token}` } } as const;
  });
}
