/** The RateLimit fields as a structured-field parser reads them. */
import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { parseList, Token } from "structured-headers";
import { describe, expect, it } from "vitest";
import {
  ALGORITHMS,
  LIMIT_PROBLEM_TYPES,
  limitHeaders,
  memoryLimitStore,
  quotaExceeded,
  readLimit,
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

describe.skipIf(!existsSync(VECTORS))("the examples of the draft", () => {
  interface Example {
    readonly field: string;
    readonly value: string;
    readonly conformsToThisDraft: boolean;
    readonly items?: readonly { value: string; params: Record<string, unknown> }[];
  }
  const examples = existsSync(VECTORS)
    ? (JSON.parse(readFileSync(VECTORS, "utf8")) as { draftExamples: { examples: Example[] } }).draftExamples.examples
    : [];
  const plain = examples.filter(
    ({ field, conformsToThisDraft, items: list }) =>
      field === "RateLimit-Policy" &&
      conformsToThisDraft &&
      list?.every(({ params }) => Object.keys(params).join() === "q,w"),
  );

  it("are there", () => {
    expect(plain.length).toBeGreaterThan(5);
  });

  it.each(plain)("are what this library writes: $value", ({ value, items: list }) => {
    const verdicts = (list ?? []).map(({ value: name, params }): Verdict => {
      const policy = readLimit({ quota: Number(params.q), window: Number(params.w), by: "address" }, name);
      return { policy, allowed: true, remaining: 1, resetSeconds: 1, retryAfterSeconds: 0 };
    });
    const written = new Map(limitHeaders(verdicts)).get("ratelimit-policy");
    expect(items(written)).toEqual(items(value));
    expect(parseList(written ?? "").every(([name]) => !(name instanceof Token))).toBe(true);
  });
});
