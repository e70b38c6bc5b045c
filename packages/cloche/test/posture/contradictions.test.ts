/** Every contradiction between layers is found where it is, not found where it is not, and explained in the guide. */
import { readFileSync } from "node:fs";
import {
  anyone,
  bytes,
  type CallerSource,
  type Contract,
  type ContractSpec,
  contract,
  eventStream,
  type GateOptions,
  memoryIdempotencyStore,
  nothing,
  problems,
  refuse,
  role,
  signedIn,
} from "cloche";
import { cors, cover } from "cloche/headers";
import { memoryLimitStore } from "cloche/rate-limit";
import { memoryReplayStore, stripe } from "cloche/webhooks";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CONTRADICTIONS, type ContradictionCode, contradictions } from "../../src/gate/contradictions.js";

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

type Case = readonly [what: string, contracts: readonly object[], options: GateOptions, processes?: number];

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
  ["memory_shared", "counters", [], { limits: { store: memoryLimitStore() } }, 2],
  ["open_unlimited", "an open POST", [open], {}],
  ["partner_idle", "a partner nobody names", [{}], { partners }],
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
  ["memory in one process", [], { limits, idempotency: memoryIdempotencyStore() }, 1],
  ["a shared store", [], { limits: { store: shared as never } }, 2],
  ["duties of the handlers", [hook], { partners, replay: { byHandlers: "the inbox" } }, 2],
  ["an open POST with a default limit", [open], { limits }],
];

const codes = ([, specs, options, processes = 1]: Case): readonly string[] =>
  contradictions(specs.map(made), options, { processes }).map(({ code }) => code);

describe("found", () => {
  it.each(FOUND.map(([code, ...one]) => ({ code, what: one[0], one })))("$code: $what", ({ code, one }) => {
    expect(codes(one)).toEqual([code]);
  });

  it("every code of the table", () => {
    expect([...new Set(FOUND.map(([code]) => code))].sort()).toEqual(Object.keys(CONTRADICTIONS).sort());
  });
});

describe("not found", () => {
  it.each(NOT_FOUND.map((one) => ({ what: one[0], one })))("$what", ({ one }) => {
    expect(codes(one)).toEqual([]);
  });
});

describe("what is told", () => {
  it("names the route, the reason and the fix, and a page that has a section for it", () => {
    const guide = readFileSync(new URL("../../../../docs/guide/posture.md", import.meta.url), "utf8");
    const [first] = contradictions([made(page)], {});
    expect(first).toMatchObject({ where: "GET /a", stops: true, page: "docs/guide/posture.md#page_uncovered" });
    expect(first?.text).toMatch(/^GET \/a: A page .* `?cover.*\[page_uncovered\]$/);
    const sections = [...guide.matchAll(/^### (\w+)$/gm)].map((match) => match[1]);
    expect(sections).toEqual(Object.keys(CONTRADICTIONS));
    for (const { title, remedy } of Object.values(CONTRADICTIONS)) {
      expect(guide.replace(/\s+/g, " ")).toContain(title);
      expect(guide.replace(/\s+/g, " ")).toContain(remedy);
    }
  });

  it("finds every store that says it keeps in memory", () => {
    const replay = { ...memoryReplayStore(), inMemory: true };
    const idempotency = { ...memoryIdempotencyStore(), inMemory: true };
    const found = contradictions([], { limits, replay, idempotency }, { processes: 2 }).map(({ where }) => where);
    expect(found).toEqual(["createGate limits.store", "createGate replay", "createGate idempotency"]);
  });
});
