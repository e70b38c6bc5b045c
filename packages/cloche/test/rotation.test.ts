/** Secrets rotate under load: no request fails while two versions overlap, and what was taken away ends at once. */
import { setTimeout as pause } from "node:timers/promises";
import {
  anyone,
  contract,
  createGate,
  fixedClock,
  handle,
  ok,
  type Secret,
  type SecurityEvent,
  signedIn,
} from "cloche";
import { cover, lidOptions } from "cloche/fastify";
import { bearer, keyRing, type RingKeys, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";
import { redaction } from "cloche/observe";
import { type AsyncSource, configuration, type LabelledSecrets, rotating, secret } from "cloche/secrets";
import { memoryReplayStore, signStripe, stripe } from "cloche/webhooks";
import Fastify from "fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import { z } from "zod";

const NAMES = { issuer: "https://id.rotation.test", audience: "rotation" };
const HOUR = 3_600_000;
const text = (number: number) => `q7Vz2Kp9Xw4Rm8Tn1Lc6Hj3Fd5Gs0Ba-${number}-Ye${(number * 7919).toString(36)}`;
const hookText = (number: number) => `whsec_${text(number + 500)}`;

const readOrders = contract({
  method: "GET",
  path: "/orders",
  allow: signedIn(),
  returns: { 200: z.object({ caller: z.string() }) },
});
const signIn = contract({
  method: "POST",
  path: "/sign-in",
  allow: anyone("it gives tokens"),
  returns: { 200: z.object({ token: z.string() }) },
});
const hook = contract({
  method: "POST",
  path: "/hook",
  from: "stripe",
  body: z.object({ id: z.string() }),
  returns: { 200: z.object({ received: z.boolean() }) },
});

/** A manager whose secrets can be rotated, taken away or made unreachable. */
function manager() {
  const held = { number: 1, before: undefined as number | false | undefined, away: false };
  const source: AsyncSource = {
    name: "manager",
    async read(name) {
      await pause(1);
      if (held.away) throw new Error(`away, and the secret is ${text(held.number)}`);
      if (!["JWT_SECRET", "HOOK_SECRET"].includes(name)) return undefined;
      const of = name === "JWT_SECRET" ? text : hookText;
      const value = of(held.number);
      const version = String(held.number);
      const found = { value, version, provenance: `manager, version ${version}` };
      if (held.before === undefined) return found;
      return { ...found, previous: held.before === false ? false : { value: of(held.before) } };
    },
  };
  return { held, source };
}

const keysOf = ([newest, ...older]: LabelledSecrets): RingKeys => {
  const key = (one: Secret) => secretKey({ algorithm: "HS256", secret: one });
  return [key(newest.secret), ...older.map((one) => key(one.secret))];
};

async function setUp(lead?: string) {
  const { held, source } = manager();
  const clock = fixedClock(Date.now());
  const events: SecurityEvent[] = [];
  const hide = redaction();
  const windows = { overlap: "1 hour", ...(lead === undefined ? {} : { lead }) };
  const settings = {
    JWT_SECRET: rotating(secret({ describe: "Signs access tokens." }), windows),
    HOOK_SECRET: rotating(secret({ describe: "Proves payments." }), windows),
  };
  const loaded = await configuration({ settings, sources: [source], production: true, clock }).loadAsync();
  const { JWT_SECRET, HOOK_SECRET } = loaded.values;
  const ring = keyRing(keysOf(JWT_SECRET.all()));
  JWT_SECRET.onChange((versions) => ring.replace(keysOf(versions)));
  const watching = loaded.watch({ every: "1 hour", emit: (event) => events.push(event), redact: hide.add });
  onTestFinished(() => watching.stop());
  const issuer = tokenIssuer({ ...NAMES, keys: ring, lifetime: "2 hours" });
  const verifier = tokenVerifier({ issuers: [{ ...NAMES, algorithms: ["HS256"], keys: ring }] });
  const gate = createGate({
    who: [bearer({ verifier })],
    partners: { stripe: stripe({ secrets: () => HOOK_SECRET.all() }) },
    replay: memoryReplayStore(),
  });
  const app = Fastify({ ...lidOptions(gate), forceCloseConnections: true });
  cover(app, gate).mount([
    handle(readOrders, ({ caller }) => ok({ caller: caller.id })),
    handle(signIn, () => ok({ token: issuer.issue({ subject: "guest-1" }).token })),
    handle(hook, () => ok({ received: true })),
  ]);
  const base = await app.listen({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => app.close());
  return { held, clock, events, hide, watching, jwt: JWT_SECRET, ...client(base) };
}

function client(base: string) {
  let deliveries = 0;
  return {
    token: async () => {
      const answer = await fetch(`${base}/sign-in`, { method: "POST" });
      return ((await answer.json()) as { token: string }).token;
    },
    orders: async (token: string) => {
      const answer = await fetch(`${base}/orders`, { headers: { authorization: `Bearer ${token}` } });
      await answer.arrayBuffer();
      return answer.status;
    },
    deliver: async (signedWith: string) => {
      deliveries += 1;
      const body = JSON.stringify({ id: `evt_${deliveries}` });
      const headers = { "content-type": "application/json", ...signStripe({ body, secret: signedWith }) };
      const answer = await fetch(`${base}/hook`, { method: "POST", body, headers });
      await answer.arrayBuffer();
      return answer.status;
    },
  };
}

describe("rotation under load", () => {
  it("fails no request", async () => {
    const { held, watching, jwt, token, orders, deliver } = await setUp();
    const statuses = new Map<number, number>();
    const count = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const load = { running: true, known: 1 };
    const worker = async () => {
      let mine = await token();
      for (let turn = 0; load.running; turn += 1) {
        count(await orders(mine));
        count(await deliver(hookText(load.known)));
        if (turn % 3 === 2) mine = await token();
      }
    };
    const workers = Array.from({ length: 6 }, worker);
    for (let number = 2; number <= 8; number += 1) {
      while ((statuses.get(200) ?? 0) < number * 20) await pause(2);
      held.number = number;
      held.before = number - 1;
      await watching.refresh();
      // The partner signs with its new secret once that is known here, as its own overlap sees to.
      load.known = number;
    }
    load.running = false;
    await Promise.all(workers);
    expect([...statuses.keys()]).toEqual([200]);
    expect(jwt.current().reveal()).toBe(text(8));
  });

  it("accepts tokens and deliveries of both versions while they overlap, and of the new one alone after it", async () => {
    const { held, clock, watching, token, orders, deliver } = await setUp();
    const old = await token();
    Object.assign(held, { number: 2, before: 1 });
    await watching.refresh();
    const fresh = await token();
    expect([await orders(old), await orders(fresh)]).toEqual([200, 200]);
    expect([await deliver(hookText(1)), await deliver(hookText(2))]).toEqual([200, 200]);
    clock.advance(HOUR);
    await watching.refresh();
    expect([await orders(old), await orders(fresh)]).toEqual([401, 200]);
    expect([await deliver(hookText(1)), await deliver(hookText(2))]).toEqual([400, 200]);
  });

  it("keeps what was read before where the place tells of no version before", async () => {
    const { held, watching, token, orders, deliver } = await setUp();
    const old = await token();
    held.number = 2;
    await watching.refresh();
    expect([await orders(old), await deliver(hookText(1)), await deliver(hookText(2))]).toEqual([200, 200, 200]);
  });

  it("ends a stolen version at once, cached tokens included", async () => {
    const { held, watching, token, orders, deliver } = await setUp();
    const stolen = await token();
    expect([await orders(stolen), await orders(stolen)]).toEqual([200, 200]);
    Object.assign(held, { number: 2, before: false });
    await watching.refresh();
    expect([await orders(stolen), await orders(await token())]).toEqual([401, 200]);
    expect([await deliver(hookText(1)), await deliver(hookText(2))]).toEqual([400, 200]);
  });

  it("verifies with a new version at once and signs with it only after its lead", async () => {
    const { held, clock, watching, jwt, token, orders } = await setUp("2 minutes");
    Object.assign(held, { number: 2, before: 1 });
    await watching.refresh();
    expect(jwt.current().reveal()).toBe(text(1));
    const signedElsewhere = tokenIssuer({
      ...NAMES,
      keys: keyRing([secretKey({ algorithm: "HS256", secret: text(2) })]),
      lifetime: "1 hour",
    }).issue({ subject: "guest-2" }).token;
    expect([await orders(await token()), await orders(signedElsewhere)]).toEqual([200, 200]);
    clock.advance(120_000);
    await watching.refresh();
    expect(jwt.current().reveal()).toBe(text(2));
    expect([await orders(await token()), await orders(signedElsewhere)]).toEqual([200, 200]);
  });

  it("serves on with the last good version while the manager is away, and tells so", async () => {
    const { held, watching, events, token, orders, deliver } = await setUp();
    const before = await token();
    Object.assign(held, { number: 2, away: true });
    await watching.refresh();
    await watching.refresh();
    expect([await orders(before), await deliver(hookText(1))]).toEqual([200, 200]);
    held.away = false;
    await watching.refresh();
    expect(await deliver(hookText(2))).toBe(200);
    expect(events.map(({ name, subject }) => `${name} ${subject ?? ""}`)).toEqual([
      "store.away secrets",
      "secret.rotated JWT_SECRET",
      "secret.rotated HOOK_SECRET",
      "store.back secrets",
    ]);
  });

  it("hides a new version from the log before anything uses it", async () => {
    const { held, hide, watching } = await setUp();
    expect(hide.text(`it is ${text(1)} and ${text(2)}`)).toContain(text(2));
    held.number = 2;
    await watching.refresh();
    const line = hide.text(`it is ${text(1)} and ${text(2)}`);
    expect(line).not.toContain(text(1));
    expect(line).not.toContain(text(2));
  });
});
