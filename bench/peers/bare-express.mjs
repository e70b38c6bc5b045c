/**
 * Express 5 with its JSON parser and no security work: what the framework itself costs.
 *
 * `--final-prototypes` has Node.js make requests and responses with the prototypes that Express otherwise gives them
 * afterwards, as Cloche's lid does too.
 */
import { createServer, IncomingMessage, ServerResponse } from "node:http";
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

/** Classes whose instances have Express's prototypes from the start. */
function finalClasses() {
  class Request extends IncomingMessage {}
  class Response extends ServerResponse {}
  for (const [made, kind] of [
    [Request.prototype, "request"],
    [Response.prototype, "response"],
  ]) {
    Object.setPrototypeOf(made, app[kind]);
    app[kind] = made;
  }
  return { IncomingMessage: Request, ServerResponse: Response };
}

const classes = process.argv.includes("--final-prototypes") ? finalClasses() : {};
createServer(classes, app).listen(portFromArgv(), HOST);
