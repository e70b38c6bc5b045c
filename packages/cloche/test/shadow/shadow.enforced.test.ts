/** A layer in shadow tells what it would have refused and lets it pass; every other layer goes on refusing. */
import {
  anyone,
  type CallerSource,
  type Contract,
  type ContractSpec,
  contract,
  createGate,
  type GateOptions,
  isRefusal,
  owner,
  refuse,
  role,
  type SecurityEvent,
  signedIn,
} from "cloche";
import { cover } from "cloche/hono";
import { memoryLimitStore } from "cloche/rate-limit";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const anything = z.unknown().optional();
const returns = { 200: z.object({ caller: z.string(), body: anything, params: anything, query: anything }) };

/** Takes the caller's name and role from a cookie, as a session would: `ann.chef`. */
const session: CallerSource = {
  name: "session",
  ambient: true,
  scheme: { type: "apiKey", in: "cookie", name: "s" },
  missing: refuse("unauthenticated"),
  identify(head) {
    const [id = "", named = ""] = (head.header("cookie")?.slice(2) ?? "").split(".");
    if (id === "") return undefined;
    if (id === "forged") return refuse("token_invalid", { reason: "token_forged" });
    return { id, roles: [named], scopes: [], via: "session", claims: {} };
  },
};

interface Asked {
  readonly status: number;
  readonly answer: unknown;
  readonly told: readonly string[];
}

type Ask = (path: string, init?: RequestInit) => Promise<Asked>;

function api(spec: object, options: Partial<GateOptions> = {}): Ask {
  const events: SecurityEvent[] = [];
  const gate = createGate({
    who: [session],
    limits: { store: memoryLimitStore() },
    owners: { order: ({ id, caller }) => id === caller.id },
    observe: { dropped: () => 0, request() {}, failure() {}, event: (event) => void events.push(event) },
    ...options,
  });
  const made = contract({ returns, method: "POST", path: "/a/{id}", ...spec } as unknown as ContractSpec);
  const app = new Hono();
  const { guard } = cover(app, gate);
  app.on(made.method, "/a/:id", guard(made), (c) => {
    const { caller, body, params, query } = c.var.visit as unknown as Record<string, { id: string } | undefined>;
    return c.json({ caller: caller?.id ?? "nobody", body, params, query });
  });
  return async (path, init) => {
    const from = events.length;
    const response = await app.request(path, { method: made.method, ...init });
    const told = events.slice(from).filter(({ name }) => name !== "start.warned");
    return {
      status: response.status,
      answer: await response.json(),
      told: told.map(({ name, reason, subject }) => `${name} ${reason} ${subject ?? ""}`.trim()),
    };
  };
}

const ann = { cookie: "s=ann.chef", "sec-fetch-site": "same-origin" };
const json = (value: unknown, headers: object = ann): RequestInit => ({
  body: typeof value === "string" ? value : JSON.stringify(value),
  headers: { "content-type": "application/json", ...headers },
});

describe("a layer in shadow", () => {
  it("credential: lets in a request without one, or with a forged one, as nobody", async () => {
    const ask = api({ allow: role("chef"), shadow: ["credential"] });
    expect(await ask("/a/1")).toMatchObject({
      status: 200,
      answer: { caller: "nobody" },
      told: ["route.shadow_refusal credential_missing credential"],
    });
    const forged = await ask("/a/1", { headers: { cookie: "s=forged.x" } });
    expect(forged).toMatchObject({ status: 200, answer: { caller: "nobody" } });
    expect(forged.told).toEqual(["route.shadow_refusal token_forged credential"]);
    // The rule is another layer: who is known must still pass it.
    expect((await ask("/a/1", { headers: { ...ann, cookie: "s=bob.guest" } })).status).toBe(403);
  });

  it("rule: lets in a caller of another role, by name", async () => {
    const ask = api({ allow: role("manager"), shadow: ["rule"] });
    const answered = await ask("/a/1", { headers: ann });
    expect(answered).toMatchObject({ status: 200, answer: { caller: "ann" } });
    expect(answered.told).toEqual(["route.shadow_refusal role_missing rule"]);
    expect((await ask("/a/1")).status).toBe(401);
  });

  it("csrf: lets in what another site sent, and judges its caller", async () => {
    const ask = api({ allow: role("chef"), shadow: ["csrf"] });
    const crossing = { headers: { ...ann, "sec-fetch-site": "cross-site" } };
    const answered = await ask("/a/1", crossing);
    expect(answered).toMatchObject({ status: 200, answer: { caller: "ann" } });
    expect(answered.told).toEqual([expect.stringMatching(/^route\.shadow_refusal \w+ csrf$/)]);
    const guest = { ...crossing.headers, cookie: "s=bob.guest" };
    expect((await ask("/a/1", { headers: guest })).status).toBe(403);
    const open = api({ allow: anyone("x"), cookies: z.object({ s: z.string() }), shadow: ["csrf"] });
    expect(await open("/a/1", crossing)).toMatchObject({ status: 200 });
  });

  it("input: hands over what was read and does not fit, part by part", async () => {
    const ask = api({
      allow: signedIn(),
      params: z.object({ id: z.coerce.number() }),
      query: z.object({ page: z.coerce.number() }),
      headers: z.object({ "x-table": z.coerce.number() }),
      body: z.object({ quantity: z.int() }),
      shadow: ["input"],
    });
    const answered = await ask("/a/x?page=two&more=1", json({ quantity: "2", extra: true }));
    expect(answered).toMatchObject({ status: 200 });
    expect(answered.answer).toEqual({
      caller: "ann",
      params: { id: "x" },
      query: { page: "two", more: "1" },
      body: { quantity: "2", extra: true },
    });
    expect(answered.told).toEqual(Array(4).fill("route.shadow_refusal validation_failed input"));
    expect(JSON.stringify(answered.told)).not.toMatch(/extra|more/);
  });

  it("input: reads what fits as ever, and refuses what cannot be read at all", async () => {
    const ask = api({
      allow: signedIn(),
      body: z.object({ quantity: z.int() }),
      maxBodyBytes: 64,
      shadow: ["input"],
    });
    expect((await ask("/a/1", json({ quantity: 2 }))).told).toEqual([]);
    expect((await ask("/a/1", json('{"quantity":'))).status).toBe(400);
    expect((await ask("/a/1", json({ quantity: "x".repeat(100) }))).status).toBe(413);
    expect((await ask("/a/1", { ...json("a"), headers: { ...ann, "content-type": "text/plain" } })).status).toBe(415);
    expect((await ask("/a/1", json({ quantity: 2 }, {}))).status).toBe(401);
  });

  it("limit: counts, tells and refuses nobody, at every stage", async () => {
    const limit = ["1 per minute by address", "1 per minute by caller"];
    const ask = api({ allow: signedIn(), limit, shadow: ["limit"] });
    expect((await ask("/a/1", { headers: ann })).told).toEqual([]);
    const again = await ask("/a/1", { headers: ann });
    expect(again.status).toBe(200);
    expect(again.told).toEqual([
      "route.shadow_refusal quota_exceeded post-a-id",
      "route.shadow_refusal quota_exceeded post-a-id-2",
    ]);
  });

  it("owner: lets in who does not own the object", async () => {
    const ask = api({ allow: owner("order", "id"), shadow: ["owner"] });
    const answered = await ask("/a/bob", { headers: ann });
    expect(answered).toMatchObject({ status: 200, answer: { caller: "ann" } });
    expect(answered.told).toEqual(["route.shadow_refusal not_owner owner"]);
    expect((await ask("/a/ann", { headers: ann })).told).toEqual([]);
    expect((await ask("/a/ann")).status).toBe(401);
  });

  it("of the gate holds on every route, and leaves the others to the contract", async () => {
    const ask = api({ allow: role("manager") }, { shadow: ["rule", "limit", "csrf"] });
    expect((await ask("/a/1", { headers: ann })).status).toBe(200);
    expect((await ask("/a/1")).status).toBe(401);
  });
});

describe("without shadow", () => {
  it("everything is refused, and nothing told as watched", async () => {
    const ask = api({ allow: role("manager"), body: z.object({}), limit: "5 per minute by address" });
    const answers = [await ask("/a/1"), await ask("/a/1", { headers: ann })];
    expect(answers.map(({ status }) => status)).toEqual([401, 403]);
    expect(answers.flatMap(({ told }) => told).join()).not.toContain("shadow");
  });
});

describe("what cannot be in shadow stops the start", () => {
  const partners = { stripe: stripe({ secrets: `whsec_${Buffer.alloc(32, 7).toString("base64")}` }) };
  const gate = { who: [session], partners, replay: memoryReplayStore(), owners: { order: () => true } };
  const start = (spec: object, options: Partial<GateOptions> = {}) => {
    const limits = { store: memoryLimitStore() };
    const made = contract({ method: "POST", path: "/a/{id}", returns, ...spec } as unknown as ContractSpec);
    return createGate({ ...gate, limits, ...options } as GateOptions).route(made as Contract);
  };

  it.each<[string, object, Partial<GateOptions>]>([
    ["a partner's signature", { from: "stripe", shadow: ["credential"] }, {}],
    ["a signature by that name", { from: "stripe", shadow: ["signature"] }, {}],
    ["a credential nobody asks for", { allow: anyone("x"), shadow: ["credential"] }, {}],
    ["a layer nobody knows", { allow: signedIn(), shadow: ["headers"] }, {}],
    ["a text", { allow: signedIn(), shadow: "rule" }, {}],
    ["an owner without a caller", { allow: owner("order", "id"), shadow: ["credential"] }, {}],
    ["a rule before its owner", { allow: owner("order", "id"), shadow: ["rule"] }, {}],
    ["a rule of the gate before an owner", { allow: owner("order", "id") }, { shadow: ["rule"] }],
    ["callers that share a counter", { allow: signedIn(), shadow: ["credential"], limit: "1 per day by caller" }, {}],
    ["a credential of the whole gate", { allow: signedIn() }, { shadow: ["credential"] } as never],
  ])("%s", (_what, spec, options) => {
    expect(() => start(spec, options)).toThrow(/contract_contradiction|option_invalid/);
  });

  it("but a partner's input and limit may, and the gate's layers that a partner does not have are passed over", () => {
    const spec = { from: "stripe", shadow: ["input", "limit"], body: z.object({}), limit: "1 per day by address" };
    expect(() => start(spec, { shadow: ["rule", "csrf"] })).not.toThrow();
  });
});

it("a handler behind input or credentials in shadow is told so by its types", () => {
  const spec = { method: "POST", path: "/a", allow: signedIn(), body: z.object({ a: z.int() }), returns } as const;
  type Seen<C> = C extends Contract<infer Spec> ? import("cloche").Visit<Spec> : never;
  const strict = contract(spec);
  const watched = contract({ ...spec, shadow: ["input", "credential"] });
  const body: Seen<typeof strict>["body"] = { a: 1 };
  const raw: Seen<typeof watched>["body"] = "anything";
  const nobody: Seen<typeof watched>["caller"] = undefined;
  // @ts-expect-error a caller that is asked for is there
  const missing: Seen<typeof strict>["caller"] = undefined;
  expect([body, raw, nobody, missing].map(isRefusal)).toEqual([false, false, false, false]);
});
