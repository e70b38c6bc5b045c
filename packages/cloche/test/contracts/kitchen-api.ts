/** The small ordering API every adapter is tried with: one contract of each kind. */
import {
  anyone,
  contract,
  created,
  createGate,
  eventStream,
  fixedClock,
  type Gate,
  handle,
  memoryIdempotencyStore,
  nothing,
  ok,
  problem,
  problems,
  reply,
  role,
  type SecurityEvent,
} from "cloche";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";
import { observer } from "cloche/observe";
import { memoryLimitStore } from "cloche/rate-limit";
import { plainText } from "cloche/sanitize";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import { z } from "zod";

export const SIGNING_SECRET = "kitchen-suite-signing-secret-5f0e1c9a7b3d";
export const STRIPE_SECRET = "whsec_kitchen-suite-stripe-secret-0123456789";
export const ISSUER = "https://id.kitchen.test";
export const AUDIENCE = "kitchen";

const Slip = z.object({
  itemId: z.uuid(),
  quantity: z.int().min(1).max(99),
  instructions: plainText(280).optional(),
});
const Order = z.object({ id: z.string(), quantity: z.int(), instructions: z.string().optional() });

export const readMenu = contract({
  method: "GET",
  path: "/api/menu",
  allow: anyone("the menu is public"),
  query: z.object({ page: z.coerce.number().int().min(1).default(1), tag: z.array(z.string()).optional() }),
  returns: { 200: z.object({ page: z.int(), tags: z.array(z.string()) }) },
});
export const placeOrder = contract({
  method: "POST",
  path: "/api/orders",
  allow: role("customer", "cashier"),
  body: Slip,
  limit: "1000 per minute by caller",
  idempotent: true,
  returns: { 201: Order, 409: problems({ sold_out: "The item is sold out." }) },
});
/** The same for handlers of a framework's own, which keep no answers. */
export const placeOrderNatively = contract({
  method: "POST",
  path: "/api/orders",
  allow: role("customer", "cashier"),
  body: Slip,
  limit: "1000 per minute by caller",
  returns: { 201: Order },
});
export const readOrder = contract({
  method: "GET",
  path: "/api/orders/{id}",
  allow: role("customer"),
  params: z.object({ id: z.string().max(20) }),
  limit: "5 per minute by caller",
  returns: { 200: Order },
});
export const brokenRoute = contract({
  method: "GET",
  path: "/api/broken/{how}",
  allow: anyone("it shows what breaks"),
  returns: { 200: Order },
});
export const stripeHook = contract({
  method: "POST",
  path: "/webhooks/stripe",
  from: "stripe",
  body: z.object({ id: z.string(), type: z.string() }),
  limit: "600 per minute by address",
  returns: { 200: z.object({ received: z.boolean() }) },
});
export const ticks = contract({
  method: "GET",
  path: "/api/ticks",
  allow: anyone("ticks are public"),
  returns: { 200: eventStream() },
});
export const forget = contract({
  method: "DELETE",
  path: "/api/orders/{id}",
  allow: role("cashier"),
  returns: { 204: nothing() },
});

export const contracts = [readMenu, placeOrder, readOrder, brokenRoute, stripeHook, ticks, forget];

/** One gate with everything it learned, for one suite. */
export interface Kitchen {
  readonly gate: Gate;
  readonly events: SecurityEvent[];
  readonly lines: string[];
  readonly orders: { quantity: number; instructions?: string | undefined }[];
  readonly deliveries: string[];
  token(role: string, subject?: string): string;
}

/** Makes a gate that counts, remembers and writes down. */
export function openKitchen(defaults = "1000 per 15 minutes by address"): Kitchen {
  const ring = keyRing([secretKey({ algorithm: "HS256", secret: SIGNING_SECRET, keyId: "one" })]);
  const verifier = tokenVerifier({
    issuers: [{ issuer: ISSUER, audience: AUDIENCE, algorithms: ["HS256"], keys: ring }],
  });
  const issuer = tokenIssuer({ issuer: ISSUER, audience: AUDIENCE, keys: ring, lifetime: "10 minutes" });
  const events: SecurityEvent[] = [];
  const lines: string[] = [];
  const logger = { write: (_level: string, fields: unknown) => lines.push(JSON.stringify(fields)) };
  const gate = createGate({
    who: [bearer({ verifier })],
    partners: { stripe: stripe({ secrets: STRIPE_SECRET }) },
    replay: memoryReplayStore({ clock: fixedClock(Date.now()) }),
    idempotency: memoryIdempotencyStore(),
    limits: { store: memoryLimitStore(), defaults: { "/api/": defaults } },
    observe: observer({ logger, sinks: [(event) => events.push(event)] }),
  });
  const token = (named: string, subject = `user-${named}`) => issuer.issue({ subject, claims: { role: named } }).token;
  return { gate, events, lines, orders: [], deliveries: [], token };
}

/** The neutral handlers of the API. */
export function handlers(kitchen: Kitchen) {
  const times = (id: string) => kitchen.deliveries.filter((one) => one === id).length;
  return [
    handle(readMenu, ({ query }) => ok({ page: query.page, tags: query.tag ?? [] })),
    handle(placeOrder, ({ body }) => {
      if (body.quantity === 99) return problem(409, "sold_out");
      kitchen.orders.push(body);
      const order = {
        id: `o${kitchen.orders.length}`,
        quantity: body.quantity,
        instructions: body.instructions,
        cost: 3,
      };
      return created(order);
    }),
    handle(readOrder, ({ params, caller }) => ok({ id: `${params.id}-${caller.id}`, quantity: 1 })),
    handle(brokenRoute, ({ params }) => {
      if (params.how === "throw") throw new Error("secret-canary in a message");
      return ok({ id: 7, quantity: "secret-canary" } as never);
    }),
    handle(stripeHook, ({ event }) => {
      kitchen.deliveries.push(event.payload.id);
      if (event.payload.type === "fails_once" && times(event.payload.id) === 1) throw new Error("try again");
      return ok({ received: true });
    }),
    handle(ticks, () => reply(200, threeTicks())),
    handle(forget, () => reply(204, undefined)),
  ];
}

async function* threeTicks(): AsyncIterable<string> {
  for (const tick of [1, 2, 3]) yield `data: ${tick}\n\n`;
}
