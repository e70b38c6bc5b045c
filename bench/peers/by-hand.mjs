/**
 * node:http and node:crypto only, with the whole of the security work written out by hand: the practical limit of one
 * Node.js process.
 *
 * `--token-cache` keeps the claims of tokens whose signature already passed, in a bounded table keyed by the whole token;
 * expiry is still checked each time.
 */
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import http from "node:http";
import {
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
  WEBHOOK_SECRET,
  WEBHOOK_TOLERANCE_S,
} from "./workload.mjs";

const ORDER_PREFIX = "/api/orders/";
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

// The twelve headers helmet 8 sends by default and the content type, as one flat name/value list.
const SECURITY_HEADERS = Object.entries({
  "content-security-policy":
    "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';" +
    "frame-ancestors 'self';img-src 'self' data:;object-src 'none';script-src 'self';" +
    "script-src-attr 'none';style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-frame-options": "SAMEORIGIN",
  "x-permitted-cross-domain-policies": "none",
  "x-xss-protection": "0",
  "content-type": "application/json; charset=utf-8",
}).flat();
const LIMIT_TEXT = String(LIMIT_MAX);

function send(res, status, body, hits) {
  const headers = SECURITY_HEADERS.slice();
  headers.push("content-length", String(Buffer.byteLength(body)));
  if (hits !== null) {
    headers.push(
      "x-ratelimit-limit",
      LIMIT_TEXT,
      "x-ratelimit-remaining",
      String(Math.max(0, LIMIT_MAX - hits.count)),
      "x-ratelimit-reset",
      hits.resetText,
    );
    if (status === 429) headers.push("retry-after", String(Math.ceil((hits.resetAt - Date.now()) / 1000)));
  }
  if (status === 401) headers.push("www-authenticate", "Bearer");
  res.writeHead(status, headers);
  res.end(body);
}

function fail(res, status, code, hits = null) {
  send(res, status, `{"error":"${code}"}`, hits);
}

const jwtKey = createSecretKey(Buffer.from(JWT_SECRET));
// Pinning the exact encoded headers we issue also pins the algorithm.
const JWT_HEADERS = [{ alg: "HS256", typ: "JWT" }, { typ: "JWT", alg: "HS256" }, { alg: "HS256" }].map(
  (header) => `${Buffer.from(JSON.stringify(header)).toString("base64url")}.`,
);
const HS256_CHARS = 43;

const useTokenCache = process.argv.includes("--token-cache");
const TOKEN_CACHE_MAX = 10_000;
const tokenCache = new Map();

function verifyToken(token) {
  const nowS = Date.now() / 1000;
  if (useTokenCache) {
    const known = tokenCache.get(token);
    if (known !== undefined) return known.exp > nowS ? known : null;
  }
  const prefix = JWT_HEADERS.find((candidate) => token.startsWith(candidate));
  if (prefix === undefined) return null;
  const dot = token.length - HS256_CHARS - 1;
  if (token.indexOf(".", prefix.length) !== dot) return null;

  const expected = createHmac("sha256", jwtKey).update(token.slice(0, dot), "latin1").digest();
  const actual = Buffer.from(token.slice(dot + 1), "base64url");
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return null;

  let claims;
  try {
    claims = JSON.parse(Buffer.from(token.slice(prefix.length, dot), "base64url").toString());
  } catch {
    return null;
  }
  if (claims === null || typeof claims !== "object") return null;
  if (typeof claims.exp !== "number" || claims.exp <= nowS) return null;
  if (claims.nbf !== undefined && !(claims.nbf <= nowS)) return null;
  if (claims.iss !== JWT_ISSUER || typeof claims.sub !== "string" || claims.sub === "") return null;
  const { aud } = claims;
  if (aud !== JWT_AUDIENCE && !(Array.isArray(aud) && aud.includes(JWT_AUDIENCE))) return null;

  if (useTokenCache) {
    if (tokenCache.size >= TOKEN_CACHE_MAX) tokenCache.clear();
    tokenCache.set(token, claims);
  }
  return claims;
}

const windows = new Map();

function hit(userId) {
  const now = Date.now();
  let window = windows.get(userId);
  if (window === undefined || window.resetAt <= now) {
    const resetAt = now + LIMIT_WINDOW_MS;
    window = { count: 0, resetAt, resetText: String(Math.ceil(resetAt / 1000)) };
    windows.set(userId, window);
  }
  window.count += 1;
  return window;
}

setInterval(() => {
  const now = Date.now();
  for (const [userId, window] of windows) if (window.resetAt <= now) windows.delete(userId);
}, LIMIT_WINDOW_MS).unref();

function readBody(req, res, hits, done) {
  if (Number(req.headers["content-length"]) > MAX_BODY_BYTES) {
    fail(res, 413, "too_large", hits);
    return;
  }
  let size = 0;
  const chunks = [];
  req.on("data", (chunk) => {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  });
  req.on("end", () => {
    if (size > MAX_BODY_BYTES) fail(res, 413, "too_large", hits);
    else done(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  });
}

function isOrder(body) {
  return (
    body !== null &&
    typeof body === "object" &&
    typeof body.itemId === "string" &&
    UUID.test(body.itemId) &&
    Number.isSafeInteger(body.quantity) &&
    body.quantity >= 1 &&
    (body.instructions === undefined ||
      (typeof body.instructions === "string" && body.instructions.length <= MAX_INSTRUCTIONS))
  );
}

const UNSAFE = /[&<>"']/;
const UNSAFE_ALL = /[&<>"']/g;
const ENTITY = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

// Instructions are plain text, so escaping the five markup characters leaves
// nothing a browser could run, whichever HTML context shows them.
function neutralise(text) {
  if (text === undefined || !UNSAFE.test(text)) return text;
  return text.replace(UNSAFE_ALL, (char) => ENTITY[char]);
}

const webhookKey = createSecretKey(Buffer.from(WEBHOOK_SECRET));

function verifyStripe(header, raw) {
  if (typeof header !== "string") return false;
  let timestamp = "";
  const signatures = [];
  for (const part of header.split(",")) {
    if (part.startsWith("t=")) timestamp = part.slice(2);
    else if (part.startsWith("v1=")) signatures.push(part.slice(3));
  }
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  const expected = createHmac("sha256", webhookKey).update(`${timestamp}.`).update(raw).digest();
  let matched = false;
  for (const signature of signatures) {
    const actual = Buffer.from(signature, "hex");
    if (actual.length === expected.length && timingSafeEqual(actual, expected)) matched = true;
  }
  return matched && Date.now() / 1000 - Number(timestamp) <= WEBHOOK_TOLERANCE_S;
}

function postOrder(req, res, user, hits) {
  readBody(req, res, hits, (raw) => {
    let body;
    try {
      body = JSON.parse(raw.toString());
    } catch {
      fail(res, 400, "invalid_json", hits);
      return;
    }
    if (!isOrder(body)) {
      fail(res, 400, "invalid_order", hits);
      return;
    }
    const order = createOrder(user.sub, body.itemId, body.quantity, neutralise(body.instructions));
    send(res, 201, JSON.stringify(order), hits);
  });
}

function getOrder(res, id, user, hits) {
  const order = findOrder(id);
  if (order === undefined || !mayRead(order, user)) fail(res, 404, "not_found", hits);
  else send(res, 200, JSON.stringify(order), hits);
}

function postWebhook(req, res) {
  readBody(req, res, null, (raw) => {
    if (!verifyStripe(req.headers["stripe-signature"], raw)) {
      fail(res, 400, "invalid_signature");
      return;
    }
    const event = JSON.parse(raw.toString());
    send(res, 200, event.type === undefined ? '{"received":false}' : '{"received":true}', null);
  });
}

function api(req, res, method, url) {
  const { authorization } = req.headers;
  const user = authorization?.startsWith("Bearer ") ? verifyToken(authorization.slice(7)) : null;
  if (user === null) {
    fail(res, 401, "unauthorized");
    return;
  }
  if (!ORDER_ROLES.has(user.role)) {
    fail(res, 403, "forbidden");
    return;
  }
  const hits = hit(user.sub);
  if (hits.count > LIMIT_MAX) fail(res, 429, "too_many_requests", hits);
  else if (method === "POST" && url === "/api/orders") postOrder(req, res, user, hits);
  else if (method === "GET" && url.startsWith(ORDER_PREFIX)) getOrder(res, url.slice(ORDER_PREFIX.length), user, hits);
  else fail(res, 404, "not_found", hits);
}

const server = http.createServer((req, res) => {
  const { method, url } = req;
  if (url.startsWith("/api/")) api(req, res, method, url);
  else if (method === "POST" && url === "/webhooks/stripe") postWebhook(req, res);
  else fail(res, 404, "not_found");
});

server.listen(portFromArgv(), HOST);
