/** What a client sends: tokens, the order body, the Stripe event and its signature. */
import { createHmac } from "node:crypto";
import http from "node:http";
import { HOST, JWT_AUDIENCE, JWT_ISSUER, JWT_SECRET, WEBHOOK_SECRET } from "../peers/workload.mjs";

export const USERS = 256;

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export function mintToken(overrides = {}, secret = JWT_SECRET, header = { alg: "HS256", typ: "JWT" }) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: "7b0c2a54-6f0e-4c43-9a52-0d8f6a0c0000",
    role: "customer",
    iat: now - 1,
    exp: now + 3600,
    iss: JWT_ISSUER,
    aud: JWT_AUDIENCE,
    ...overrides,
  };
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

export function userId(n) {
  return `7b0c2a54-6f0e-4c43-9a52-0d8f6a0c${n.toString(16).padStart(4, "0")}`;
}

export function userTokens() {
  return Array.from({ length: USERS }, (_, n) => mintToken({ sub: userId(n) }));
}

export const ORDER_BODY = JSON.stringify({
  itemId: "0f9f8c1e-52a7-4c3b-9a3e-6d1f2b7c8d90",
  quantity: 2,
  instructions: "no <b>onions</b> <script>alert(1)</script>, ring the bell twice & leave at the door",
});

// About 1.5 KB, the shape of a payment_intent.succeeded event.
export const EVENT_BODY = JSON.stringify({
  id: "evt_3PeerBenchmark0000000001",
  object: "event",
  api_version: "2025-06-30.basil",
  created: 1_760_000_000,
  livemode: false,
  pending_webhooks: 1,
  type: "payment_intent.succeeded",
  request: { id: "req_PeerBenchmark01", idempotency_key: "c0a8f6f2-0a5a-4a44-8a3b-1d4a0a3b5c77" },
  data: {
    object: {
      id: "pi_3PeerBenchmark0000000001",
      object: "payment_intent",
      amount: 4599,
      amount_capturable: 0,
      amount_details: { tip: {} },
      amount_received: 4599,
      application: null,
      application_fee_amount: null,
      automatic_payment_methods: { allow_redirects: "always", enabled: true },
      canceled_at: null,
      cancellation_reason: null,
      capture_method: "automatic",
      confirmation_method: "automatic",
      created: 1_759_999_990,
      currency: "eur",
      customer: "cus_PeerBenchmark01",
      description: "Order 0f9f8c1e-52a7-4c3b-9a3e-6d1f2b7c8d90",
      last_payment_error: null,
      latest_charge: "ch_3PeerBenchmark0000000001",
      livemode: false,
      metadata: { orderId: "0f9f8c1e-52a7-4c3b-9a3e-6d1f2b7c8d90", channel: "web" },
      next_action: null,
      on_behalf_of: null,
      payment_method: "pm_1PeerBenchmark0000001",
      payment_method_options: { card: { installments: null, network: null, request_three_d_secure: "automatic" } },
      payment_method_types: ["card"],
      processing: null,
      receipt_email: "customer@example.test",
      setup_future_usage: null,
      shipping: {
        address: { city: "Lisboa", country: "PT", line1: "Rua de Teste 12", postal_code: "1100-001" },
        name: "Test Customer",
        phone: "+351000000000",
      },
      statement_descriptor: null,
      status: "succeeded",
      transfer_data: null,
      transfer_group: null,
    },
  },
});

export function stripeSignature(body = EVENT_BODY, { secret = WEBHOOK_SECRET, ageS = 0 } = {}) {
  const timestamp = Math.floor(Date.now() / 1000) - ageS;
  const v1 = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return `t=${timestamp},v1=${v1}`;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });

export function call(port, method, path, { headers = {}, body } = {}) {
  return new Promise((resolve, reject) => {
    const req = http.request({ host: HOST, port, method, path, headers, agent, timeout: 5000 }, (res) => {
      const chunks = [];
      res.on("data", (chunk) => chunks.push(chunk));
      res.on("end", () =>
        resolve({
          status: res.statusCode,
          headers: res.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    req.on("timeout", () => req.destroy(new Error("timed out")));
    req.on("error", reject);
    req.end(body);
  });
}

export function postOrder(port, token, body = ORDER_BODY) {
  return call(port, "POST", "/api/orders", {
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body,
  });
}

export function getOrder(port, token, id) {
  return call(port, "GET", `/api/orders/${id}`, { headers: token && { authorization: `Bearer ${token}` } });
}

export function postWebhook(port, signature, body = EVENT_BODY) {
  return call(port, "POST", "/webhooks/stripe", {
    headers: {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      ...(signature && { "stripe-signature": signature }),
    },
    body,
  });
}
