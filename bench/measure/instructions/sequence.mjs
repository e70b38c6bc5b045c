/**
 * The fixed sequence whose instructions are counted: the three requests on Cloche with Fastify, an order with a token that
 * was never seen, and an order on bare node:http to measure by. Before and after each part it asks for the machine's uptime, where the counter starts anew.
 *
 * Usage: node --expose-gc measure/instructions/sequence.mjs COUNT
 */
import http from "node:http";
import { uptime } from "node:os";
import { cover, lidOptions } from "cloche/fastify";
import Fastify from "fastify";
import { handlers, openGate } from "../../peers/cloche-routes.mjs";
import { EVENT_BODY, mintToken, ORDER_BODY, stripeSignature, userTokens } from "../client.mjs";
import { Wire } from "./wire.mjs";

const WARM_UP = 30;
const count = Number(process.argv[2]);
const tokens = userTokens().slice(0, 8);

function request(start, headers, body = "") {
  const framing = body === "" ? [] : ["Content-Type: application/json", `Content-Length: ${Buffer.byteLength(body)}`];
  return Buffer.from(`${[`${start} HTTP/1.1`, "Host: bench", ...headers, ...framing].join("\r\n")}\r\n\r\n${body}`);
}

const bearer = (token) => `Authorization: Bearer ${token}`;

async function bareServer() {
  return http.createServer((incoming, response) => {
    const chunks = [];
    incoming.on("data", (chunk) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = JSON.stringify(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(201, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
      response.end(body);
    });
  });
}

async function clocheServer() {
  const gate = openGate();
  const app = Fastify(lidOptions(gate));
  cover(app, gate).mount(handlers);
  await app.ready();
  return app.server;
}

/** The parts of the sequence: a name, the status each answer must have, and the requests in turn. */
async function partsFor(wire) {
  const orders = tokens.map((token) => request("POST /api/orders", [bearer(token)], ORDER_BODY));
  const reads = [];
  for (const [at, token] of tokens.entries()) {
    const { id } = JSON.parse((await wire.ask(orders[at], 201)).split("\r\n\r\n")[1]);
    reads.push(request(`GET /api/orders/${id}`, [bearer(token)]));
  }
  const event = request("POST /webhooks/stripe", [`Stripe-Signature: ${stripeSignature()}`], EVENT_BODY);
  const fresh = Array.from({ length: count + WARM_UP }, (_, at) => bearer(mintToken({ jti: `token-${1000 + at}` })));
  return [
    { status: 201, requests: orders },
    { status: 200, requests: reads },
    { status: 200, requests: [event] },
    { status: 201, requests: fresh.map((header) => request("POST /api/orders", [header], ORDER_BODY)) },
  ];
}

async function run(wire, { status, requests }, { times, from = 0 }) {
  for (let turn = 0; turn < times; turn += 1) {
    await wire.ask(requests[(turn + from) % requests.length], status);
  }
}

const bare = new Wire(await bareServer());
const wire = new Wire(await clocheServer());
const floor = { status: 201, requests: [request("POST /api/orders", [], ORDER_BODY)] };
const work = [[bare, floor], ...(await partsFor(wire)).map((part) => [wire, part])];
for (const [on, part] of work) await run(on, part, { times: WARM_UP });
for (const [on, part] of work) {
  globalThis.gc();
  uptime();
  await run(on, part, { times: count, from: WARM_UP });
  uptime();
}
process.exit(0);
