/** A scripted attack on a running API raises each shipped alert once, and a busy evening of honest guests raises none. */
import { anyone, contract, createGate, fixedClock, handle, ok, role, type SecurityEvent } from "cloche";
import { cover } from "cloche/hono";
import { bearer, keyRing, memoryRefreshStore, refreshTokens, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";
import { type Alert, alerts, DEFAULT_ALERT_RULES, metrics, observer } from "cloche/observe";
import { type LimitStore, memoryLimitStore, withOutagePolicy } from "cloche/rate-limit";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import { Hono } from "hono";
import * as client from "prom-client";
import { beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { stripeDelivery } from "./stripe-delivery.js";

const SECRET = "evening-suite-signing-secret-5f0e1c9a7b3d";
const STRIPE_SECRET = "whsec_evening-suite-stripe-secret-0123456789";
const MINUTE = 60_000;
const Item = z.object({ id: z.string() });

const menu = contract({
  method: "GET",
  path: "/menu",
  allow: anyone("the menu is public"),
  limit: "300 per minute by address",
  returns: { 200: Item },
});
const broken = contract({
  method: "GET",
  path: "/broken/{how}",
  allow: anyone("it breaks in two ways"),
  returns: { 200: Item },
});
const hook = contract({ method: "POST", path: "/hook", from: "stripe", body: Item, returns: { 200: Item } });
const guarded = ["a", "b", "c", "d"].map((name) =>
  contract({
    method: "GET",
    path: `/orders/${name}`,
    allow: role("customer"),
    limit: "20 per minute by caller",
    returns: { 200: Item },
  }),
);

const EVENING = Date.UTC(2026, 4, 1, 18);

/** The API of one evening, with everything its observer is told. */
function open() {
  const clock = fixedClock(EVENING);
  const raised: Alert[] = [];
  const measured = metrics({ client, registry: new client.Registry() });
  const alarm = alerts({ sinks: [(alert) => raised.push(alert)], requests: () => measured.requests() });
  const observe = observer({ metrics: measured, alerts: alarm });
  const keys = keyRing([secretKey({ algorithm: "HS256", secret: SECRET, keyId: "one" })]);
  const named = { issuer: "https://id.evening.test", audience: "evening" };
  const verifier = tokenVerifier({ issuers: [{ ...named, algorithms: ["HS256"], keys }], clock });
  const issuer = tokenIssuer({ ...named, keys, lifetime: "10 minutes", clock });
  const memory = memoryLimitStore();
  const state = { away: false };
  const limits: LimitStore = {
    ...memory,
    take: (asks, at) => (state.away ? Promise.reject(new Error("away")) : memory.take(asks, at)),
  };
  const store = withOutagePolicy(limits, { whenAway: "local", processes: 1, emit: observe.event, clock });
  const gate = createGate({
    who: [bearer({ verifier })],
    partners: { stripe: stripe({ secrets: STRIPE_SECRET }) },
    replay: memoryReplayStore({ clock }),
    limits: { store },
    observe,
    clock,
  });
  const app = new Hono();
  cover(app, gate, { address: (context) => context.req.header("x-test-address") }).mount([
    handle(menu, () => ok({ id: "soup" })),
    handle(broken, ({ params }) => {
      if ((params as { how: string }).how === "throws") throw new Error("the oven is out");
      return ok({ wrong: "shape" } as never);
    }),
    handle(hook, () => ok({ id: "taken" })),
    ...guarded.map((one) => handle(one, () => ok({ id: "order" }))),
  ]);
  const token = (subject: string, claims = {}) =>
    issuer.issue({ subject, claims: { role: "customer", ...claims } }).token;
  const get = (path: string, { address = "203.0.113.9", bearer: sent = "" } = {}) =>
    app.request(path, { headers: { "x-test-address": address, ...(sent && { authorization: `Bearer ${sent}` }) } });
  const deliver = (secret: string, id: string) =>
    app.request("/hook", stripeDelivery({ id }, { secret, at: clock.now() }));
  const emit = (event: Omit<SecurityEvent, "at">) => observe.event({ ...event, at: clock.now() });
  return { clock, raised, alarm, observe, token, get, deliver, emit, state };
}

type Evening = ReturnType<typeof open>;
let evening: Evening;
beforeEach(() => {
  evening = open();
});

/** What somebody does who means it, by the alert it should raise. */
const ATTACKS: Readonly<Record<string, (evening: Evening) => Promise<void>>> = {
  async forged_signatures({ deliver, clock }) {
    for (let index = 0; index < 20; index += 1) {
      expect((await deliver(`whsec_${"x".repeat(32)}`, `evt_${index}`)).status).toBe(400);
      clock.advance(500);
    }
  },
  async forged_tokens({ get, token, clock }) {
    for (let index = 0; index < 30; index += 1) {
      const [head, claims] = token(`victim-${index}`).split(".");
      expect((await get("/orders/a", { bearer: `${head}.${claims}.${"A".repeat(43)}` })).status).toBe(401);
      clock.advance(500);
    }
  },
  async refresh_reuse({ observe, clock }) {
    const tokens = refreshTokens({
      store: memoryRefreshStore(),
      secret: SECRET,
      idle: "1 day",
      absolute: "7 days",
      clock,
      emit: observe.event,
    });
    const { token } = await tokens.start({ subject: "ann" });
    await tokens.rotate(token);
    clock.advance(60_000);
    for (let index = 0; index < 3; index += 1) await tokens.rotate(token);
  },
  async credential_stuffing({ emit, clock }) {
    for (let index = 0; index < 40; index += 1) {
      emit({ name: "sign_in.failed", network: "198.51.100.0/24", subject: `account-${index}` });
      clock.advance(1000);
    }
  },
  async sign_in_failures({ emit, clock }) {
    for (let index = 0; index < 100; index += 1) {
      emit({ name: "sign_in.failed", network: `10.${index}.0.0/24`, subject: `account-${index}` });
      clock.advance(1000);
    }
  },
  async caller_at_every_limit({ get, token, clock }) {
    const sent = token("scraper");
    for (const path of ["/orders/a", "/orders/b", "/orders/c", "/orders/d"]) {
      for (let index = 0; index < 25; index += 1) await get(path, { bearer: sent });
      clock.advance(1000);
    }
  },
  async refusals_rising({ get, token, clock }) {
    for (let index = 0; index < 300; index += 1) {
      await get("/menu", { address: `192.0.2.${index % 250}` });
      const bearer = token(`customer-${index}`, index % 2 === 0 ? { role: "waiter" } : {});
      await get("/orders/a", { bearer, address: `192.0.2.${index % 250}` });
      clock.advance(1000);
    }
  },
  async store_away({ get, state, clock }) {
    state.away = true;
    for (let index = 0; index < 20; index += 1) {
      expect((await get("/menu")).status).toBe(200);
      clock.advance(100);
    }
  },
  async answers_undeclared({ get }) {
    for (let index = 0; index < 5; index += 1) expect((await get("/broken/shape")).status).toBe(500);
  },
  async requests_failing({ get, clock }) {
    for (let index = 0; index < 20; index += 1) {
      expect((await get("/broken/throws")).status).toBe(500);
      clock.advance(1000);
    }
  },
  async audit_failing({ emit }) {
    for (let index = 0; index < 3; index += 1) emit({ name: "audit.failed", subject: "file" });
  },
  async process_stalling({ emit, clock }) {
    for (let index = 0; index < 6; index += 1) {
      emit({ name: "process.stalled" });
      clock.advance(10_000);
    }
  },
  async process_failed({ emit }) {
    emit({ name: "process.failed", reason: "unhandled_rejection" });
  },
};

describe("the shipped alerts", () => {
  it("are all tried here", () => {
    expect(Object.keys(ATTACKS).sort()).toEqual(DEFAULT_ALERT_RULES.map(({ name }) => name).sort());
  });

  it.each(Object.entries(ATTACKS))("%s is raised once by its attack, and nothing else is", async (name, attack) => {
    await attack(evening);
    await evening.alarm.settled();
    expect(evening.raised.map(({ rule }) => rule)).toEqual([name]);
  });

  it("are each raised once by everything together", async () => {
    for (const attack of Object.values(ATTACKS)) await attack(evening);
    await evening.alarm.settled();
    expect(evening.raised.map(({ rule }) => rule).sort()).toEqual(Object.keys(ATTACKS).sort());
  });

  it("stay silent on a busy evening, with its typing errors, expired tokens and repeated deliveries", async () => {
    const { clock, get, token, deliver, emit, raised, alarm, observe } = evening;
    const expired = token("late guest");
    const heard = { refused: 0 };
    for (let minute = 0; minute < 150; minute += 1) {
      for (let guest = 0; guest < 5; guest += 1) {
        const address = `192.0.2.${(minute * 5 + guest) % 250}`;
        await get("/menu", { address });
        await get("/orders/a", { address, bearer: token(`guest-${minute}-${guest}`) });
      }
      expect((await deliver(STRIPE_SECRET, `evt_${minute}`)).status).toBe(200);
      if (minute % 5 === 0) await deliver(STRIPE_SECRET, `evt_${minute}`);
      if (minute % 7 === 0)
        emit({ name: "sign_in.failed", network: `198.51.${minute}.0/24`, subject: `waiter-${minute % 4}` });
      if (minute > 20) heard.refused += Number((await get("/orders/b", { bearer: expired })).status === 401);
      if (minute % 3 === 0) await get("/orders/c");
      if (minute % 4 === 0) await get("/wp-login.php");
      if (minute % 60 === 30) await deliver(`whsec_${"x".repeat(32)}`, "evt_probe");
      if (minute % 60 === 31) await get("/orders/a", { bearer: "not.a.token" });
      if (minute === 100)
        for (let index = 0; index < 30; index += 1) await get("/orders/d", { bearer: token("eager") });
      clock.advance(MINUTE);
    }
    await alarm.settled();
    expect(heard.refused).toBeGreaterThan(100);
    expect(raised).toEqual([]);
    expect(observe.dropped()).toBe(0);
  });
});
