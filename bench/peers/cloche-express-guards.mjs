/** Native Express 5 handlers behind Cloche's guards: no logs and no metrics, so that only the guarding is counted. */
import { cover, visitOf } from "cloche/express";
import { forHtml } from "cloche/sanitize";
import express from "express";
import { openGate, placeOrder, readOrder, stripeHook } from "./cloche-routes.mjs";
import { createOrder, findOrder, HOST, mayRead, portFromArgv } from "./workload.mjs";

const app = express();
const { guard } = cover(app, openGate({ observe: null }));
app.post("/api/orders", guard(placeOrder), (request, response) => {
  const { itemId, quantity, instructions } = request.body;
  const shown = instructions === undefined ? undefined : forHtml(instructions);
  response.status(201).json(createOrder(visitOf(request, placeOrder).caller.id, itemId, quantity, shown));
});
app.get("/api/orders/:id", guard(readOrder), (request, response) => {
  const { caller } = visitOf(request, readOrder);
  const order = findOrder(request.params.id);
  const found = order !== undefined && mayRead(order, { sub: caller.id, role: caller.roles[0] });
  if (found) response.json(order);
  else response.status(404).json({ code: "order_unknown" });
});
app.post("/webhooks/stripe", guard(stripeHook), (request, response) => {
  response.json({ received: request.body.type !== undefined });
});
app.listen(portFromArgv(), HOST);
