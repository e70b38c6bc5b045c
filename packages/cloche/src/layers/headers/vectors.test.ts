/** The presets and options against helmet's tests, the OWASP lists and the MDN Observatory's records. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import {
  BANNERS,
  type CoverOptions,
  type CspDirectives,
  clearSiteData,
  contentSecurityPolicy,
  cors,
  cover,
  NO_STORE,
} from "./index.js";

const FOLDER = new URL("../../../../../../shared/vectors/", import.meta.url);

function read<Shape>(name: string, otherwise: Shape): Shape {
  const file = new URL(name, FOLDER);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Shape) : otherwise;
}

const present = existsSync(FOLDER);

function sent(change: Record<string, unknown>, preset: "api" | "page" = "page"): Map<string, string> {
  const lid = cover({ preset, ...change } as CoverOptions);
  return new Map([...lid.headers, ...lid.overTls]);
}

/** Reads the literal of a JavaScript call such as `f({ maxAge: -0.1 })`; `undefined` where it is more than a literal. */
function literal(call: string): { name: string; value: unknown } | undefined {
  const match = /\b([a-zA-Z]+)\((\{.*\})?\s*\)/s.exec(call);
  if (match === null) return undefined;
  const json = (match[2] ?? "{}")
    .replace(/BigInt\((-?\d+)\)/g, '{"big":"$1"}')
    .replace(/-?Infinity|NaN/g, (text) => `{"number":"${text}"}`)
    .replace(/([{,]\s*)([a-zA-Z]+):/g, '$1"$2":')
    .replace(/,\s*([}\]])/g, "$1");
  try {
    return { name: match[1] ?? "", value: JSON.parse(json, revive) as unknown };
  } catch {
    return undefined;
  }
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("big" in value) return BigInt(String(value.big));
  return "number" in value ? Number(value.number) : value;
}

describe.skipIf(!present)("what helmet's own tests expect", () => {
  type Given = Record<string, unknown>;
  /** How each of helmet's middlewares is said here. */
  const SAID_HERE: Readonly<Record<string, (given: Given) => Given>> = {
    strictTransportSecurity: (given) => ({ strictTransportSecurity: { maxAge: 31_536_000, ...given } }),
    referrerPolicy: ({ policy = "no-referrer" }) => ({ referrerPolicy: policy }),
    originAgentCluster: () => ({ originAgentCluster: "?1" }),
    xContentTypeOptions: () => ({ xContentTypeOptions: "nosniff" }),
    xDnsPrefetchControl: ({ allow }) => ({ xDnsPrefetchControl: allow === true ? "on" : "off" }),
    xFrameOptions: ({ action = "SAMEORIGIN" }) => ({ xFrameOptions: action, contentSecurityPolicy: false }),
    xXssProtection: () => ({ xXssProtection: "0" }),
    topLevel: (given) =>
      Object.fromEntries(Object.entries(given).map(([key, value]) => [key, saidTopLevel(key, value)])),
  };

  function saidTopLevel(key: string, value: unknown): unknown {
    if (typeof value === "object" && value !== null && "policy" in value) return value.policy;
    if (value === true) return key === "originAgentCluster" ? "?1" : undefined;
    return value;
  }

  /** Where this library answers otherwise, and why. */
  const DIFFERS: readonly [pattern: RegExp, reason: string][] = [
    [/^contentSecurityPolicy/, "a policy without base-uri and frame-ancestors is refused here"],
    [/maxAge: 123\.[45]/, "a fraction of a second is refused, not rounded"],
    [/maxAge: -0 /, "the minus is refused"],
    [/action: "(?!DENY|SAMEORIGIN")/, "one spelling only"],
    [/xFrameOptions: true/, "the standard is DENY here, as frame-ancestors says"],
    [
      /hsts:|noSniff:|dnsPrefetchControl:|ieNoOpen:|frameguard:|permittedCrossDomainPolicies:|xssFilter:|hidePoweredBy:/,
      "helmet's older names for its options are not taken over",
    ],
    [/xPoweredBy|works with all/, "banners are an option of their own"],
    [/^\(req, res, next\)/, "not a setting"],
  ];

  interface Check {
    readonly middleware: string;
    readonly title?: string;
    readonly expected?: Record<string, string | null>;
  }
  const { checks, throws } = read<{ checks: Check[]; throws: { code: string }[] }>("helmet-expectations.json", {
    checks: [],
    throws: [],
  });
  const same = checks.filter(
    ({ middleware, expected }) =>
      expected !== undefined &&
      !DIFFERS.some(([pattern]) => pattern.test(middleware)) &&
      SAID_HERE[literal(middleware)?.name ?? ""] !== undefined,
  );

  it("is said here for a good part of it", () => {
    expect(same.length).toBeGreaterThanOrEqual(30);
  });

  it.each(same)("$middleware", ({ middleware, expected = {} }) => {
    const { name, value } = literal(middleware) ?? { name: "", value: {} };
    const headers = sent(SAID_HERE[name]?.(value as Given) ?? {});
    for (const [header, text] of Object.entries(expected)) {
      const own = headers.get(header)?.replace(/, /g, ",") ?? null;
      expect([header, own]).toEqual([header, text?.replace(/, /g, ",") ?? null]);
    }
  });

  const refused = throws.flatMap(({ code }) => {
    const call = literal(code.replace(/^assert\.throws\(\s*\(\) =>\s*/, "").replace(/\}\s*,?\s*\{\s*message.*$/s, "}"));
    const own = call === undefined ? undefined : SAID_HERE[call.name];
    return call === undefined || own === undefined || call.name === "topLevel" ? [] : [{ code, call, own }];
  });

  it("refuses a good part of what helmet refuses", () => {
    expect(refused.length).toBeGreaterThan(15);
  });

  it.each(refused)("refused as well: $code", ({ call, own }) => {
    expect(() => sent(own(call.value as Given))).toThrow(ConfigError);
  });
});

describe.skipIf(!present)("what the OWASP Secure Headers Project recommends", () => {
  interface Recommended {
    readonly headers: readonly { name: string; value: string }[];
  }
  const { headers: recommended } = read<Recommended>("owasp-headers_add.json", { headers: [] });
  const { headers: banners } = read<{ headers: string[] }>("owasp-headers_remove.json", { headers: [] });

  const own = new Map([...sent({}), ...NO_STORE, clearSiteData()]);
  /** Where the text differs, and how this library is at least as strict. */
  const STRICTER: Readonly<Record<string, (theirs: string, ours: string) => boolean>> = {
    "content-security-policy": (theirs, ours) =>
      theirs.split("; ").every((directive) => {
        const [name = ""] = directive.split(" ");
        return ours.split("; ").some((line) => line === directive || line === `${name} 'none'`);
      }),
    "permissions-policy": (theirs, ours) =>
      theirs.split(", ").every((feature) => ours.split(", ").includes(`${feature.split("=")[0] ?? ""}=()`)),
    "clear-site-data": (theirs, ours) => ours.replace(/ /g, "") === theirs,
    "x-frame-options": (theirs, ours) => ours.toLowerCase() === theirs.toLowerCase(),
  };

  it.each(recommended)("$name", ({ name, value }) => {
    const ours = own.get(name.toLowerCase()) ?? "";
    const compare = STRICTER[name.toLowerCase()] ?? ((theirs, text) => theirs === text);
    expect([ours, compare(value, ours)]).toEqual([ours, true]);
  });

  it("is removed as well: every banner on their list", () => {
    const removed = new Set(cover({ preset: "api", banners: "all" }).removed);
    expect(banners.map((name) => name.toLowerCase()).filter((name) => !removed.has(name))).toEqual([]);
    expect(BANNERS.own.every((name) => removed.has(name))).toBe(true);
  });
});

describe.skipIf(!present)("what the MDN HTTP Observatory finds fault with", () => {
  interface Case {
    readonly test: string;
    readonly headers: Record<string, string | string[]>;
    readonly result: string;
    readonly pass: boolean;
  }
  const { cases } = read<{ cases: Case[] }>("observatory-vectors.json", { cases: [] });

  function policyOf({ headers }: Case): string | undefined {
    return Object.entries(headers)
      .find(([name]) => name.toLowerCase() === "content-security-policy")?.[1]
      ?.toString();
  }

  function directivesOf(policy: string): CspDirectives {
    const lines = policy.split(";").map((line) => line.trim().split(/\s+/));
    const flags = ["upgrade-insecure-requests"];
    const pairs = lines.map(([name = "", ...sources]) => [name, flags.includes(name) ? true : sources]);
    return Object.fromEntries(pairs) as CspDirectives;
  }

  /** Gives the rest of the lint what it asks for, so that the fault itself is what is refused. */
  function completed(policy: string): CspDirectives {
    const given = directivesOf(policy);
    return { "base-uri": ["'none'"], "frame-ancestors": ["'none'"], ...given };
  }

  const faulty = cases
    .filter(({ test, pass }) => test === "contentSecurityPolicyTest" && !pass)
    .flatMap((each) => {
      const policy = policyOf(each);
      // An object cannot name a directive twice.
      return policy === undefined || /default-src.*default-src/.test(policy) ? [] : [{ policy, result: each.result }];
    });

  it("is there to compare with", () => {
    expect(faulty.length).toBeGreaterThan(30);
  });

  it.each(faulty)("cannot be built here: $policy", ({ policy }) => {
    expect(() => contentSecurityPolicy({ directives: completed(policy) })).toThrow(ConfigError);
  });

  it("cannot be built here: answers for every origin with credentials", () => {
    expect(() => cors({ origins: "*", credentials: true })).toThrow(ConfigError);
  });

  const JUDGED: Readonly<Record<string, string>> = {
    crossOriginEmbedderPolicyTest: "cross-origin-embedder-policy",
    crossOriginOpenerPolicyTest: "cross-origin-opener-policy",
    crossOriginResourcePolicyTest: "cross-origin-resource-policy",
    referrerPolicyTest: "referrer-policy",
    xContentTypeOptionsTest: "x-content-type-options",
    xFrameOptionsTest: "x-frame-options",
  };

  it.each(["api", "page"] as const)("is in no header of the %s preset", (preset) => {
    const headers = sent({}, preset);
    const verdicts = cases.flatMap(({ test, headers: recorded, pass }) => {
      const name = JUDGED[test];
      const [, value] = Object.entries(recorded).find(([key]) => key.toLowerCase() === name) ?? [];
      return name !== undefined && value === headers.get(name) ? [`${name} ${pass}`] : [];
    });
    expect(new Set(verdicts)).toEqual(new Set(Object.values(JUDGED).map((name) => `${name} true`)));
  });
});
