/** The ordering API on Hono: native handlers, each route under its contract, on Node.js and in workers. */
import { cover } from "cloche/hono";
import { login, openOrdering, placeOrder, readOrder, type Settings, stripeWebhook } from "example-shared";
import { Hono } from "hono";

/** Makes the app and seals it. */
export function createApp(settings: Settings): Hono {
  const ordering = openOrdering(settings);
  const app = new Hono();
  const { guard, seal } = cover(app, ordering.gate);

  app.post("/api/login", guard(login), async (c) => {
    const { userId, password } = c.var.visit.body;
    const tokens = await ordering.signIn(userId, password);
    return tokens === undefined ? c.json({ code: "sign_in_failed" }, 401) : c.json(tokens);
  });

  app.post("/api/orders", guard(placeOrder), (c) => {
    const { caller, body } = c.var.visit;
    return c.json(ordering.place(caller, body), 201);
  });

  app.get("/api/orders/:id", guard(readOrder), (c) => {
    const { caller, params } = c.var.visit;
    const order = ordering.find(caller, params.id);
    return order === undefined ? c.json({ code: "order_unknown" }, 404) : c.json(order);
  });

  app.post("/webhooks/stripe", guard(stripeWebhook), (c) => {
    const { payload } = c.var.visit.event;
    ordering.paid({ type: payload.type, orderId: payload.data.object.metadata?.["order_id"] });
    return c.json({ received: true });
  });

  seal();
  return app;
}
