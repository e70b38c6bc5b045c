import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Caller, isRefusal } from "../kernel/index.js";
import {
  all,
  any,
  type CallerRule,
  claimEquals,
  describeRule,
  owner,
  refusesCaller,
  role,
  scope,
  signedIn,
  stepUp,
  tenant,
} from "./allow.js";

const NOW = 1_800_000_000_000;
const caller = (fields: Partial<Caller> = {}): Caller => ({
  id: "ana",
  roles: [],
  scopes: [],
  via: "bearer",
  claims: {},
  ...fields,
});
const judged = (rule: CallerRule, who: Caller, params: Record<string, string> = {}) =>
  refusesCaller(rule, who, { params, now: NOW });
const reason = (rule: CallerRule, who: Caller, params: Record<string, string> = {}) => {
  const found = judged(rule, who, params);
  return isRefusal(found) ? found.reason : found;
};

describe("rules of who may pass", () => {
  it("asks for every scope of one rule, and for one of several rules", () => {
    const both = scope("orders:read", "orders:write");
    const either = any(scope("orders:read"), scope("orders:write"));
    const reader = caller({ scopes: ["orders:read"] });
    expect(reason(both, reader)).toBe("scope_missing");
    expect(reason(both, caller({ scopes: ["orders:write", "orders:read"] }))).toBeUndefined();
    expect(reason(either, reader)).toBeUndefined();
    expect(reason(either, caller())).toBe("scope_missing");
    const refusal = judged(both, reader);
    expect(isRefusal(refusal) && refusal.headers).toEqual([
      ["www-authenticate", 'Bearer error="insufficient_scope", scope="orders:read orders:write"'],
    ]);
  });

  it("compares a claim by type and value, and only the token's own members", () => {
    const paid = claimEquals("plan", "pro", 3);
    expect(reason(paid, caller({ claims: { plan: "pro" } }))).toBeUndefined();
    for (const plan of ["Pro", "3", ["pro"], true, null]) {
      expect(reason(paid, caller({ claims: { plan } }))).toBe("claim_wrong");
    }
    expect(reason(claimEquals("constructor", "x"), caller())).toBe("claim_wrong");
  });

  it("tells a caller of another tenant that there is nothing, whatever else the rule says", () => {
    const manager = caller({ roles: ["manager"], claims: { location: "a" } });
    const rule = all(role("manager"), tenant("id", "location"));
    expect(judged(rule, manager, { id: "a" })).toBeUndefined();
    expect(judged(rule, manager, { id: "b" })).toMatchObject({ refused: "not_found", reason: "tenant_wrong" });
    expect(judged(any(role("owner"), tenant("id", "location")), manager, { id: "b" })).toMatchObject({
      refused: "not_found",
    });
    for (const location of [undefined, "", ["a"], 1]) {
      expect(reason(tenant("id", "location"), caller({ claims: { location } }), { id: String(location ?? "") })).toBe(
        "tenant_wrong",
      );
    }
  });

  it("asks for a recent and strong sign-in as RFC 9470 says", () => {
    const strong = stepUp({ acrValues: ["aal2"], maxAge: "5 minutes" });
    const at = (auth_time: unknown, acr: unknown) => reason(strong, caller({ claims: { auth_time, acr } }));
    const now = NOW / 1000;
    expect(at(now - 300, "aal2")).toBeUndefined();
    expect(at(now - 301, "aal2")).toBe("sign_in_insufficient");
    expect(at(now, "aal1")).toBe("sign_in_insufficient");
    expect(at(String(now), "aal2")).toBe("sign_in_insufficient");
    expect(at(undefined, "aal2")).toBe("sign_in_insufficient");
    const refusal = judged(strong, caller());
    expect(isRefusal(refusal) && [refusal.status, refusal.headers[0]?.[1]]).toEqual([
      401,
      'Bearer error="insufficient_user_authentication", ' +
        'error_description="A stronger or more recent sign-in is required", acr_values="aal2", max_age="300"',
    ]);
  });

  it("decides a combination as its parts do, whatever the parts", () => {
    const leaf = fc.constantFrom<CallerRule>(role("a"), role("b"), scope("x"), scope("x", "y"), claimEquals("c", 1));
    const { rule } = fc.letrec<{ rule: CallerRule }>((tie) => ({
      rule: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.tuple(tie("rule"), tie("rule")).map(([one, two]) => all(one, two)),
        fc.tuple(tie("rule"), tie("rule")).map(([one, two]) => any(one, two)),
      ),
    }));
    const who = fc.record({
      roles: fc.subarray(["a", "b"]),
      scopes: fc.subarray(["x", "y"]),
      claims: fc.constantFrom<Record<string, unknown>>({}, { c: 1 }, { c: "1" }),
    });
    const passes = (one: CallerRule, asked: Caller): boolean => {
      if (one.kind === "all") return one.rules.every((inner) => passes(inner, asked));
      if (one.kind === "any") return one.rules.some((inner) => passes(inner, asked));
      return judged(one, asked) === undefined;
    };
    fc.assert(
      fc.property(rule, who, (one, fields) => {
        const asked = caller(fields);
        expect(judged(one, asked) === undefined).toBe(passes(one, asked));
      }),
    );
  });

  it("reads in the posture as it is enforced, a combination within another in brackets", () => {
    const rule = any(
      all(role("owner", "manager"), stepUp({ maxAge: "5 minutes" })),
      all(scope("orders:read", "orders:list"), tenant("id", "location"), any(signedIn(), owner("order", "id"))),
      claimEquals("plan", "pro"),
    );
    expect(describeRule(rule)).toBe(
      "(role owner or manager and signed in within 300 s) or " +
        "(scope orders:read and orders:list and claim location equal to {id} and (signed in or owner of the order {id})) " +
        "or claim plan pro",
    );
  });
});
