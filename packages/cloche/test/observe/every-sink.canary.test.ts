/** Canaries through every part of a request and every way to fail; not one byte of them comes out of any sink. */
import { anyone, contract, createGate, handle, ok, Secret, signedIn } from "cloche";
import { cover } from "cloche/hono";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";
import { metrics, observer, redaction } from "cloche/observe";
import { memoryLimitStore } from "cloche/rate-limit";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import { Hono } from "hono";
import * as prometheus from "prom-client";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { everySink } from "./every-sink.js";
import { stripeDelivery } from "./stripe-delivery.js";

const REGISTERED = "k9Zq-kanarie-value_77";
const SIGNING = "every-sink-suite-signing-kanarie-5f0e1c9a7b3d";
const HOOK = "whsec_every-sink-kanarie-0123456789";
const keys = keyRing([secretKey({ algorithm: "HS256", secret: SIGNING, keyId: "k" })]);
const named = { issuer: "https://id.example", audience: "orders" };
const who = [bearer({ verifier: tokenVerifier({ issuers: [{ ...named, algorithms: ["HS256"], keys }] }) })];
const issuer = tokenIssuer({ ...named, keys, lifetime: "10 minutes" });
const { token } = issuer.issue({ subject: "u-1" });

/** What is sent, and what of it must never come out. */
const CANARIES: Readonly<Record<string, readonly [sent: string, telling: string]>> = {
  "a registered secret": [REGISTERED, "kanarie"],
  "a password": ["two words kanarie", "kanarie"],
  "a token of ours": [token, token.slice(token.lastIndexOf(".") + 1)],
  "a partner's key": ["sk_live_51HkanarieABCDEF0123", "kanarie"],
  "a telephone number": ["+491705550199", "5550199"],
  "a mail address": ["first.kanarie@mail.example.com", "kanarie"],
  "a card number": ["4111111111111111", "41111111"],
};

const Body = z.object({ password: z.string().max(400), note: z.string().max(400) });
const returns = { 200: z.object({ id: z.string().max(2) }) };
const query = z.object({ page: z.coerce.number().optional() });
const order = { method: "POST", path: "/orders/{id}", allow: signedIn(), body: Body, query, returns } as const;
const place = contract({ ...order, limit: "500 per minute by caller" });
const broken = contract({ ...order, path: "/broken/{id}" });
const wrong = contract({ ...order, path: "/wrong/{id}" });
const scarce = contract({
  method: "GET",
  path: "/scarce",
  allow: anyone("all"),
  limit: "1 per hour by address",
  returns,
});
const hook = contract({ method: "POST", path: "/hook", from: "stripe", body: z.object({ id: z.string() }), returns });

function open() {
  const secrets = [REGISTERED, SIGNING, HOOK].map((secret, at) => new Secret(secret, `SECRET_${at}`));
  const sinks = everySink(redaction({ secrets }));
  const gate = createGate({
    who,
    partners: { stripe: stripe({ secrets: HOOK }) },
    replay: memoryReplayStore(),
    limits: { store: memoryLimitStore() },
    observe: sinks.observe,
    audit: sinks.trail,
  });
  const app = new Hono();
  cover(app, gate, { address: () => "203.0.113.9" }).mount([
    handle(place, () => ok({ id: "1" })),
    handle(broken, ({ body }) => {
      const { password, note } = body;
      throw Object.assign(new Error(`could not store ${JSON.stringify({ password })}`), { config: { data: note } });
    }),
    handle(wrong, ({ body }) => ok({ id: body.note } as never)),
    handle(scarce, () => ok({ id: "1" })),
    handle(hook, () => ok({ id: "1" })),
  ]);
  return { app, sinks };
}

const HEADERS = [
  "authorization",
  "cookie",
  "x-request-id",
  "traceparent",
  "tracestate",
  "x-forwarded-for",
  "user-agent",
  "referer",
  "origin",
  "content-type",
  "idempotency-key",
  "x-anything",
];

/** Every request that carries the canary, by how it ought to end. */
function requests(canary: string): readonly (readonly [path: string, init: RequestInit])[] {
  const json = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const post = (body: unknown, headers: Record<string, string> = json): RequestInit => ({
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  const full = { password: canary, note: canary };
  const text = encodeURIComponent(canary);
  return [
    [`/orders/${text}`, post(full)],
    [`/orders/7?page=${text}`, post(full)],
    [`/orders/7?${text}=1`, post(full)],
    [`/${text}`, {}],
    [`/orders/${text}`, { method: "DELETE" }],
    ["/orders/7", post({ ...full, [canary]: 1 })],
    ["/orders/7", post({ password: [canary], note: { canary } })],
    ["/orders/7", post(`{"password":"${canary}`)],
    ["/orders/7", post({ ...full, note: canary.repeat(99) })],
    ["/orders/7", post(full, { ...json, authorization: `Bearer ${canary}` })],
    ["/orders/7", post(full, { ...json, authorization: `Basic ${Buffer.from(`u:${canary}`).toString("base64")}` })],
    [`/broken/${text}`, post(full)],
    [`/wrong/${text}`, post(full)],
    ["/hook", { ...stripeDelivery({ id: canary }, { secret: canary, at: Date.now() }) }],
    ["/hook", { ...stripeDelivery({ id: canary }, { secret: HOOK, at: Date.now() }) }],
    ["/hook", post(full, { "content-type": "application/json", "stripe-signature": canary })],
    ["/scarce", { headers: { "x-anything": canary } }],
    ...HEADERS.flatMap((name) => [
      ["/orders/7", post(full, { ...json, [name]: canary })] as const,
      ["/orders/7", post(full, { ...json, [`x-${text.replaceAll("%", "")}`]: "1" })] as const,
    ]),
  ];
}

describe("every sink at once", () => {
  it.each(Object.entries(CANARIES))("lets out nothing of %s", async (_what, [canary, telling]) => {
    const { app, sinks } = open();
    const statuses = new Set<number>();
    for (const [path, init] of requests(canary)) statuses.add((await app.request(path, init)).status);
    for (let count = 0; count < 2; count += 1) statuses.add((await app.request("/scarce")).status);
    sinks.observe.failure(new Error("outer", { cause: new Error(JSON.stringify({ password: canary })) }));
    const written = await sinks.written();
    // Every way to end was taken, and every sink has something to say.
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 404, 405, 429, 500]));
    for (const [sink, text] of Object.entries(written)) {
      expect(text.length, sink).toBeGreaterThan(20);
      for (const secret of [telling, encodeURIComponent(telling), SIGNING, HOOK, token]) {
        expect(text.includes(secret), `${secret} in ${sink}: ${around(text, secret)}`).toBe(false);
      }
    }
    expect(sinks.observe.dropped()).toBe(0);
  });
});

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return at === -1 ? "" : text.slice(Math.max(0, at - 80), at + 80);
}

describe("a hundred thousand callers and paths", () => {
  const CALLERS = 100_000;
  const THROUGH_THE_GATE = 1_000;

  it("make no more time series than there are routes, reasons and events", async () => {
    const measured = metrics({ client: prometheus, registry: new prometheus.Registry(), steps: true });
    const observe = observer({ metrics: measured });
    const app = new Hono();
    const gate = createGate({ who, observe });
    cover(app, gate, { address: (context) => context.req.header("x-test-address") }).mount([
      handle(broken, () => ok({ id: "1" })),
    ]);
    for (let at = 0; at < THROUGH_THE_GATE; at += 1) {
      const headers = { "x-test-address": `198.51.${at >> 8}.${at & 255}`, authorization: `Bearer ${at}` };
      await app.request(`/broken/${at}?q=${at}`, { method: "POST", headers });
      await app.request(`/nowhere/${at}`, { headers });
    }
    const before = seriesOf(await measured.text());
    const record = { at: 0, method: "GET", route: "unmatched", status: 404, durationMilliseconds: 1 } as const;
    for (let at = 0; at < CALLERS; at += 1) {
      const caller = {
        requestId: `request-${at}`,
        callerId: `caller-${at}`,
        network: `10.${at >> 8}.${at & 255}.0/24`,
      };
      measured.request({ ...record, ...caller, outcome: "refused", reason: "route_unknown" });
      measured.event({ name: "sign_in.failed", at, reason: "password_wrong", subject: `subject-${at}`, ...caller });
    }
    const text = await measured.text();
    expect(text).toContain(
      `cloche_requests_total{method="GET",route="unmatched",status="404"} ${CALLERS + THROUGH_THE_GATE}`,
    );
    expect(before).toBeLessThan(200);
    // The event's series, and no other.
    expect(seriesOf(text) - before).toBeLessThanOrEqual(1);
    expect(observe.dropped()).toBe(0);
  });
});

const seriesOf = (text: string): number => text.split("\n").filter((line) => line.startsWith("cloche_")).length;
