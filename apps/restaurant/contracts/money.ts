/** Money on the wire: whole minor units and a currency. */
import { z } from "zod";

/** `{ amount: 1250, currency: "EUR" }` is 12.50 euro. */
export const Money = z.object({
  amount: z.int().meta({ description: "Whole minor units: 1250 is 12.50 euro." }),
  currency: z.string().regex(/^[A-Z]{3}$/),
});
export type Money = z.infer<typeof Money>;

/** The partners a guest may pay with. */
export const PAYMENT_PROVIDERS = ["stripe", "razorpay"] as const;
