/** Opens, continues and ends attempts to pay online: the rows before the partner hears of it, the partner after. */
import type { Kysely, Transaction } from "kysely";
import type { Database } from "../platform/index.js";
import { type Applied, applyPaymentFact } from "./apply-payment-fact.js";
import { type AttemptRow, lease, markAsked, readAttempt, readOpenAttempt, release } from "./attempts.store.js";
import type { MoneyDeps } from "./money-deps.js";
import type { AttemptToBegin, Checkout, KnownAttempt, PaymentProvider } from "./partners/provider.js";
import { PartnerRefused } from "./partners/provider.js";
import type { PaymentFact, ProviderName } from "./payment-facts.js";
import { owed } from "./payment-state.js";
import {
  insertPayment,
  keepAttemptRef,
  lockOrder,
  lockPayments,
  OPEN_STATES,
  type PaymentRow,
  updatePayment,
} from "./payments.store.js";
import { lockRefunds } from "./refunds.store.js";

/** What the desk needs. */
export interface PaymentDeskDeps extends MoneyDeps {
  readonly db: Kysely<Database>;
  /** The partners that are configured. */
  readonly providers: Partial<Readonly<Record<ProviderName, PaymentProvider>>>;
  /** The guest's own page of an order, where partners send the guest back to. */
  readonly trackUrl: (order: { readonly orderId: string; readonly trackVersion: number }) => string;
}

/** What became of opening an attempt. */
export type Opened =
  | { readonly opened: true; readonly paymentId: string }
  | {
      readonly opened: false;
      readonly because: "already_paid" | "order_closed" | "partner_unknown" | "too_many_attempts";
    };

/** Where an order's money can be paid, or why not now. */
export type CheckoutNow =
  | { readonly state: "open"; readonly checkout: Checkout }
  | { readonly state: "ended" }
  | { readonly state: "away" }
  | { readonly state: "busy" };

/** How the end of an attempt went. `unconfirmed`: the partner did not say so, and money may still come. */
export type Ended = "none" | "cancelled" | "paid" | "unconfirmed";

/** How long a partner is first left alone with an attempt. */
const FIRST_CHECK_MILLISECONDS = 120_000;
const LEASE_MILLISECONDS = 25_000;
/** Attempts an order may have; whoever needs more pays at the counter. */
const MOST_ATTEMPTS = 5;

/** States in which nobody should begin to pay. */
const CLOSED: readonly string[] = ["rejected", "expired", "cancelled"];

/** What other slices may do with online payments. */
export interface PaymentDesk {
  /** Opens an attempt over what is owed, or answers the one that is open, in the caller's transaction. */
  readonly openAttempt: (
    trx: Transaction<Database>,
    order: { readonly orderId: string; readonly provider: ProviderName },
  ) => Promise<Opened>;
  /** Puts an attempt to the partner, after the commit; the same attempt gives the same page however often. */
  readonly checkout: (paymentId: string) => Promise<CheckoutNow>;
  /** Ends the open attempt of an order; outside of any transaction, since the partner has to say so. */
  readonly cancelOpenAttempt: (orderId: string) => Promise<Ended>;
  /** Asks the partner how an attempt stands and applies what it says. `undefined` where it is away. */
  readonly check: (paymentId: string) => Promise<readonly Applied[] | undefined>;
}

/**
 * Makes the desk.
 *
 * @example
 * const opened = await desk.openAttempt(trx, { orderId, provider: "stripe" }); // in the order's transaction
 * if (opened.opened) await desk.checkout(opened.paymentId);                    // after its commit
 */
export function paymentDesk(deps: PaymentDeskDeps): PaymentDesk {
  return {
    openAttempt: (trx, order) => openAttempt(deps, trx, order),
    checkout: (paymentId) => checkout(deps, paymentId),
    cancelOpenAttempt: (orderId) => cancelOpenAttempt(deps, orderId),
    async check(paymentId) {
      const attempt = await readAttempt(deps.db, paymentId);
      if (attempt === undefined) return [];
      await markAsked(deps.db, paymentId, new Date(deps.clock.now()));
      return look(deps, attempt, "look");
    },
  };
}

async function openAttempt(
  { clock, providers }: PaymentDeskDeps,
  trx: Transaction<Database>,
  { orderId, provider }: { readonly orderId: string; readonly provider: ProviderName },
): Promise<Opened> {
  if (providers[provider] === undefined) return { opened: false, because: "partner_unknown" };
  const order = await lockOrder(trx, orderId);
  if (order === undefined || CLOSED.includes(order.state)) return { opened: false, because: "order_closed" };
  const payments = await lockPayments(trx, orderId);
  const open = payments.find(({ state }) => OPEN_STATES.some((one) => one === state));
  if (open !== undefined) {
    await tryAgain(trx, open, new Date(clock.now()));
    return { opened: true, paymentId: open.id };
  }
  const amount = owed(order.total, payments, await lockRefunds(trx, orderId));
  if (amount === 0) return { opened: false, because: "already_paid" };
  if (payments.length >= MOST_ATTEMPTS) return { opened: false, because: "too_many_attempts" };
  const now = new Date(clock.now());
  const paymentId = await insertPayment(trx, {
    ...{ locationId: order.location_id, orderId, provider, amount, currency: order.currency, state: "created", now },
    attempt: (payments.at(-1)?.attempt ?? 0) + 1,
    nextCheckAt: new Date(now.getTime() + FIRST_CHECK_MILLISECONDS),
  });
  return { opened: true, paymentId };
}

/** What was declined before says nothing of the try that begins. */
async function tryAgain(trx: Transaction<Database>, { id, state, failure_code }: PaymentRow, now: Date): Promise<void> {
  if (failure_code === null) return;
  await updatePayment(trx, id, { state, paymentRef: undefined, failureCode: undefined, now });
}

async function checkout(deps: PaymentDeskDeps, paymentId: string): Promise<CheckoutNow> {
  const attempt = await readAttempt(deps.db, paymentId);
  const provider = attempt === undefined ? undefined : deps.providers[attempt.provider];
  if (attempt === undefined || provider === undefined) return { state: "ended" };
  if (!OPEN_STATES.some((open) => open === attempt.state)) return { state: "ended" };
  try {
    if (attempt.provider_ref === null) return await begin(deps, provider, attempt);
    const open = await provider.checkoutOf(knownAttempt(deps, attempt, attempt.provider_ref));
    return open === undefined ? { state: "ended" } : { state: "open", checkout: open };
  } catch (error) {
    return { state: error instanceof PartnerRefused ? "ended" : "away" };
  }
}

async function begin(deps: PaymentDeskDeps, provider: PaymentProvider, attempt: AttemptRow): Promise<CheckoutNow> {
  const now = deps.clock.now();
  const times = { now: new Date(now), until: new Date(now + LEASE_MILLISECONDS) };
  if (!(await lease(deps.db, attempt.id, times))) return { state: "busy" };
  try {
    const { ref, checkout: open } = await provider.begin(toBegin(deps, attempt));
    await keepAttemptRef(deps.db, attempt.id, ref);
    return { state: "open", checkout: open };
  } catch (error) {
    await release(deps.db, attempt.id);
    // The partner will never take this attempt, so that the guest may try another.
    if (error instanceof PartnerRefused) await applyAll(deps, [refusedFact(attempt, error.code)]);
    throw error;
  }
}

async function cancelOpenAttempt(deps: PaymentDeskDeps, orderId: string): Promise<Ended> {
  const attempt = await readOpenAttempt(deps.db, orderId);
  if (attempt === undefined) return "none";
  const applied = await look(deps, attempt, "cancel");
  if (applied === undefined) return "unconfirmed";
  if (applied.some(({ outcome }) => PAID.includes(outcome))) return "paid";
  return (await readOpenAttempt(deps.db, orderId)) === undefined ? "cancelled" : "unconfirmed";
}

const PAID: readonly Applied["outcome"][] = ["paid", "excess", "late", "already"];

async function look(
  deps: PaymentDeskDeps,
  attempt: AttemptRow,
  verb: "look" | "cancel",
): Promise<readonly Applied[] | undefined> {
  const provider = deps.providers[attempt.provider];
  if (provider === undefined) return undefined;
  try {
    // An attempt whose name was lost is put again: the partner answers with the one it knows.
    const ref = attempt.provider_ref ?? (await refOf(deps, provider, attempt));
    if (ref === undefined) return undefined;
    return await applyAll(deps, await provider[verb](knownAttempt(deps, attempt, ref)));
  } catch {
    return undefined;
  }
}

async function refOf(deps: PaymentDeskDeps, provider: PaymentProvider, attempt: AttemptRow) {
  await begin(deps, provider, attempt);
  return (await readAttempt(deps.db, attempt.id))?.provider_ref ?? undefined;
}

async function applyAll(deps: PaymentDeskDeps, facts: readonly PaymentFact[]): Promise<readonly Applied[]> {
  const applied: Applied[] = [];
  for (const fact of facts) {
    applied.push(await deps.db.transaction().execute((trx) => applyPaymentFact(deps, trx, fact)));
  }
  return applied;
}

function toBegin({ trackUrl }: PaymentDeskDeps, attempt: AttemptRow): AttemptToBegin {
  const { id: paymentId, order_id: orderId, track_version: trackVersion, amount, currency, number, place } = attempt;
  const returnUrl = trackUrl({ orderId, trackVersion });
  return { paymentId, orderId, amount, currency, title: `${place}, order #${number}`, returnUrl };
}

function knownAttempt(deps: PaymentDeskDeps, attempt: AttemptRow, ref: string): KnownAttempt {
  return { ...toBegin(deps, attempt), ref };
}

function refusedFact({ id, order_id: orderId, provider, amount, currency }: AttemptRow, code: string): PaymentFact {
  const names = { paymentRef: undefined, attemptRef: undefined, paymentId: id, orderId };
  return { kind: "payment", provider, status: "cancelled", ...names, ...NOTHING_SAID, amount, currency, code };
}

const NOTHING_SAID = { live: undefined, account: undefined } as const;
