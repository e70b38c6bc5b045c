/** A route that lets in more, more often, with less checked or with more in its answer is told as looser. */
import {
  all,
  any,
  anyone,
  type Contract,
  type ContractSpec,
  comparePosture,
  contract,
  eventStream,
  type GateOptions,
  nothing,
  type PostureComparison,
  posture,
  postureLock,
  problems,
  readPostureLock,
  role,
  scope,
  signedIn,
} from "cloche";
import { cors, cover } from "cloche/headers";
import { memoryLimitStore } from "cloche/rate-limit";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const base = {
  method: "POST",
  path: "/orders/{id}",
  allow: role("owner"),
  returns: { 200: z.object({ id: z.string() }) },
} as const;

function made(change: object): Contract {
  return contract({ ...base, ...change } as unknown as ContractSpec) as Contract;
}

/** Through the lock file and back, as the command does it. */
function compared(was: object, now: object, options: readonly [GateOptions, GateOptions] = [{}, {}]) {
  const locked = readPostureLock(postureLock(posture([made(was)], options[0])));
  return comparePosture(locked, posture([made(now)], options[1]));
}

function directions({ loosened, changed, tightened }: PostureComparison): string {
  const found = { loosened, changed, tightened };
  return Object.entries(found)
    .filter(([, list]) => list.length > 0)
    .map(([name]) => name)
    .join(" ");
}

describe("the words of a difference", () => {
  it("read like a review", () => {
    const was = { allow: role("owner"), limit: "10 per minute by address" };
    const now = { allow: anyone("it is public"), limit: "1000 per minute by address" };
    const { loosened, tightened } = compared(was, now);
    expect(loosened.map(({ text }) => text)).toEqual([
      "POST /orders/{id}: role owner -> anyone: it is public; 10 -> 1000 per minute by address",
    ]);
    expect(tightened).toEqual([]);
  });

  it("tell each check that is only watched, and each that is enforced again", () => {
    const was = { limit: "10 per minute by address", shadow: ["limit", "input"] };
    const now = { limit: "10 per minute by address", shadow: ["limit", "rule"] };
    const { loosened, tightened } = compared(was, now);
    expect(loosened[0]?.changes).toEqual(["rule is only watched"]);
    expect(tightened[0]?.changes).toEqual(["input is enforced"]);
    expect(directions(compared({}, {}, [{}, { shadow: ["csrf"] }]))).toBe("loosened");
  });

  it("tell what is done about signs of an attack, by the gate and by the contract", () => {
    const gate = { signs: () => [] };
    const told = (was: object, now: object, options: readonly [GateOptions, GateOptions]) => {
      const { loosened, tightened } = compared(was, now, options);
      return { loosened: loosened[0]?.changes, tightened: tightened[0]?.changes };
    };
    expect(told({}, {}, [gate, {}])).toEqual({ loosened: ["signs of an attack no longer looked for"] });
    expect(told({ signs: "refuse" }, {}, [gate, gate])).toEqual({ loosened: ["signs of an attack only told of"] });
    expect(told({ signs: "ignore" }, { signs: "refuse" }, [gate, gate])).toEqual({
      tightened: ["signs of an attack refused"],
    });
    const signed = { allow: undefined, from: "stripe" };
    expect(told(signed, signed, [gate, {}]), "what a partner signed is not looked at").toEqual({});
    const [row] = posture([made({ signs: "refuse" })], gate);
    expect(readPostureLock(postureLock(row === undefined ? [] : [row]))).toEqual([row]);
    expect(row?.input.signs).toBe("refuse");
    const still = contract({ method: "GET", path: "/still", allow: role("owner"), returns: { 200: z.string() } });
    expect(posture([still], gate)[0]?.input, "nothing is read").not.toHaveProperty("signs");
  });

  it("keep what loosened apart from what tightened", () => {
    const { loosened, tightened } = compared(
      { limit: "10 per minute by caller" },
      { allow: signedIn(), limit: "5 per minute by caller" },
    );
    expect(loosened[0]?.changes).toEqual(["role owner -> signed in"]);
    expect(tightened[0]?.changes).toEqual(["10 -> 5 per minute by caller"]);
  });
});

const body = (shape: z.ZodRawShape, more: object = {}) => ({ body: z.object(shape), ...more });
const answers = (...fields: string[]) => ({
  returns: { 200: z.object(Object.fromEntries(fields.map((name) => [name, z.string()]))) },
});

const late = (members: { late?: z.ZodObject }) => ({
  returns: { 409: problems({ late: "Too late." }, members as never) },
});

/** Each pair is looser from left to right, and tighter from right to left. */
const LOOSER: readonly (readonly [what: string, tight: object, loose: object])[] = [
  ["a role to any caller", { allow: role("owner") }, { allow: signedIn() }],
  ["one more role", { allow: role("owner") }, { allow: role("chef", "owner") }],
  ["one scope less", { allow: scope("orders", "write") }, { allow: scope("orders") }],
  ["and to or", { allow: all(role("owner"), scope("a")) }, { allow: any(role("owner"), scope("a")) }],
  ["a condition dropped", { allow: all(role("owner"), scope("a")) }, { allow: role("owner") }],
  ["any caller to anyone", { allow: signedIn() }, { allow: anyone("it is public") }],
  ["a partner to anyone", { allow: undefined, from: "stripe" }, { allow: anyone("it is public") }],
  ["a higher quota", { limit: "10 per minute by caller" }, { limit: "11 per minute by caller" }],
  ["a longer burst", { limit: "10 per minute by caller" }, { limit: "600 per hour by caller" }],
  ["a limit dropped", { limit: "10 per minute by caller" }, {}],
  ["one limit of two", { limit: ["1 per second by caller", "9 per day by caller"] }, { limit: "9 per day by caller" }],
  ["a finer key", { limit: "10 per minute by everyone" }, { limit: "10 per minute by caller" }],
  [
    "a limit that only watches",
    { limit: { quota: 5, window: 60, by: "caller" } },
    { limit: { quota: 5, window: 60, by: "caller", shadow: true } },
  ],
  [
    "a limit that opens while its store is away",
    { limit: { quota: 5, window: 60, by: "caller", whenAway: "deny" } },
    { limit: { quota: 5, window: 60, by: "caller", whenAway: "allow" } },
  ],
  ["a larger body", body({ a: z.string() }, { maxBodyBytes: 100 }), body({ a: z.string() }, { maxBodyBytes: 200 })],
  ["a further format", body({ a: z.string() }), body({ a: z.string() }, { accepts: ["json", "form"] })],
  ["unknown keys dropped", body({ a: z.string() }), body({ a: z.string() }, { unknownKeys: "strip" })],
  ["a longer text", body({ a: z.string().max(10) }), body({ a: z.string().max(99) })],
  ["a text without an end", body({ a: z.string().max(10) }), body({ a: z.string() })],
  ["a smaller least", body({ a: z.int().min(1) }), body({ a: z.int().min(0) })],
  ["a pattern dropped", body({ a: z.string().regex(/^a/) }), body({ a: z.string() })],
  ["one more choice", body({ a: z.enum(["x"]) }), body({ a: z.enum(["x", "y"]) })],
  ["a field no longer required", body({ a: z.string() }), body({ a: z.string().optional() })],
  ["a field that takes anything", body({ a: z.string() }), body({ a: z.unknown() })],
  ["a list without an end", body({ a: z.array(z.string()).max(3) }), body({ a: z.array(z.string()) })],
  ["parameters no longer checked", { params: z.object({ id: z.uuid() }) }, {}],
  ["a key no longer demanded", { idempotent: "required" }, { idempotent: true }],
  ["a key no longer honoured", { idempotent: true }, {}],
  ["one more field that leaves", answers("id"), answers("id", "email")],
  ["one more member that leaves with a problem", late({}), late({ late: z.object({ by: z.string() }) })],
];

describe("looser", () => {
  it.each(LOOSER)("%s", (_what, tight, loose) => {
    expect(directions(compared(tight, loose))).toBe("loosened");
  });

  it.each(LOOSER)("tighter the other way: %s", (_what, tight, loose) => {
    expect(directions(compared(loose, tight))).toBe("tightened");
  });

  it("a body that takes any key", () => {
    const was = { body: z.object({ a: z.string() }) };
    expect(directions(compared(was, { body: z.looseObject({ a: z.string() }) }))).toBe("loosened");
  });

  it("a default of the gate that grew, a header that is gone, another origin that may call", () => {
    const store = memoryLimitStore();
    const was: GateOptions = { limits: { store, defaults: { "/": "10 per minute by address" } } };
    const now: GateOptions = {
      limits: { store, defaults: { "/": "900 per minute by address" } },
      covers: { api: cover({ preset: "api", strictTransportSecurity: false }) },
      cors: cors({ origins: ["https://shop.example"], methods: ["POST"] }),
      maxBodyBytes: 1024 * 1024,
    };
    const same = body({ a: z.string() });
    expect(compared(same, same, [was, now]).loosened.map(({ text }) => text)).toEqual([
      "POST /orders/{id}: 10 -> 900 per minute by address; body of at most 100 KiB -> 1 MiB",
      expect.stringMatching(/^cover api: strict-transport-security is gone; no other origin -> CORS: /),
    ]);
  });
});

describe("to be reviewed", () => {
  it.each<[string, object, object]>([
    ["another role", { allow: role("owner") }, { allow: role("chef") }],
    ["another reason", { allow: anyone("it is public") }, { allow: anyone("nobody minds") }],
    ["another key", { limit: "9 per minute by address" }, { limit: "9 per minute by caller" }],
    ["another pattern", body({ a: z.string().regex(/^a/) }), body({ a: z.string().regex(/^b/) })],
    ["a further status", {}, { returns: { ...base.returns, 202: nothing() } }],
    ["another kind of answer", {}, { returns: { 200: eventStream() } }],
    ["a new field", body({ a: z.string() }), body({ a: z.string(), b: z.string().optional() })],
    ["another cover", {}, { cover: "page" }],
  ])("%s", (_what, was, now) => {
    expect(directions(compared(was, now))).toBe("changed");
  });

  it("a key that changes does not hide a quota that grows", () => {
    const comparison = compared({ limit: "9 per minute by address" }, { limit: "900 per minute by caller" });
    expect(directions(comparison)).toBe("loosened");
  });
});

describe("the same", () => {
  it.each<[string, object, object]>([
    ["names in another order", { allow: role("a", "b") }, { allow: role("b", "a") }],
    ["another way to say it", { allow: any(role("a"), role("b")) }, { allow: role("a", "b") }],
    ["a case that another includes", { allow: any(role("a"), all(role("a"), scope("s"))) }, { allow: role("a") }],
    [
      "limits in another order",
      { limit: ["9 per hour by caller", "1 per minute by address"] },
      { limit: ["1 per minute by address", "9 per hour by caller"] },
    ],
  ])("%s", (_what, was, now) => {
    expect(directions(compared(was, now))).toBe("");
  });
});

describe("routes that come and go", () => {
  it("tells a new route apart, and as looser where it is open", () => {
    const closed = made({ path: "/a" });
    const open = made({ path: "/b", allow: anyone("it is public") });
    const comparison = comparePosture([], posture([closed, open]));
    expect(comparison.added.map(({ route }) => route)).toEqual(["POST /a", "POST /b"]);
    expect(comparison.loosened.map(({ text }) => text)).toEqual(["POST /b: new, and open to anyone: it is public"]);
    expect(comparePosture(posture([closed]), []).removed.map(({ route }) => route)).toEqual(["POST /a"]);
  });

  it("refuses two contracts of one name", () => {
    expect(() => posture([made({}), made({})])).toThrow(/\[route_doubled\]/);
  });
});

describe("rules of any shape", () => {
  const leaf = fc.constantFrom("a", "b", "c").map((name) => role(name));
  const rule = fc.letrec<{ rule: ReturnType<typeof role> }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.constantFrom("s", "t").map((name) => scope(name)),
      fc.tuple(tie("rule"), tie("rule")).map(([one, other]) => all(one, other)),
      fc.tuple(tie("rule"), tie("rule")).map(([one, other]) => any(one, other)),
    ) as fc.Arbitrary<ReturnType<typeof role>>,
  })).rule;

  it("are looser exactly where somebody new may pass", () => {
    fc.assert(
      fc.property(rule, rule, (was, now) => {
        const [before, after] = [whoPasses(was), whoPasses(now)];
        const gained = after.some((passes, index) => passes && before[index] === false);
        const lost = before.some((passes, index) => passes && after[index] === false);
        const expected = gained && lost ? "changed" : gained ? "loosened" : lost ? "tightened" : "";
        expect(directions(compared({ allow: was }, { allow: now }))).toBe(expected);
      }),
    );
  });
});

type AnyRule = { kind: string; roles?: string[]; scopes?: string[]; rules?: AnyRule[] };

/** Whether each possible caller passes, worked out one by one. */
function whoPasses(rule: unknown): boolean[] {
  const facts = ["a", "b", "c", "s", "t"];
  return Array.from({ length: 2 ** facts.length }, (_, bits) => {
    const has = facts.filter((_fact, index) => (bits >> index) % 2 === 1);
    return passes(rule as AnyRule, has);
  });
}

function passes({ kind, roles = [], scopes = [], rules = [] }: AnyRule, has: readonly string[]): boolean {
  if (kind === "role") return roles.some((name) => has.includes(name));
  if (kind === "scope") return scopes.every((name) => has.includes(name));
  return kind === "all" ? rules.every((one) => passes(one, has)) : rules.some((one) => passes(one, has));
}
