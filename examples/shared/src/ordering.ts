/** The orders, and the gate in front of them. A real backend keeps the orders in a database. */
import { randomUUID } from "node:crypto";
import { type Caller, createGate, type Gate } from "cloche";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";
import { jsonSink, observer } from "cloche/observe";
import { memoryLimitStore } from "cloche/rate-limit";
import type { SecretOr } from "cloche/secrets";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import type { Order } from "./contracts.js";
import { passwordMatches, USERS } from "./users.js";

/** What an example must be told. */
export interface Settings {
  readonly jwtSecret: SecretOr<string>;
  readonly stripeWebhookSecret: SecretOr<string>;
  /** Receives each log line; standard output unless said. */
  readonly log?: (line: string) => void;
}

/** What a caller asks for, verified. */
export type Slip = Pick<Order, "itemId" | "quantity" | "instructions">;

type KeptOrder = Order & { readonly userId: string };

/** The gate and what its handlers call. */
export interface Ordering {
  readonly gate: Gate;
  /** The tokens of a person, or nothing where the password is another. */
  signIn(userId: string, password: string): Promise<Tokens | undefined>;
  /** `userId` is not declared in the contract, so it does not leave. */
  place(caller: Caller, slip: Slip): KeptOrder;
  /** An order that the caller may see. */
  find(caller: Caller, id: string): KeptOrder | undefined;
  /** Marks an order paid where the event says so. */
  paid(event: { readonly type: string; readonly orderId: string | undefined }): void;
}

/** The answer to a sign-in. */
export interface Tokens {
  readonly accessToken: string;
  readonly tokenType: "Bearer";
  readonly expiresIn: number;
}

const ISSUER = "https://orders.example";
const AUDIENCE = "orders";

/** Opens the kitchen. */
export function openOrdering({ jwtSecret, stripeWebhookSecret, log }: Settings): Ordering {
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
  const orders = new Map<string, KeptOrder>();
  return {
    gate,
    async signIn(userId, password) {
      if (!(await passwordMatches(userId, password))) return undefined;
      const { token, expiresIn } = tokens.issue({ subject: userId, claims: { role: USERS[userId]?.role } });
      return { accessToken: token, tokenType: "Bearer", expiresIn };
    },
    place(caller, slip) {
      const order = { ...slip, id: randomUUID(), userId: caller.id, paid: false };
      orders.set(order.id, order);
      return order;
    },
    find(caller, id) {
      const order = orders.get(id);
      return order?.userId === caller.id || caller.roles.includes("chef") ? order : undefined;
    },
    paid({ type, orderId = "" }) {
      const order = orders.get(orderId);
      if (type === "payment_intent.succeeded" && order !== undefined) orders.set(orderId, { ...order, paid: true });
    },
  };
}
