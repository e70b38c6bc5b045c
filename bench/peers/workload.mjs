/** Values and helpers every peer shares: peers differ in their security work, never in what they store or answer. */
import { randomUUID } from "node:crypto";

// Throw-away values for local measurement. Nothing here is a real credential.
export const JWT_SECRET = "peer-benchmark-only-hs256-secret-0123456789abcdef";
export const JWT_ISSUER = "https://auth.peers.test";
export const JWT_AUDIENCE = "ordering-api";
export const WEBHOOK_SECRET = "whsec_peer_benchmark_only_0123456789abcdef";
export const STRIPE_API_KEY = "sk_test_peer_benchmark_only";

export const WEBHOOK_TOLERANCE_S = 300;
export const MAX_INSTRUCTIONS = 280;
export const MAX_BODY_BYTES = 16 * 1024;

// Roles that may place and read orders.
export const ORDER_ROLES = new Set(["customer", "admin"]);

// High enough never to trip under load; every response still carries headers.
export const LIMIT_WINDOW_MS = 15 * 60 * 1000;
export const LIMIT_MAX = 1_000_000_000;

// helmet 8 default policy, for peers whose library has no policy of its own.
export const CSP_DIRECTIVES = {
  defaultSrc: ["'self'"],
  baseUri: ["'self'"],
  fontSrc: ["'self'", "https:", "data:"],
  formAction: ["'self'"],
  frameAncestors: ["'self'"],
  imgSrc: ["'self'", "data:"],
  objectSrc: ["'none'"],
  scriptSrc: ["'self'"],
  scriptSrcAttr: ["'none'"],
  styleSrc: ["'self'", "https:", "'unsafe-inline'"],
  upgradeInsecureRequests: [],
};

// In-memory orders. A ring of ids caps the Map so that a fast peer does not pay
// more garbage collection than a slow one merely for having served more.
const CAPACITY = 10_000;
const orders = new Map();
const ring = new Array(CAPACITY);
let cursor = 0;

export function createOrder(userId, itemId, quantity, instructions) {
  const order = {
    id: randomUUID(),
    userId,
    itemId,
    quantity,
    instructions,
    status: "pending",
    createdAt: new Date().toISOString(),
  };
  const evicted = ring[cursor];
  if (evicted !== undefined) orders.delete(evicted);
  ring[cursor] = order.id;
  cursor = cursor + 1 === CAPACITY ? 0 : cursor + 1;
  orders.set(order.id, order);
  return order;
}

export function findOrder(id) {
  return orders.get(id);
}

// A customer sees only their own orders; an administrator sees all.
export function mayRead(order, user) {
  return order.userId === user.sub || user.role === "admin";
}

export function portFromArgv() {
  const port = Number(process.argv[2]);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    console.error(`usage: node ${process.argv[1]} PORT`);
    process.exit(2);
  }
  return port;
}

export const HOST = "127.0.0.1";
