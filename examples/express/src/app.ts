/** The tutorial's API: the handlers stay what they were, and each route stands under its contract. */
import { randomUUID } from "node:crypto";
import { createGate } from "cloche";
import { cover, visitOf } from "cloche/express";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";
import { jsonSink, observer } from "cloche/observe";
import { memoryLimitStore } from "cloche/rate-limit";
import type { SecretOr } from "cloche/secrets";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import express, { type Express } from "express";
import { login, type Order, placeOrder, readOrder, stripeWebhook } from "./contracts.js";
import { passwordMatches, USERS } from "./users.js";

/** What the app must be told. */
export interface Settings {
  readonly jwtSecret: SecretOr<string>;
  readonly stripeWebhookSecret: SecretOr<string>;
  /** Receives each log line; standard output unless said. */
  readonly log?: (line: string) => void;
}

const ISSUER = "https://orders.example";
const AUDIENCE = "orders";

/** Makes the app, sealed as soon as it listens. */
export function createApp({ jwtSecret, stripeWebhookSecret, log }: Settings): Express {
  const keys = keyRing([secretKey({ algorithm: "HS256", secret: jwtSecret, keyId: "2026-1" })]);
  const tokens = tokenIssuer({ issuer: ISSUER, audience: AUDIENCE, keys, lifetime: "15 minutes" });
  const verifier = tokenVerifier({ issuers: [{ issuer: ISSUER, audience: AUDIENCE, algorithms: ["HS256"], keys }] });
  const gate = createGate({
    who: [bearer({ verifier })],
    partners: { stripe: stripe({ secrets: stripeWebhookSecret }) },
    replay: memoryReplayStore(),
    limits: { store: memoryLimitStore(), defaults: { "/api/": "100 per 15 minutes by address" } },
    observe: observer({ logger: jsonSink(log === undefined ? {} : { write: log }) }),
  });
  const app = express();
  const { guard } = cover(app, gate);
  const orders = new Map<string, Order & { readonly userId: string }>();

  app.post("/api/login", guard(login), async (request, response) => {
    const { userId, password } = request.body;
    if (!(await passwordMatches(userId, password))) {
      response.status(401).json({ code: "sign_in_failed" });
      return;
    }
    const { token, expiresIn } = tokens.issue({ subject: userId, claims: { role: USERS[userId]?.role } });
    response.json({ accessToken: token, tokenType: "Bearer", expiresIn });
  });

  app.post("/api/orders", guard(placeOrder), (request, response) => {
    const { caller } = visitOf(request, placeOrder);
    const order = { ...request.body, id: randomUUID(), userId: caller.id, paid: false };
    orders.set(order.id, order);
    // `userId` is not declared in the contract, so it does not leave.
    response.status(201).json(order);
  });

  app.get("/api/orders/:id", guard(readOrder), (request, response) => {
    const { caller, params } = visitOf(request, readOrder);
    const order = orders.get(params.id);
    if (order === undefined || (order.userId !== caller.id && !caller.roles.includes("chef"))) {
      response.status(404).json({ code: "order_unknown" });
      return;
    }
    response.json(order);
  });

  app.post("/webhooks/stripe", guard(stripeWebhook), (request, response) => {
    const { event } = visitOf(request, stripeWebhook);
    const orderId = event.payload.data.object.metadata?.order_id ?? "";
    const order = orders.get(orderId);
    if (event.payload.type === "payment_intent.succeeded" && order !== undefined) {
      orders.set(orderId, { ...order, paid: true });
    }
    response.json({ received: true });
  });

  return app;
}
