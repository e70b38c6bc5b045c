/** Whatever throws, wherever: a covered answer, a closed door, and no rejection that nobody hears. */
import { anyone, type CallerSource, contract, handle, type IdempotencyStore, ok, refuse, signedIn } from "cloche";
import { type LimitStore, memoryLimitStore } from "cloche/rate-limit";
import type { Partner } from "cloche/webhooks";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Api, FRAMEWORKS, running, unheardDuring } from "./running.js";

const CANARY = "canary-redis://:hunter2@store";
const Done = z.object({ done: z.boolean() });
const thrower = () => {
  throw new Error(CANARY);
};
const rejecter = () => Promise.reject(new Error(CANARY));
/** What a promise library gives: it can be waited for, and is no instance of this realm's `Promise`. */
const thenable = <T>(value: T): Promise<T> => foreignOf(Promise.resolve(value)) as Promise<T>;
function foreignOf(real: Promise<unknown>): object {
  const value = (...given: Parameters<typeof real.then>) => foreignOf(real.then(...given));
  return { [THEN]: value };
}
// oxlint-disable-next-line unicorn/no-thenable -- that is what is tried
const THEN = "then";

const open = contract({
  method: "POST",
  path: "/open",
  allow: anyone("it is tried"),
  limit: "9 per minute by address",
  returns: { 200: Done },
});
const closed = contract({ method: "GET", path: "/closed", allow: signedIn(), returns: { 200: Done } });
const hook = contract({ method: "POST", path: "/hook", from: "acme", body: z.unknown(), returns: { 200: Done } });
const keyed = contract({
  method: "POST",
  path: "/keyed",
  allow: anyone("it is tried"),
  body: z.object({ n: z.number() }),
  idempotent: "required",
  returns: { 200: Done },
});

let runs = 0;
const run = () => {
  runs += 1;
  return ok({ done: true });
};
const source = (identify: CallerSource["identify"]): CallerSource => ({
  name: "acme",
  ambient: false,
  scheme: {},
  missing: refuse("unauthenticated"),
  identify,
});
const partner = (verify: Partner["verify"]): Partner => ({
  name: "acme",
  format: "json",
  signatureHeaders: [],
  verify,
  scheme: {},
});
const verified = () => ({
  partner: "acme",
  eventId: "e1",
  bodyDigest: "",
  secretLabel: "one",
  oldSecret: false,
});
const store = (parts: Partial<IdempotencyStore>): IdempotencyStore => ({
  claim: () => ({ state: "claimed" }),
  done: () => {},
  release: () => {},
  ...parts,
});
const replay = (parts: object) => ({ claim: () => "claimed" as const, done: () => {}, release: () => {}, ...parts });

type Case = readonly [what: string, api: Api, path: string, statuses: readonly number[], ran: number];
const json = { "content-type": "application/json", "idempotency-key": "0123456789abcdef" };
const limits = (take: LimitStore["take"]): Api => ({
  options: { limits: { store: { take } } },
  neutral: [handle(open, run)],
});
const who = (identify: unknown): Api => ({
  options: { who: [source(identify as CallerSource["identify"])] },
  neutral: [handle(closed, run)],
});
const hooks = (verify: unknown, parts: object = {}): Api => ({
  options: { partners: { acme: partner(verify as Partner["verify"]) }, replay: replay(parts) },
  neutral: [handle(hook, run)],
});
const keys = (parts: Partial<IdempotencyStore>): Api => ({
  options: { idempotency: store(parts) },
  neutral: [handle(keyed, run)],
});
/** A schema of another library, which answers with a promise of its own. */
const foreign = (result: object): Api => {
  const schema = { "~standard": { version: 1, vendor: "other", validate: () => thenable(result) } };
  const route = contract({ ...spec(open), path: "/keyed", body: schema as never });
  return { options: { limits: { store: memoryLimitStore() } }, neutral: [handle(route, run)] };
};

const CASES: readonly Case[] = [
  ["a limit store that throws", limits(thrower), "POST /open", [500], 0],
  ["a limit store that rejects", limits(rejecter), "POST /open", [500], 0],
  ["a limit store that gives nothing", limits((() => undefined) as never), "POST /open", [500], 0],
  [
    "a limit store that throws, on no route",
    { options: { limits: { store: { take: thrower }, defaults: { "/": "9 per minute by address" } } } },
    "GET /nowhere",
    [500],
    0,
  ],
  [
    "a limit store that rejects, on no route",
    { options: { limits: { store: { take: rejecter }, defaults: { "/": "9 per minute by address" } } } },
    "GET /nowhere",
    [500],
    0,
  ],
  ["a caller source that throws", who(thrower), "GET /closed", [500], 0],
  ["a caller source that rejects", who(rejecter), "GET /closed", [500], 0],
  ["a caller source that gives null", who(() => null), "GET /closed", [401, 500], 0],
  ["a caller source that gives an empty object", who(() => ({})), "GET /closed", [500], 0],
  ["a foreign promise of a refusal", who(() => thenable(refuse("token_invalid"))), "GET /closed", [401], 0],
  ["a foreign promise of nobody", who(() => thenable(undefined)), "GET /closed", [401], 0],
  ["a signature check that throws", hooks(thrower), "POST /hook", [500], 0],
  [
    "a signature check that is asynchronous",
    hooks(() => Promise.resolve({ fault: "signature_mismatch" })),
    "POST /hook",
    [400, 500],
    0,
  ],
  ["a signature check that gives nothing", hooks(() => undefined), "POST /hook", [400, 500], 0],
  ["a replay store that cannot claim", hooks(verified, { claim: rejecter }), "POST /hook", [503], 0],
  ["a replay store that throws at a claim", hooks(verified, { claim: thrower }), "POST /hook", [503], 0],
  ["a replay store that says something else", hooks(verified, { claim: () => null }), "POST /hook", [500, 503], 0],
  ["a replay store that cannot keep", hooks(verified, { done: rejecter }), "POST /hook", [200], 1],
  ["a replay store that throws at the end", hooks(verified, { done: thrower }), "POST /hook", [200], 1],
  ["an idempotency store that cannot claim", keys({ claim: rejecter }), "POST /keyed", [503], 0],
  ["an idempotency store that says something else", keys({ claim: () => ({}) as never }), "POST /keyed", [500, 503], 0],
  ["a schema whose foreign promise refuses", foreign({ issues: [{ message: "no" }] }), "POST /keyed", [400], 0],
  ["an idempotency store that cannot keep", keys({ done: rejecter }), "POST /keyed", [200], 1],
];

describe.each(FRAMEWORKS)("on %s", (framework) => {
  it.each(CASES)("%s", async (_what, api, target, statuses, ran) => {
    runs = 0;
    const unheard = await unheardDuring(() =>
      running(framework, api, async ({ base }) => {
        const [method = "", path] = target.split(" ");
        const body = method === "POST" ? { body: '{"n":1}' } : {};
        const response = await fetch(base + path, {
          method,
          headers: json,
          ...body,
          signal: AbortSignal.timeout(3000),
        });
        expect(statuses).toContain(response.status);
        expect(response.headers.get("content-security-policy")).not.toBeNull();
        expect(await response.text()).not.toContain("canary");
        expect(runs).toBe(ran);
      }),
    );
    expect(unheard).toEqual([]);
  });

  it("a limit store with foreign promises skips no later step", async () => {
    const take: LimitStore["take"] = (asks) =>
      thenable(
        asks.map(({ policy }) => ({ policy, allowed: true, remaining: 1, resetSeconds: 1, retryAfterSeconds: 0 })),
      );
    const limited = contract({ ...spec(closed), limit: "9 per minute by address" });
    const api = {
      options: { who: [source(() => undefined)], limits: { store: { take } } },
      neutral: [handle(limited, run)],
    };
    runs = 0;
    await running(framework, api, async ({ base }) => {
      expect((await fetch(`${base}/closed`)).status).toBe(401);
      expect(runs).toBe(0);
    });
  });
});

function spec<Of extends { method: unknown; path: unknown; allow: unknown; returns: unknown }>(of: Of) {
  const { method, path, allow, returns } = of;
  return { method, path, allow, returns } as Pick<Of, "method" | "path" | "allow" | "returns">;
}
