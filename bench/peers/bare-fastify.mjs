/** Fastify 5 with no security work: what the framework itself costs. */
import Fastify from "fastify";
import { createOrder, findOrder, HOST, portFromArgv } from "./workload.mjs";

const app = Fastify();
app.post("/api/orders", (request, reply) => {
  const { itemId, quantity, instructions } = request.body;
  reply.code(201).send(createOrder("anonymous", itemId, quantity, instructions));
});
app.get("/api/orders/:id", (request, reply) => {
  const order = findOrder(request.params.id);
  if (order === undefined) reply.code(404).send({ error: "not_found" });
  else reply.send(order);
});
app.post("/webhooks/stripe", (request, reply) => {
  reply.send({ received: request.body.type !== undefined });
});
await app.listen({ port: portFromArgv(), host: HOST });
