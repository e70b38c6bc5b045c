/** Neutral handlers: written once, mounted by any adapter. */
import { created, type Handled, handle, ok, problem } from "cloche";
import { login, placeOrder, readOrder, stripeWebhook } from "./contracts.js";
import type { Ordering } from "./ordering.js";

/** The API's handlers by name. */
export function handlers(ordering: Ordering): Readonly<Record<"login" | "place" | "read" | "paid", Handled>> {
  return {
    login: handle(login, async ({ body }) => {
      const tokens = await ordering.signIn(body.userId, body.password);
      return tokens === undefined ? problem(401, "sign_in_failed") : ok(tokens);
    }),
    place: handle(placeOrder, ({ caller, body }) => created(ordering.place(caller, body))),
    read: handle(readOrder, ({ caller, params }) => {
      const order = ordering.find(caller, params.id);
      return order === undefined ? problem(404, "order_unknown") : ok(order);
    }),
    paid: handle(stripeWebhook, ({ event: { payload } }) => {
      ordering.paid({ type: payload.type, orderId: payload.data.object.metadata?.["order_id"] });
      return ok({ received: true });
    }),
  };
}
