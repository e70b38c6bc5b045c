/** Contracts of money as the office looks after it: what is open, what does not agree, and what goes back. */
import { contract } from "cloche";
import { z } from "zod";
import { ORDER_STATES } from "./orders.js";
import { OneDispute, OnePayment, OneRefund, ProviderRef } from "./payments.js";
import { may } from "./staff.js";

const OfOrder = z.object({
  orderId: z.uuid(),
  orderNumber: z.int(),
  businessDate: z.iso.date(),
  orderState: z.enum(ORDER_STATES),
});
const Payment = OnePayment.extend({
  ...OfOrder.shape,
  providerRef: ProviderRef,
  lastCheckedAt: z.iso.datetime().nullable().meta({ description: "When the partner was last asked." }),
});
const Refund = OneRefund.extend({ ...OfOrder.shape, provider: z.string() });

export const OfficeMoney = z.object({
  open: z.array(Payment).meta({ description: "Attempts of which nobody knows yet how they end." }),
  mismatches: z.array(Payment).meta({ description: "Money that does not agree with its order; it changes nothing." }),
  late: z.array(Refund).meta({ description: "What came too late or twice, and goes back by itself." }),
  refunds: z.array(Refund).meta({ description: "The newest of all others, and every one that is not through." }),
  disputes: z.array(OneDispute.extend(OfOrder.shape)),
});
export type OfficeMoney = z.infer<typeof OfficeMoney>;

export const readOfficeMoney = contract({
  method: "GET",
  path: "/api/v1/locations/{id}/payments",
  summary: "The money of a place that somebody may have to look after",
  tags: ["money"],
  allow: may("checkPayments"),
  params: z.object({ id: z.uuid() }),
  limit: "300 per 15 minutes by caller",
  returns: { 200: OfficeMoney },
});
