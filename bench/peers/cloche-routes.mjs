/**
 * The workload under contracts, for any adapter. Does all the other peers do, and also filters every answer, counts
 * metrics and writes one structured line per request.
 */
import { anyone, bytes, contract, created, createGate, handle, ok, problems, refuse, role } from "cloche";
import { cover } from "cloche/headers";
import { bearer, keyRing, secretKey, tokenVerifier } from "cloche/jwt";
import { jsonSink, metrics, observer } from "cloche/observe";
import { memoryLimitStore } from "cloche/rate-limit";
import { forHtml, plainText } from "cloche/sanitize";
import { stripe } from "cloche/webhooks";
import * as prometheus from "prom-client";
// The zod that Cloche itself loads: an app has one, while this folder has another for the rivals.
import { z } from "../../node_modules/zod/index.js";
import {
  createOrder,
  findOrder,
  JWT_AUDIENCE,
  JWT_ISSUER,
  JWT_SECRET,
  MAX_BODY_BYTES,
  MAX_INSTRUCTIONS,
  mayRead,
  ORDER_ROLES,
  WEBHOOK_SECRET,
} from "./workload.mjs";

const Order = z.object({
  id: z.string(),
  userId: z.string(),
  itemId: z.string(),
  quantity: z.int(),
  instructions: z.string().optional(),
  status: z.string(),
  createdAt: z.string(),
});
// The most a policy can hold; never reached under load, counted and sent all the same.
const LIMIT = "1000000 per 15 minutes by caller";
const roles = role(...ORDER_ROLES);

export const placeOrder = contract({
  method: "POST",
  path: "/api/orders",
  allow: roles,
  body: z.object({
    itemId: z.uuid(),
    quantity: z.int().min(1),
    instructions: plainText(MAX_INSTRUCTIONS).optional(),
  }),
  maxBodyBytes: MAX_BODY_BYTES,
  limit: LIMIT,
  returns: { 201: Order },
});
export const readOrder = contract({
  method: "GET",
  path: "/api/orders/{id}",
  allow: roles,
  limit: LIMIT,
  returns: { 200: Order, 404: problems({ order_unknown: "There is no such order." }) },
});
export const stripeHook = contract({
  method: "POST",
  path: "/webhooks/stripe",
  from: "stripe",
  body: z.object({ id: z.string(), type: z.string() }),
  maxBodyBytes: MAX_BODY_BYTES,
  returns: { 200: z.object({ received: z.boolean() }) },
});

const measured = metrics({ client: prometheus });
const scrape = contract({
  method: "GET",
  path: "/metrics",
  allow: anyone("only the loopback can reach the bench"),
  returns: { 200: bytes(measured.contentType) },
});

/** One line per request goes to standard output, where a log collector would read it. */
const logObserver = () => observer({ logger: jsonSink(), metrics: measured });

/**
 * The gate, joined as an app would.
 *
 * @param options `observe: null` for the guards alone, without logs and metrics.
 */
export function openGate({ observe = logObserver(), store = memoryLimitStore() } = {}) {
  const key = secretKey({ algorithm: "HS256", secret: JWT_SECRET });
  const issuers = [
    { issuer: JWT_ISSUER, audience: JWT_AUDIENCE, algorithms: ["HS256"], keys: keyRing([key]), type: "JWT" },
  ];
  return createGate({
    who: [bearer({ verifier: tokenVerifier({ issuers }) })],
    partners: { stripe: stripe({ secrets: WEBHOOK_SECRET }) },
    replay: { byHandlers: "the load repeats one event, as the other peers let it" },
    limits: { store },
    covers: { api: asBehindTls(cover({ preset: "page" })) },
    ...(observe === null ? {} : { observe }),
  });
}

/** The other peers send HSTS and Internet Explorer's header over plain HTTP too; so that all write the same. */
function asBehindTls({ headers, overTls, ...rest }) {
  const all = new Map([...headers, ...overTls, ["x-download-options", "noopen"]]);
  return { ...rest, headers: [...all], overTls: [] };
}

/** The handlers. */
export const handlers = [
  handle(placeOrder, ({ caller, body }) => {
    const { itemId, quantity, instructions } = body;
    const shown = instructions === undefined ? undefined : forHtml(instructions);
    return created(createOrder(caller.id, itemId, quantity, shown));
  }),
  handle(readOrder, ({ caller, params }) => {
    const order = findOrder(params.id);
    const user = { sub: caller.id, role: caller.roles[0] };
    return order === undefined || !mayRead(order, user) ? refuse("not_found") : ok(order);
  }),
  handle(stripeHook, ({ event }) => ok({ received: event.payload.type !== undefined })),
  handle(scrape, async () => ok(await measured.text())),
];
