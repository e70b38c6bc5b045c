/** Every contradiction between layers is found where it is, stops the start where it opens a door, and is explained. */
import { readFileSync } from "node:fs";
import {
  anyone,
  bytes,
  type CallerSource,
  ConfigError,
  type Contract,
  type ContractSpec,
  type ContradictionCode,
  contract,
  contradictions,
  createGate,
  eventStream,
  type GateOptions,
  memoryIdempotencyStore,
  nothing,
  problems,
  refuse,
  role,
  type SecurityEvent,
  type Surroundings,
  signedIn,
  stepUp,
} from "cloche";
import { cors, cover } from "cloche/headers";
import { memoryLimitStore, proxies } from "cloche/rate-limit";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CONTRADICTIONS } from "../../src/kernel/index.js";

const returns = { 200: z.object({ ok: z.boolean() }) };
const base = { method: "GET", path: "/a", allow: signedIn(), returns };
const made = (change: object): Contract => contract({ ...base, ...change } as unknown as ContractSpec) as Contract;

const source = (scheme: CallerSource["scheme"], ambient: boolean): CallerSource => ({
  name: "session",
  ambient,
  scheme,
  missing: refuse("unauthenticated"),
  identify: () => undefined,
});
const cookie = { type: "apiKey", in: "cookie", name: "s" };
const partners = { stripe: stripe({ secrets: `whsec_${Buffer.alloc(32, 7).toString("base64")}` }) };
const hook = { method: "POST", path: "/hook", allow: undefined, from: "stripe", body: z.object({ id: z.string() }) };
const open = { method: "POST", path: "/open", allow: anyone("it is tried") };
const limits = { store: memoryLimitStore(), defaults: { "/": "9 per minute by address" } };
const origins = cors({ origins: ["https://shop.example"], methods: ["POST"] });
const page = { returns: { 200: bytes("text/html; charset=utf-8") } };
const bare = cover({ preset: "page", contentSecurityPolicy: false });
const shared = { take: () => [] };

const keyed = { ...source({ type: "apiKey", in: "header", name: "x-api-key" }, false), tellsSignIn: false as const };
const named = (name: string): CallerSource => ({ ...source({ type: "http", scheme: "bearer" }, false), name });
const fresh = { allow: stepUp({ maxAge: "5 minutes" }) };
const byAddress = { limit: "9 per minute by address" };
const failing = { limit: { quota: 9, window: "1 minute", by: "address", whenAway: "allow" } };
const csrf = { refusal: () => undefined };

type Case = readonly [what: string, contracts: readonly object[], options: GateOptions, where?: Surroundings];

const FOUND: readonly (readonly [ContradictionCode, ...Case])[] = [
  ["cookie_unchecked", "a cookie that is not ambient", [{}], { who: [source(cookie, false)] }],
  ["cookie_unchecked", "Basic", [{}], { who: [source({ type: "http", scheme: "Basic" }, false)] }],
  ["cookie_unchecked", "a client certificate", [{}], { who: [source({ type: "mutualTLS" }, false)] }],
  ["path_doubled", "parameters of two names", [{ path: "/a/{id}" }, { path: "/a/{key}" }], {}],
  ["path_doubled", "upper and lower case", [{ path: "/a/b" }, { path: "/a/B" }], {}],
  ["path_overlapping", "a literal and a parameter", [{ path: "/a/new" }, { path: "/a/{id}", allow: role("x") }], {}],
  ["partner_format", "a form from a partner of JSON", [{ ...hook, accepts: ["form"] }], { partners }],
  ["webhook_under_cors", "a webhook under CORS", [hook], { partners, cors: origins }],
  ["page_uncovered", "a page under the cover of data", [page], {}],
  ["page_uncovered", "a page under a cover without a policy", [{ ...page, cover: "bare" }], { covers: { bare } }],
  ["body_impossible", "a body on 204", [{ returns: { 204: returns[200] } }], {}],
  ["problem_taken", "a refusal's code elsewhere", [{ returns: { 409: problems({ rate_limited: "No." }) } }], {}],
  ["stream_repeated", "a stream by key", [{ method: "POST", idempotent: true, returns: { 200: eventStream() } }], {}],
  ["credential_in_query", "a token", [{ query: z.object({ access_token: z.string() }) }], {}],
  ["credential_in_query", "a password", [{ query: z.object({ Password: z.string() }) }], {}],
  ["origin_in_clear", "http:", [], { origins: ["http://shop.example"] }],
  ["memory_shared", "counters", [], { limits: { store: memoryLimitStore() } }, { processes: 2 }],
  ["open_unlimited", "an open POST", [open], {}],
  ["partner_idle", "a partner nobody names", [{}], { partners }],
  ["source_doubled", "two sources of one name", [{}], { who: [named("a"), named("a")] }],
  ["proxy_unnamed", "nothing said behind a platform's proxy", [], {}, { proxied: true }],
  ["proxy_unnamed", "nobody trusted behind it", [], { proxies: proxies("none") }, { proxied: true }],
  ["proxies_unsaid", "a count by address", [byAddress], { limits }, { production: true }],
  ["step_up_untold", "a fresh sign-in of an API key", [fresh], { who: [keyed] }],
  [
    "step_up_untold",
    "one that only the key may give",
    [{ ...fresh, via: ["k"] }],
    { who: [named("b"), { ...keyed, name: "k" }] },
  ],
  ["partner_keyless", "a key of a partner", [{ ...hook, idempotent: "required" }], { partners }],
  [
    "open_repeated",
    "a key of a guest",
    [{ ...open, idempotent: true }],
    { limits, idempotency: memoryIdempotencyStore() },
  ],
  ["outage_opens", "an open POST that an outage frees", [{ ...open, ...failing }], { limits }],
  ["shadow_left", "a contract that is fitted", [{ shadow: ["rule"] }], {}],
  ["shadow_left", "a gate that is fitted", [{}], { shadow: ["csrf"] }],
  ["csrf_idle", "a proof that nobody needs", [{}], { csrf, who: [named("b")] }],
  [
    "default_idle",
    "a default for another path",
    [{}],
    { limits: { ...limits, defaults: { "/api/": "9 per minute by address" } } },
  ],
];

const NOT_FOUND: readonly Case[] = [
  ["a cookie that is checked", [{}], { who: [source(cookie, true)] }],
  ["a bearer token", [{}], { who: [source({ type: "http", scheme: "bearer" }, false)] }],
  ["a key in a header", [{}], { who: [source({ type: "apiKey", in: "header", name: "x" }, false)] }],
  ["two methods of one path", [{}, { method: "DELETE" }], {}],
  ["paths of two lengths", [{ path: "/a/{id}" }, { path: "/a/{id}/b" }], {}],
  [
    "an overlap of two open routes",
    [
      { path: "/a/new", allow: anyone("x") },
      { path: "/a/{id}", allow: anyone("y") },
    ],
    {},
  ],
  ["a partner's own format", [{ ...hook, accepts: ["json"] }], { partners }],
  ["a page under its cover", [{ ...page, cover: "page" }], {}],
  ["204 with nothing", [{ returns: { 204: nothing() } }], {}],
  ["a refusal's code under its status", [{ returns: { 409: problems({ idempotency_running: "Wait." }) } }], {}],
  ["a query of plain words", [{ query: z.object({ passage: z.string(), tokens: z.string() }) }], {}],
  ["https: and this machine", [], { origins: ["https://shop.example", "http://localhost:5173", "http://[::1]"] }],
  ["memory in one process", [], { limits, idempotency: memoryIdempotencyStore() }, { processes: 1 }],
  ["a shared store", [], { limits: { store: shared as never } }, { processes: 2 }],
  ["duties of the handlers", [hook], { partners, replay: { byHandlers: "the inbox" } }, { processes: 2 }],
  [
    "a guest's key that the handlers keep",
    [{ ...open, idempotent: true }],
    { limits, idempotency: { byHandlers: "in the order's transaction" } },
  ],
  ["named proxies behind a platform's", [], { proxies: proxies({ hops: 1 }) }, { proxied: true }],
  ["nobody in front, as was said", [byAddress], { limits, proxies: proxies("none") }, { production: true }],
  [
    "a count by caller",
    [{ limit: "9 per minute by caller" }],
    { limits: { store: limits.store } },
    { production: true },
  ],
  ["a fresh sign-in that one of two can tell", [fresh], { who: [keyed, named("b")] }],
  ["a proof that a cookie needs", [{}], { csrf, who: [source(cookie, true)] }],
  [
    "a default for the contract's path",
    [{ path: "/api/a" }],
    { limits: { ...limits, defaults: { "/api/": "9 per minute by address" } } },
  ],
  ["an open POST with a default limit", [open], { limits }],
];

const codes = ([, specs, options, where = {}]: Case): readonly string[] =>
  contradictions(specs.map(made), options, { processes: 1, production: false, proxied: false, ...where }).map(
    ({ code }) => code,
  );

describe("found", () => {
  it.each(FOUND.map(([code, ...one]) => ({ code, what: one[0], one })))("$code: $what", ({ code, one }) => {
    expect(codes(one)).toEqual([code]);
  });

  it("every code of the table but those that only the process or a framework tells", () => {
    // What stands before a route, Express alone can tell; `sealed.test.ts` tries it there.
    const elsewhere = ["memory_perhaps_shared", "webhook_parsed"];
    const tried = new Set([...FOUND.map(([code]) => code), ...elsewhere]);
    expect([...tried].sort()).toEqual(Object.keys(CONTRADICTIONS).sort());
  });
});

/** Starts what a gate starts: its options, each contract, and the end of the set-up. */
function started([, specs, options, where = {}]: Case): {
  readonly fault?: ConfigError;
  readonly told: readonly string[];
} {
  const told: string[] = [];
  const observe = {
    request() {},
    failure() {},
    event: (event: SecurityEvent) => void told.push(`${event.name} ${event.reason}`),
  };
  const surroundings = { processes: 1, production: false, proxied: false, ...where };
  // What a contract of the table needs beside what is tried.
  const needed = {
    who: [named("a")],
    limits: { store: shared },
    replay: { byHandlers: "x" },
    idempotency: { byHandlers: "x" },
    observe,
  };
  try {
    const gate = createGate({ ...needed, ...options, surroundings } as GateOptions);
    for (const spec of specs) gate.route(made(spec));
    gate.sealed();
    gate.sealed();
  } catch (fault) {
    if (fault instanceof ConfigError) return { fault, told };
    throw fault;
  }
  return { told };
}

describe("a gate that starts", () => {
  const [stopping, warned] = [true, false].map((stops) =>
    FOUND.filter(([code]) => CONTRADICTIONS[code].stops === stops),
  );

  it.each((stopping ?? []).map(([code, ...one]) => ({ code, what: one[0], one })))(
    "stops at $code: $what",
    ({ code, one }) => {
      const { fault } = started(one);
      expect(fault?.code).toBe(code);
      expect(fault?.message).toContain(CONTRADICTIONS[code].title);
      expect(fault?.message).toContain(CONTRADICTIONS[code].remedy);
    },
  );

  it.each((warned ?? []).map(([code, ...one]) => ({ code, what: one[0], one })))(
    "warns once of $code: $what",
    ({ code, one }) => {
      const { fault, told } = started(one);
      expect(fault).toBeUndefined();
      expect(told).toEqual([`start.warned ${code}`]);
    },
  );

  it.each(NOT_FOUND.map((one) => ({ what: one[0], one })))("starts in silence with $what", ({ one }) => {
    expect(started(one)).toEqual({ told: [] });
  });
});

describe("not found", () => {
  it.each(NOT_FOUND.map((one) => ({ what: one[0], one })))("$what", ({ one }) => {
    expect(codes(one)).toEqual([]);
  });
});

describe("what is told", () => {
  it("names the route, the reason and the fix, and the page that has a section for it", () => {
    const [first] = contradictions([made(page)], {});
    expect(first).toMatchObject({ where: "GET /a", stops: true, page: "docs/reference/errors.md#page_uncovered" });
    expect(first?.text).toMatch(/^GET \/a: A page .* `?cover.*\[page_uncovered\]$/);
    const reference = readFileSync(new URL("../../../../docs/reference/errors.md", import.meta.url), "utf8");
    for (const code of Object.keys(CONTRADICTIONS)) expect(reference).toContain(`\n### ${code}\n`);
  });

  it("finds every store of the library that keeps in memory", () => {
    const gate = { limits, replay: memoryReplayStore(), idempotency: memoryIdempotencyStore() };
    const found = contradictions([], gate, { processes: 2 }).map(({ where }) => where);
    expect(found.slice(0, 3)).toEqual(["createGate limits.store", "createGate replay", "createGate idempotency"]);
  });
});
