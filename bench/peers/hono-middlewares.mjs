/** Hono 4 on @hono/node-server with its built-in security middleware. */
import { serve } from "@hono/node-server";
import { zValidator } from "@hono/zod-validator";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { jwt } from "hono/jwt";
import { secureHeaders } from "hono/secure-headers";
import { rateLimiter } from "hono-rate-limiter";
import Stripe from "stripe";
import xss from "xss";
import { z } from "zod";
import {
  CSP_DIRECTIVES,
  createOrder,
  findOrder,
  HOST,
  JWT_AUDIENCE,
  JWT_ISSUER,
  JWT_SECRET,
  LIMIT_MAX,
  LIMIT_WINDOW_MS,
  MAX_BODY_BYTES,
  MAX_INSTRUCTIONS,
  mayRead,
  ORDER_ROLES,
  portFromArgv,
  STRIPE_API_KEY,
  WEBHOOK_SECRET,
} from "./workload.mjs";

const stripe = new Stripe(STRIPE_API_KEY);

// Importing the key once spares hono/jwt one WebCrypto import per request.
const jwtKey = await crypto.subtle.importKey(
  "raw",
  new TextEncoder().encode(JWT_SECRET),
  { name: "HMAC", hash: "SHA-256" },
  false,
  ["verify"],
);

const orderSchema = z.object({
  itemId: z.uuid(),
  quantity: z.number().int().min(1),
  instructions: z.string().max(MAX_INSTRUCTIONS).optional(),
});

const app = new Hono();
app.use(
  secureHeaders({
    contentSecurityPolicy: CSP_DIRECTIVES,
    strictTransportSecurity: "max-age=31536000; includeSubDomains",
  }),
);
app.use(bodyLimit({ maxSize: MAX_BODY_BYTES }));

app.use(
  "/api/*",
  jwt({
    secret: jwtKey,
    alg: "HS256",
    verification: { iss: JWT_ISSUER, aud: JWT_AUDIENCE },
  }),
);
app.use("/api/*", async (c, next) => {
  if (!ORDER_ROLES.has(c.get("jwtPayload").role)) return c.json({ error: "forbidden" }, 403);
  return next();
});
app.use(
  "/api/*",
  rateLimiter({
    windowMs: LIMIT_WINDOW_MS,
    limit: LIMIT_MAX,
    keyGenerator: (c) => c.get("jwtPayload").sub,
  }),
);

app.post("/api/orders", zValidator("json", orderSchema), (c) => {
  const { itemId, quantity, instructions } = c.req.valid("json");
  const clean = instructions === undefined ? undefined : xss(instructions);
  return c.json(createOrder(c.get("jwtPayload").sub, itemId, quantity, clean), 201);
});

app.get("/api/orders/:id", (c) => {
  const order = findOrder(c.req.param("id"));
  if (order === undefined || !mayRead(order, c.get("jwtPayload"))) return c.json({ error: "not_found" }, 404);
  return c.json(order);
});

app.post("/webhooks/stripe", async (c) => {
  let event;
  try {
    event = stripe.webhooks.constructEvent(await c.req.text(), c.req.header("stripe-signature"), WEBHOOK_SECRET);
  } catch {
    return c.json({ error: "invalid_signature" }, 400);
  }
  return c.json({ received: event.type !== undefined });
});

serve({ fetch: app.fetch, port: portFromArgv(), hostname: HOST });
