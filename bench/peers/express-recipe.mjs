/**
 * Express 5 assembled the way most tutorials do it.
 *
 * `--key-object` changes one thing: jsonwebtoken gets its secret as a KeyObject. Given a string, it first tries on every
 * call to read it as a public key.
 */
import { createSecretKey } from "node:crypto";
import express from "express";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import jwt from "jsonwebtoken";
import Stripe from "stripe";
import xss from "xss";
import { z } from "zod";
import {
  createOrder,
  findOrder,
  HOST,
  JWT_AUDIENCE,
  JWT_ISSUER,
  JWT_SECRET,
  LIMIT_MAX,
  LIMIT_WINDOW_MS,
  MAX_INSTRUCTIONS,
  mayRead,
  ORDER_ROLES,
  portFromArgv,
  STRIPE_API_KEY,
  WEBHOOK_SECRET,
} from "./workload.mjs";

const stripe = new Stripe(STRIPE_API_KEY);
const jwtSecret = process.argv.includes("--key-object") ? createSecretKey(Buffer.from(JWT_SECRET)) : JWT_SECRET;

const orderSchema = z.object({
  itemId: z.uuid(),
  quantity: z.number().int().min(1),
  instructions: z.string().max(MAX_INSTRUCTIONS).optional(),
});

function authenticate(req, res, next) {
  const [scheme, token] = (req.headers.authorization ?? "").split(" ");
  if (scheme !== "Bearer" || !token) return res.status(401).json({ error: "unauthorized" });
  try {
    req.user = jwt.verify(token, jwtSecret, {
      algorithms: ["HS256"],
      issuer: JWT_ISSUER,
      audience: JWT_AUDIENCE,
    });
  } catch {
    return res.status(401).json({ error: "unauthorized" });
  }
  return next();
}

function authorize(roles) {
  return (req, res, next) => {
    if (!roles.has(req.user.role)) return res.status(403).json({ error: "forbidden" });
    return next();
  };
}

const limiter = rateLimit({
  windowMs: LIMIT_WINDOW_MS,
  max: LIMIT_MAX,
  keyGenerator: (req) => req.user.sub,
});

const app = express();
app.use(helmet());

// The signature covers the bytes as sent, so this route stays ahead of express.json().
app.post("/webhooks/stripe", express.raw({ type: "application/json" }), (req, res) => {
  let event;
  try {
    event = stripe.webhooks.constructEvent(req.body, req.headers["stripe-signature"], WEBHOOK_SECRET);
  } catch {
    return res.status(400).json({ error: "invalid_signature" });
  }
  return res.json({ received: event.type !== undefined });
});

app.use(express.json({ limit: "16kb" }));
app.use("/api/", authenticate, authorize(ORDER_ROLES), limiter);

app.post("/api/orders", (req, res) => {
  const parsed = orderSchema.safeParse(req.body);
  if (!parsed.success) return res.status(400).json({ error: "invalid_order", issues: parsed.error.issues });
  const { itemId, quantity, instructions } = parsed.data;
  const clean = instructions === undefined ? undefined : xss(instructions);
  return res.status(201).json(createOrder(req.user.sub, itemId, quantity, clean));
});

app.get("/api/orders/:id", (req, res) => {
  const order = findOrder(req.params.id);
  if (order === undefined || !mayRead(order, req.user)) return res.status(404).json({ error: "not_found" });
  return res.json(order);
});

app.use((error, _req, res, _next) => {
  res.status(error.status ?? 500).json({ error: "request_failed" });
});

app.listen(portFromArgv(), HOST);
