/** What this API promises, apart from how it keeps it. */
import { anyone, contract, problems, role } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";

const Order = z.object({
  id: z.uuid(),
  itemId: z.uuid(),
  quantity: z.int(),
  instructions: z.string().optional(),
  paid: z.boolean(),
});
export type Order = z.infer<typeof Order>;

export const login = contract({
  method: "POST",
  path: "/api/login",
  allow: anyone("signing in is how a caller becomes known"),
  body: z.object({ userId: z.string().min(1).max(64), password: z.string().min(1).max(200) }),
  limit: "10 per 15 minutes by address",
  returns: {
    200: z.object({ accessToken: z.string(), tokenType: z.literal("Bearer"), expiresIn: z.int() }),
    401: problems({ sign_in_failed: "The user and the password do not belong together." }),
  },
});

export const placeOrder = contract({
  method: "POST",
  path: "/api/orders",
  allow: role("customer"),
  body: z.object({ itemId: z.uuid(), quantity: z.int().min(1).max(99), instructions: plainText(280).optional() }),
  limit: "100 per 15 minutes by caller",
  returns: { 201: Order },
});

export const readOrder = contract({
  method: "GET",
  path: "/api/orders/{id}",
  allow: role("customer", "chef"),
  params: z.object({ id: z.uuid() }),
  limit: "100 per 15 minutes by caller",
  returns: { 200: Order, 404: problems({ order_unknown: "There is no such order." }) },
});

export const stripeWebhook = contract({
  method: "POST",
  path: "/webhooks/stripe",
  from: "stripe",
  body: z.object({
    id: z.string(),
    type: z.string(),
    data: z.object({ object: z.looseObject({ metadata: z.record(z.string(), z.string()).optional() }) }),
  }),
  limit: "600 per minute by address",
  returns: { 200: z.object({ received: z.literal(true) }) },
});

export const contracts = [login, placeOrder, readOrder, stripeWebhook];
