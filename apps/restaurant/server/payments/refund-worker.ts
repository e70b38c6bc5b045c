/** Asks the partners for the refunds that are due, each under one key however often it is asked. */
import type { Transaction } from "kysely";
import { audit, type Database, pauseAfter } from "../platform/index.js";
import { applyRefundFact } from "./apply-refund-fact.js";
import type { InboxDeps } from "./inbox-worker.js";
import { PartnerRefused, type PaymentProvider } from "./partners/provider.js";
import type { ProviderName, RefundFact } from "./payment-facts.js";
import { lockOrder, type PaymentRow, readPayment } from "./payments.store.js";
import { lockRefunds, type RefundRow, readRefund, takeDueRefund, updateRefund } from "./refunds.store.js";

/** What asking for refunds needs. */
export interface RefundWorkerDeps extends InboxDeps {
  readonly providers: Partial<Readonly<Record<ProviderName, PaymentProvider>>>;
}

/** Asks for the refund that is due longest; `false` where none is. */
export async function workOneRefund(deps: RefundWorkerDeps): Promise<boolean> {
  const { db, clock, onTrouble } = deps;
  const refundId = await takeDueRefund(db, new Date(clock.now()), pauseAfter);
  const refund = refundId === undefined ? undefined : await readRefund(db, refundId);
  if (refund === undefined) return false;
  const payment = await readPayment(db, refund.payment_id);
  const provider = payment === undefined ? undefined : deps.providers[payment.provider as ProviderName];
  if (payment === undefined || provider === undefined) {
    onTrouble({ provider: payment?.provider ?? "unknown", reason: "refund_without_partner" });
    return true;
  }
  try {
    const fact = await ask(provider, refund, payment);
    await db.transaction().execute((trx) => applyRefundFact(deps, trx, fact));
  } catch (error) {
    if (error instanceof PartnerRefused)
      await db.transaction().execute((trx) => fail(deps, trx, { refund, code: error.code }));
    onTrouble({ provider: provider.name, reason: error instanceof PartnerRefused ? "refund_refused" : "refund_away" });
  }
  return true;
}

function ask(provider: PaymentProvider, refund: RefundRow, payment: PaymentRow): Promise<RefundFact> {
  // An attempt whose payment has no name of its own is known by the attempt's, as in older rows.
  const paymentRef = payment.provider_payment_ref ?? payment.provider_ref ?? "";
  const known = refund.provider_refund_ref ?? undefined;
  const { id: refundId, amount } = refund;
  return provider.refund({ refundId, paymentRef, amount, currency: payment.currency, known });
}

async function fail(
  deps: InboxDeps,
  trx: Transaction<Database>,
  { refund: { id, order_id }, code }: { readonly refund: RefundRow; readonly code: string },
) {
  await lockOrder(trx, order_id);
  const refund = (await lockRefunds(trx, order_id)).find((one) => one.id === id);
  if (refund?.state !== "requested") return;
  const now = new Date(deps.clock.now());
  await updateRefund(trx, id, { state: "failed", refundRef: undefined, failureCode: code, now });
  await audit(trx, {
    actor: { kind: "system" },
    action: "refund.failed",
    entity: "refund",
    entityId: id,
    locationId: refund.location_id,
    detail: { code },
  });
}
