/** Express 5 with its JSON parser and no security work: what the framework itself costs. */
import express from "express";
import { createOrder, findOrder, HOST, portFromArgv } from "./workload.mjs";

const app = express();
app.disable("x-powered-by").disable("etag");
app.use(express.json());
app.post("/api/orders", ({ body }, response) => {
  response.status(201).json(createOrder("anonymous", body.itemId, body.quantity, body.instructions));
});
app.get("/api/orders/:id", ({ params }, response) => {
  const order = findOrder(params.id);
  if (order === undefined) response.status(404).json({ error: "not_found" });
  else response.json(order);
});
app.post("/webhooks/stripe", ({ body }, response) => {
  response.json({ received: body.type !== undefined });
});
app.listen(portFromArgv(), HOST);
