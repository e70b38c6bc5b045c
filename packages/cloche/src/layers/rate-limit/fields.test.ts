/** The RateLimit fields as a structured-field parser reads them. */
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { type Item, parseList, Token } from "structured-headers";
import { describe, expect, it } from "vitest";
import {
  ALGORITHMS,
  concurrency,
  LIMIT_PROBLEM_TYPES,
  limitHeaders,
  memoryLimitStore,
  partitionKey,
  quotaExceeded,
  readLimit,
  shadowPolicies,
  type Told,
  type Unit,
  type Verdict,
  violatedPolicies,
} from "./index.js";

const START = Date.UTC(2026, 0, 1);
const VECTORS = new URL("../../../../../../shared/vectors/ratelimit.json", import.meta.url);

const burst = readLimit("3 per minute by address", "burst");
const daily = readLimit("100 per day by caller", "daily");

function fieldsAfter(count: number) {
  const store = memoryLimitStore();
  const asks = [
    { key: "a", policy: burst, cost: 1 },
    { key: "b", policy: daily, cost: 1 },
  ];
  let verdicts: readonly Verdict[] = [];
  for (let i = 0; i < count; i += 1) verdicts = store.take(asks, START + i * 1000);
  return { verdicts, headers: new Map(limitHeaders(verdicts)) };
}

function items(field: string | undefined) {
  return parseList(field ?? "").map(([value, parameters]) => [value, Object.fromEntries(parameters)]);
}

describe("the RateLimit fields", () => {
  it("list every policy and what is left of each", () => {
    const { headers } = fieldsAfter(1);
    expect(items(headers.get("ratelimit-policy"))).toEqual([
      ["burst", { q: 3, w: 60 }],
      ["daily", { q: 100, w: 86_400 }],
    ]);
    expect(items(headers.get("ratelimit"))).toEqual([
      ["burst", { r: 2, t: 60 }],
      ["daily", { r: 99, t: 86_400 }],
    ]);
    expect(headers.has("retry-after")).toBe(false);
  });

  it("of a refusal name only what refused, with a Retry-After that is not earlier", () => {
    const { headers, verdicts } = fieldsAfter(4);
    expect(items(headers.get("ratelimit"))).toEqual([["burst", { r: 0, t: 57 }]]);
    expect(items(headers.get("ratelimit-policy"))).toHaveLength(2);
    expect(headers.get("retry-after")).toBe("57");
    expect(violatedPolicies(verdicts)).toEqual(["burst"]);
  });

  it("can always be parsed, whatever the name, and hold the draft's rules", () => {
    const names = fc
      .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 60 })
      .filter((text) => text.trim() !== "");
    const anyAlgorithm = fc.constantFrom(...ALGORITHMS);
    fc.assert(
      fc.property(names, anyAlgorithm, fc.integer({ min: 1, max: 50 }), fc.nat(60), (name, algorithm, quota, asked) => {
        const policy = readLimit({ quota, window: 60, by: "address", algorithm }, name);
        const store = memoryLimitStore();
        let verdicts: readonly Verdict[] = [];
        for (let i = 0; i <= asked; i += 1) verdicts = store.take([{ key: "k", policy, cost: 1 }], START + i * 100);
        const headers = new Map(limitHeaders(verdicts));
        const [left] = items(headers.get("ratelimit"));
        const { r, t } = (left?.[1] ?? {}) as { r: number; t: number };
        expect([left?.[0], Number.isInteger(r) && r >= 0, Number.isInteger(t) && t >= 0]).toEqual([name, true, true]);
        expect(items(headers.get("ratelimit-policy"))).toEqual([[name, { q: quota, w: 60 }]]);
        if (headers.has("retry-after")) expect(Number(headers.get("retry-after"))).toBeGreaterThanOrEqual(t);
      }),
    );
  });

  it("claim nothing while the store is away", () => {
    const unknown = { policy: burst, allowed: true, remaining: 3, resetSeconds: 60, retryAfterSeconds: 0 };
    const headers = new Map(limitHeaders([{ ...unknown, storeAway: true }]));
    expect([...headers.keys()]).toEqual(["ratelimit-policy"]);
  });

  it("are not sent where there is no limit", () => {
    expect(limitHeaders([])).toEqual([]);
    expect(quotaExceeded([])).toBeUndefined();
  });
});

describe("the refusal", () => {
  it("is 429 with the fields of the answer", () => {
    const { verdicts } = fieldsAfter(4);
    expect(quotaExceeded(verdicts)).toEqual({
      refused: "rate_limited",
      status: 429,
      reason: "quota_exceeded",
      headers: limitHeaders(verdicts),
    });
    expect(LIMIT_PROBLEM_TYPES.quotaExceeded).toBe("https://iana.org/assignments/http-problem-types#quota-exceeded");
  });

  it("does not exist while something is left", () => {
    expect(quotaExceeded(fieldsAfter(3).verdicts)).toBeUndefined();
  });
});

describe("what is told of a concurrency limit", () => {
  it("has the draft's unit, and no time that nobody knows", () => {
    const policy = concurrency("2 at once by caller", { name: "exports" });
    const { verdicts } = memoryLimitStore().acquire([{ key: "k", policy }], START);
    const headers = new Map(limitHeaders(verdicts));
    expect(items(headers.get("ratelimit-policy"))).toEqual([["exports", { q: 2, qu: "concurrent-requests" }]]);
    expect(items(headers.get("ratelimit"))).toEqual([["exports", { r: 1 }]]);
  });
});

describe("what is not told", () => {
  it("is a policy in shadow, to the caller; it is named to the observer", () => {
    const watching = readLimit({ quota: 1, window: 60, by: "address", shadow: true }, "watching");
    const store = memoryLimitStore();
    const take = () =>
      store.take(
        [
          { key: "a", policy: burst, cost: 1 },
          { key: "w", policy: watching, cost: 1 },
        ],
        START,
      );
    take();
    const verdicts = take();
    expect(JSON.stringify(limitHeaders(verdicts))).not.toContain("watching");
    expect(quotaExceeded(verdicts)).toBeUndefined();
    expect(shadowPolicies(verdicts)).toEqual(["watching"]);
  });

  it("is whom a partition key stands for: pk is a part of its hash, as a Byte Sequence", () => {
    const key = partitionKey(burst, { address: "192.0.2.1" }, "pepper");
    const { verdicts } = fieldsAfter(1);
    const headers = new Map(limitHeaders(verdicts, { partitionKeys: [key, undefined] }));
    const [[, first], [, second]] = parseList(headers.get("ratelimit") ?? "") as [Item, Item];
    expect(
      Buffer.from(first.get("pk") as ArrayBuffer)
        .toString("base64url")
        .slice(0, 21),
    ).toBe(key?.slice(burst.scope.length, -1));
    expect(second.has("pk")).toBe(false);
    expect(headers.get("ratelimit-policy")).toMatch(/^"burst";q=3;w=60;pk=:[A-Za-z0-9+/]+=*:, "daily";q=100;w=86400$/);
  });
});

describe.skipIf(!existsSync(VECTORS))("the recorded examples", () => {
  interface Example {
    readonly field: string;
    readonly value: string;
    readonly conformsToThisDraft: boolean;
  }
  interface Expectation {
    readonly draft: string;
    readonly windowMs: number;
    readonly limit: number;
    readonly n: number;
    readonly expect: Readonly<Record<string, string | number>>;
  }
  interface Vectors {
    readonly draftExamples: { readonly examples: readonly Example[] };
    readonly headerExpectations: readonly Expectation[];
  }
  const empty: Vectors = { draftExamples: { examples: [] }, headerExpectations: [] };
  const vectors = existsSync(VECTORS) ? (JSON.parse(readFileSync(VECTORS, "utf8")) as Vectors) : empty;
  const { examples } = vectors.draftExamples;

  /** What this library does not write, and why. */
  const DIFFERS: readonly [pattern: RegExp, reason: string][] = [
    [/^quota;/, "an older draft: the name was a token there, and is a String now"],
    [/;burst=/, "a parameter of a server's own"],
    [/^"sliding";q=12;r=/, "q is a parameter of RateLimit-Policy, not of RateLimit"],
  ];
  const written = examples.filter(({ value }) => !DIFFERS.some(([pattern]) => pattern.test(value)));

  it("are written here, but for a few with a reason", () => {
    expect([examples.length, written.length]).toEqual([44, 36]);
    expect(written.every(({ conformsToThisDraft }) => conformsToThisDraft)).toBe(true);
    expect(DIFFERS.every(([pattern]) => examples.some(({ value }) => pattern.test(value)))).toBe(true);
  });

  it.each(examples)("can be parsed: $value", ({ value }) => {
    expect(parseList(value).length).toBeGreaterThan(0);
  });

  /** The verdict and key that the fields would be written from. */
  function toldOf([name, parameters]: Item): { verdict: Told; key: string | undefined } {
    const number = (parameter: string, otherwise: number): number => Number(parameters.get(parameter) ?? otherwise);
    const policy = readLimit(
      {
        quota: number("q", 1),
        window: number("w", 1),
        by: "address",
        unit: (parameters.get("qu") ?? "requests") as Unit,
      },
      String(name),
    );
    const pk = parameters.get("pk");
    const reset = parameters.has("t") ? { resetSeconds: number("t", 0) } : {};
    return {
      verdict: { policy, allowed: true, remaining: number("r", 0), retryAfterSeconds: 0, ...reset },
      key: pk === undefined ? undefined : policy.scope + Buffer.from(pk as ArrayBuffer).toString("base64url"),
    };
  }

  it.each(written)("is what this library writes: $field: $value", ({ field, value }) => {
    const told = (parseList(value) as Item[]).map(toldOf);
    const fields = limitHeaders(
      told.map(({ verdict }) => verdict),
      { partitionKeys: told.map(({ key }) => key) },
    );
    const own = new Map(fields).get(field.toLowerCase()) ?? "";
    expect(items(own)).toEqual(items(value));
    expect(parseList(own).every(([name]) => !(name instanceof Token))).toBe(true);
  });

  /** Forms of the fields that older drafts had. */
  const OLDER = ["draft-6", "draft-7"];
  const newest = vectors.headerExpectations.filter(({ draft }) => !OLDER.includes(draft));

  it.each(newest)("agrees with the usual library: $draft", ({ windowMs, limit: quota, n, expect: recorded }) => {
    const policy = readLimit({ quota, window: windowMs / 1000, by: "address" }, "5-in-2hrs");
    const store = memoryLimitStore();
    let verdicts: readonly Verdict[] = [];
    for (let i = 0; i < n; i += 1) verdicts = store.take([{ key: "k", policy, cost: 1 }], START);
    const headers = new Map(limitHeaders(verdicts));
    for (const [name, value] of Object.entries(recorded)) {
      if (name === ":status") expect(quotaExceeded(verdicts)?.status).toBe(value);
      else if (name === "retry-after") expect(headers.get(name)).toBe(value);
      else expect(withoutKey(headers.get(name))).toEqual(withoutKey(String(value)));
    }
  });

  function withoutKey(field: string | undefined) {
    return items(field).map(([name, parameters]) => [name, { ...(parameters as object), pk: undefined }]);
  }
});
