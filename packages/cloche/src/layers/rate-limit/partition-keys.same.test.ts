import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Secret } from "../../kernel/index.js";
import { limit, memoryLimitStore, PARTS, type Part, partitionKey, partitionKeys } from "./index.js";

type Values = Readonly<Partial<Record<Part, string | undefined>>>;

const ALL: readonly Part[] = [...PARTS, "body:email"];
const parts = fc.uniqueArray(fc.constantFrom(...ALL), { minLength: 1, maxLength: 3 });
const values = fc.dictionary(fc.constantFrom(...ALL), fc.oneof(fc.constantFrom("a", "A ", "1:b"), fc.string()));
const readersOf = (by: readonly Part[]) =>
  by.map((part) => (known: Values) => (part === "everyone" ? "" : known[part]));

describe("keys made ready for a policy", () => {
  it("are those of partitionKey, remembered or not", () => {
    fc.assert(
      fc.property(parts, fc.array(values, { maxLength: 6 }), (by, requests) => {
        const policy = { by, scope: "orders/" };
        const keyOf = partitionKeys(policy, readersOf(by));
        for (const known of [...requests, ...requests]) expect(keyOf(known)).toBe(partitionKey(policy, known));
      }),
    );
  });

  it("are made with the pepper, where there is one", () => {
    const policy = { by: ["caller"], scope: "orders/" } as const;
    const pepper = new Secret("a-pepper-of-32-characters-length", "pepper");
    const keyOf = partitionKeys(policy, readersOf(policy.by), pepper);
    expect(keyOf({ caller: "maya" })).toBe(partitionKey(policy, { caller: "maya" }, pepper));
    expect(keyOf({ caller: "maya" })).not.toBe(partitionKey(policy, { caller: "maya" }));
  });

  it.each([[["caller"]], [["caller", "route"]]] as const)("follow a pepper that is changed, by %s", (by) => {
    const policy = { by, scope: "orders/" };
    const known = { caller: "maya", route: "GET /" };
    let current = "a-pepper-of-32-characters-length";
    class Changing extends Secret<string> {
      override reveal() {
        return current;
      }
    }
    const keyOf = partitionKeys(policy, readersOf(by), new Changing("unused", "pepper"));
    const before = [keyOf(known), keyOf(known)];
    current = "another-pepper-of-32-characters!";
    const after = [keyOf(known), keyOf(known)];
    const expected = ["a-pepper-of-32-characters-length", current].map((pepper) => partitionKey(policy, known, pepper));
    expect([before, after]).toEqual(expected.map((key) => [key, key]));
    expect(before).not.toEqual(after);
  });
});

describe("a policy that is asked about alone", () => {
  it("hears what it hears beside one that always allows", () => {
    const policy = limit("3 per minute by caller");
    const wide = limit("1000000 per minute by route");
    const step = fc.record({ key: fc.constantFrom("a", "b"), cost: fc.nat(4), wait: fc.nat(40_000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const [alone, beside] = [memoryLimitStore(), memoryLimitStore()];
        let now = 1_000_000;
        for (const { key, cost, wait } of steps) {
          now += wait;
          const ask = { key, cost, policy };
          const [expected] = beside.take([ask, { key: "wide", cost: 1, policy: wide }], now);
          expect(alone.take([ask], now)).toEqual([expected]);
        }
      }),
    );
  });
});
