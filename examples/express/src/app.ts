/** The ordering API on Express: native handlers, each route under its contract. */
import { cover, visitOf } from "cloche/express";
import { login, openOrdering, placeOrder, readOrder, type Settings, stripeWebhook } from "example-shared";
import express, { type Express } from "express";

/** Makes the app, sealed as soon as it listens. */
export function createApp(settings: Settings): Express {
  const ordering = openOrdering(settings);
  const app = express();
  const { guard } = cover(app, ordering.gate);

  app.post("/api/login", guard(login), async (request, response) => {
    const { userId, password } = request.body;
    const tokens = await ordering.signIn(userId, password);
    if (tokens === undefined) response.status(401).json({ code: "sign_in_failed" });
    else response.json(tokens);
  });

  app.post("/api/orders", guard(placeOrder), (request, response) => {
    const { caller } = visitOf(request, placeOrder);
    response.status(201).json(ordering.place(caller, request.body));
  });

  app.get("/api/orders/:id", guard(readOrder), (request, response) => {
    const { caller, params } = visitOf(request, readOrder);
    const order = ordering.find(caller, params.id);
    if (order === undefined) response.status(404).json({ code: "order_unknown" });
    else response.json(order);
  });

  app.post("/webhooks/stripe", guard(stripeWebhook), (request, response) => {
    const { payload } = visitOf(request, stripeWebhook).event;
    ordering.paid({ type: payload.type, orderId: payload.data.object.metadata?.["order_id"] });
    response.json({ received: true });
  });

  return app;
}
