/** Limits in words and parts, what is refused of them, and the keys they make. */
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { costOf, type LimitOptions, limit, memoryLimitStore, partitionKey, readLimit } from "./index.js";

describe("a limit in words", () => {
  it.each([
    ["100 per 15 minutes by address", { quota: 100, windowSeconds: 900, by: ["address"] }],
    ["1 per second by caller", { quota: 1, windowSeconds: 1, by: ["caller"] }],
    ["5 per 15 minutes by address and body:email", { quota: 5, windowSeconds: 900, by: ["address", "body:email"] }],
    ["1000 per day by tenant and route", { quota: 1000, windowSeconds: 86_400, by: ["tenant", "route"] }],
    ["  60   per 1 minute   by everyone ", { quota: 60, windowSeconds: 60, by: ["everyone"] }],
    ["600 per 30s by partner", { quota: 600, windowSeconds: 30, by: ["partner"] }],
  ])("%s", (words, read) => {
    expect(readLimit(words, "n")).toMatchObject({ ...read, name: "n", algorithm: "fixed-window", cost: 1 });
  });

  it.each([
    "",
    "100",
    "100 per 15 minutes",
    "100 by address",
    "hundred per minute by address",
    "0 per minute by address",
    "-5 per minute by address",
    "1.5 per minute by address",
    "1e9 per minute by address",
    "100 per 0 minutes by address",
    "100 per fortnight by address",
    "100 per 32 days by address",
    "100 per minute by ip",
    "100 per minute by address and address",
    "100 per minute by address or caller",
    "100 per minute by __proto__",
    "100 per minute by body:",
    "99999999 per minute by address",
    "100 per minute by address; 5 per day by caller",
  ])("%j is refused with the form to write", (words) => {
    const read = () => readLimit(words, "n");
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/100 per 15 minutes by address.*\[limit_unreadable\]/);
  });

  it.each([undefined, null, 100, true])("%j is refused", (input) => {
    expect(() => readLimit(input as unknown as string, "n")).toThrow(/\[limit_unreadable\]/);
  });

  it("does not repeat what was written in the message", () => {
    expect(() => readLimit("100 per hunter2 by address", "n")).not.toThrow(/hunter2/);
  });
});

describe("a limit in parts", () => {
  const parts: LimitOptions = { quota: 10, window: "1 minute", by: ["caller", "route"] };

  it("takes a name, an algorithm, a cost and a burst", () => {
    expect(readLimit({ ...parts, name: "search", algorithm: "gcra", cost: 2, burst: 4 }, "route")).toMatchObject({
      name: "search",
      algorithm: "gcra",
      cost: 2,
      burst: 4,
      windowSeconds: 60,
    });
  });

  it.each([
    { quota: 0 },
    { quota: Number.NaN },
    { quota: "10" },
    { quota: Number.POSITIVE_INFINITY },
    { window: 0 },
    { window: "soon" },
    { window: true },
    { window: null },
    { window: 1.5 },
    { by: [] },
    { by: "ip" },
    { algorithm: "leaky" },
    { cost: 0 },
    { cost: 11 },
    { cost: 0.5 },
    { burst: 5 },
    { burst: 11, algorithm: "gcra" },
    { burst: 2, cost: 3, algorithm: "token-bucket" },
    { name: "" },
    { name: "line\nbreak" },
    { name: "k\u00fcche" },
    { quotas: 10 },
    { shadow: "yes" },
    { whenAway: "open" },
    { unit: "bytes" },
    { cost: "many" },
    { forgetOnSuccess: 1 },
  ])("is refused with %j", (change) => {
    expect(() => readLimit({ ...parts, ...change } as LimitOptions, "n")).toThrow(ConfigError);
  });

  it("suggests the option that was meant", () => {
    expect(() => readLimit({ ...parts, algoritm: "gcra" } as LimitOptions, "n")).toThrow(/"algorithm"/);
  });

  it("is frozen, and tells itself in words", () => {
    const policy = limit("100 per 15 minutes by address and caller", { algorithm: "token-bucket", burst: 20 });
    expect(Object.isFrozen(policy) && Object.isFrozen(policy.by)).toBe(true);
    expect(policy.describe()).toBe("100 per 15 minutes by address and caller (token-bucket, 20 at once)");
    expect(readLimit("1 per day by caller", "n").describe()).toBe("1 per day by caller (fixed-window)");
    expect(readLimit({ ...parts, window: 90 }, "n").describe()).toBe(
      "10 per 90 seconds by caller and route (fixed-window)",
    );
  });

  it("keeps its own name where it is used, so that routes can share it", () => {
    const shared = limit("5 per minute by address", { name: "sign-in" });
    expect(readLimit(shared, "POST /sign-in")).toBe(shared);
    expect(limit("5 per 15 minutes by address").name).toBe("5-per-15-minutes-by-address");
  });
});

describe("the key of a counter", () => {
  const both = readLimit("5 per minute by address and caller", "both");

  it("differs wherever a value, the name, the window or the algorithm does", () => {
    const values = { address: "192.0.2.1", caller: "anna" };
    const keys = [
      partitionKey(both, values),
      partitionKey(both, { ...values, caller: "bert" }),
      partitionKey(both, { address: "192.0.2.1a", caller: "nna" }),
      partitionKey(readLimit("5 per minute by address and caller", "other"), values),
      partitionKey(readLimit("5 per hour by address and caller", "both"), values),
      partitionKey(limit("5 per minute by address and caller", { name: "both", algorithm: "gcra" }), values),
      partitionKey(both, values, "pepper"),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(partitionKey(both, { ...values, tenant: "unused" })).toBe(keys[0]);
  });

  it("holds no personal data", () => {
    const key = partitionKey(both, { address: "192.0.2.1", caller: "anna@example.org" });
    expect(key).not.toMatch(/192\.0\.2\.1|anna/);
  });

  it("does not exist where a part is not known", () => {
    expect(partitionKey(both, { address: "192.0.2.1" })).toBeUndefined();
    expect(partitionKey(both, { address: "192.0.2.1", caller: undefined })).toBeUndefined();
    expect(partitionKey(readLimit("5 per minute by everyone", "all"), {})).toBeDefined();
  });

  it("is one for the spellings of an e-mail address", () => {
    const signIn = readLimit("5 per minute by body:email", "sign-in");
    const keys = ["Anna@Example.org", " anna@example.org ", "\uff21nna@example.org"].map((email) =>
      partitionKey(signIn, { "body:email": email }),
    );
    expect(new Set(keys).size).toBe(1);
  });
});

describe("what a request counts for", () => {
  const head = { method: "POST", target: "/", address: "192.0.2.1", secure: true } as const;
  const facts = { head: { ...head, header: () => undefined, headerCount: () => 0 }, caller: undefined };

  it("can be worked out from the request", () => {
    const batch = limit("100 per hour by caller", { cost: ({ body }) => (body as readonly unknown[]).length });
    expect(costOf(batch, { ...facts, query: undefined, body: [1, 2, 3] })).toBe(3);
    expect(costOf(limit("5 per hour by caller", { cost: 2 }), { ...facts, query: undefined, body: undefined })).toBe(2);
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("is refused where the function answers %s", (wrong) => {
    const policy = limit("5 per hour by caller", { cost: () => wrong });
    const cost = costOf(policy, { ...facts, query: undefined, body: undefined });
    expect(memoryLimitStore().take([{ key: "k", policy, cost }], 0)[0]?.allowed).toBe(false);
  });
});

describe("a counter that is forgotten on success", () => {
  it("names the account, since a guesser has successes of their own", () => {
    const by = (part: string) => () => limit(`5 per hour by ${part}`, { forgetOnSuccess: true });
    expect(by("body:email")().forgetOnSuccess).toBe(true);
    expect(by("address")).toThrow(/guesser/);
    expect(by("address and body:email")().forgetOnSuccess).toBe(true);
    expect(by("caller")).toThrow(ConfigError);
  });
});

describe("the parts of a key", () => {
  it("may be an API key and a tenant, and leave nothing of them in it", () => {
    const policy = limit("5 per minute by tenant and api-key", { name: "keys" });
    const key = partitionKey(policy, { tenant: "acme", "api-key": "sk_live_1234567890" });
    expect(key).toMatch(/^keys\/fixed-window\/60\/[\w-]{22}$/);
    expect(key).not.toMatch(/acme|sk_live/);
    expect(partitionKey(policy, { tenant: "acme" })).toBeUndefined();
  });
});
