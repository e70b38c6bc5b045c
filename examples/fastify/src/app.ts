/** The ordering API on Fastify: native handlers, each route under its contract. */
import { cover, lidOptions, visitOf } from "cloche/fastify";
import { login, openOrdering, placeOrder, readOrder, type Settings, stripeWebhook } from "example-shared";
import Fastify, { type FastifyInstance } from "fastify";

/** Makes the app, sealed as soon as it is ready. */
export function createApp(settings: Settings): FastifyInstance {
  const ordering = openOrdering(settings);
  const app = Fastify(lidOptions(ordering.gate));
  const { guard } = cover(app, ordering.gate);

  app.post("/api/login", guard(login), async ({ raw }, reply) => {
    const { body } = visitOf(raw, login);
    const tokens = await ordering.signIn(body.userId, body.password);
    return tokens ?? reply.code(401).send({ code: "sign_in_failed" });
  });

  app.post("/api/orders", guard(placeOrder), async ({ raw }, reply) => {
    const { caller, body } = visitOf(raw, placeOrder);
    return reply.code(201).send(ordering.place(caller, body));
  });

  app.get("/api/orders/:id", guard(readOrder), async ({ raw }, reply) => {
    const { caller, params } = visitOf(raw, readOrder);
    return ordering.find(caller, params.id) ?? reply.code(404).send({ code: "order_unknown" });
  });

  app.post("/webhooks/stripe", guard(stripeWebhook), async ({ raw }) => {
    const { payload } = visitOf(raw, stripeWebhook).event;
    ordering.paid({ type: payload.type, orderId: payload.data.object.metadata?.["order_id"] });
    return { received: true };
  });

  return app;
}
