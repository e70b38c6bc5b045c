/** node:http with no security work at all, the floor: parse, store, answer. */
import http from "node:http";
import { createOrder, findOrder, HOST, portFromArgv } from "./workload.mjs";

const ORDER_PREFIX = "/api/orders/";

function reply(res, status, value) {
  const body = JSON.stringify(value);
  res.writeHead(status, [
    "content-type",
    "application/json; charset=utf-8",
    "content-length",
    String(Buffer.byteLength(body)),
  ]);
  res.end(body);
}

function readJson(req, done) {
  const chunks = [];
  req.on("data", (chunk) => chunks.push(chunk));
  req.on("end", () => {
    const raw = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
    done(JSON.parse(raw.toString()));
  });
}

const server = http.createServer((req, res) => {
  const { method, url } = req;
  if (method === "POST" && url === "/api/orders") {
    readJson(req, (body) => {
      reply(res, 201, createOrder("anonymous", body.itemId, body.quantity, body.instructions));
    });
  } else if (method === "GET" && url.startsWith(ORDER_PREFIX)) {
    const order = findOrder(url.slice(ORDER_PREFIX.length));
    if (order === undefined) reply(res, 404, { error: "not_found" });
    else reply(res, 200, order);
  } else if (method === "POST" && url === "/webhooks/stripe") {
    readJson(req, (event) => reply(res, 200, { received: event.type !== undefined }));
  } else {
    reply(res, 404, { error: "not_found" });
  }
});

server.listen(portFromArgv(), HOST);
