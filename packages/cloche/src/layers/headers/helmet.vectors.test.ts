/** Everything helmet's own tests set and refuse, said in this library's options: met, or different for a reason. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { type CoverOptions, cover } from "./index.js";

const FILE = new URL("../../../../../../shared/vectors/helmet-expectations.json", import.meta.url);

type Given = Record<string, unknown>;

interface Check {
  readonly middleware: string;
  readonly expected?: Record<string, string | null>;
  readonly expectedText?: string;
}

const { checks, throws } = existsSync(FILE)
  ? (JSON.parse(readFileSync(FILE, "utf8")) as { checks: Check[]; throws: { code: string }[] })
  : { checks: [], throws: [] };

/** The headers of a page's cover over TLS. What is removed is `null`. */
function sent(change: Given): Map<string, string | null> {
  const lid = cover({ preset: "page", ...change } as CoverOptions);
  const removed = lid.removed.map((name): [string, null] => [name, null]);
  return new Map<string, string | null>([...removed, ...lid.headers, ...lid.overTls]);
}

/** Reads the literal of a JavaScript call such as `f({ maxAge: -0.1 })`; `undefined` where it is more than a literal. */
function literal(call: string): { name: string; value: Given } | undefined {
  const match = /\b([a-zA-Z]+)\((\{.*\})?\s*\)/s.exec(call.replace("Object.create(null)", "{}"));
  if (match === null) return undefined;
  const json = (match[2] ?? "{}")
    .replace(/BigInt\((-?\d+)\)/g, '{"big":"$1"}')
    .replace(/-?Infinity|NaN/g, (text) => `{"number":"${text}"}`)
    .replace(/[a-zA-Z]+: undefined/g, "")
    .replace(/([{,]\s*)([a-zA-Z]+):/g, '$1"$2":')
    .replace(/,\s*([}\]])/g, "$1");
  try {
    return { name: match[1] ?? "", value: JSON.parse(json, revive) as Given };
  } catch {
    return undefined;
  }
}

function revive(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("big" in value) return BigInt(String(value.big));
  return "number" in value ? Number(value.number) : value;
}

const YEAR_SECONDS = 31_536_000;

/** Less than a year is said to be a step here. */
function hsts(given: Given): Given {
  const { maxAge = YEAR_SECONDS } = given;
  const isStep = typeof maxAge === "number" && maxAge > 0 && maxAge < YEAR_SECONDS;
  return { strictTransportSecurity: { maxAge, ...given, ...(isStep ? { ramp: true } : {}) } };
}

/** How each of helmet's middlewares is said here. */
const SAID_HERE: Readonly<Record<string, (given: Given) => Given>> = {
  strictTransportSecurity: hsts,
  crossOriginEmbedderPolicy: ({ policy = "require-corp" }) => ({ crossOriginEmbedderPolicy: policy }),
  crossOriginOpenerPolicy: ({ policy = "same-origin" }) => ({ crossOriginOpenerPolicy: policy }),
  crossOriginResourcePolicy: ({ policy = "same-origin" }) => ({ crossOriginResourcePolicy: policy }),
  referrerPolicy: ({ policy = "no-referrer" }) => ({ referrerPolicy: policy }),
  originAgentCluster: () => ({ originAgentCluster: "?1" }),
  xContentTypeOptions: () => ({ xContentTypeOptions: "nosniff" }),
  xDnsPrefetchControl: ({ allow }) => ({ xDnsPrefetchControl: allow === true ? "on" : "off" }),
  xDownloadOptions: () => ({ xDownloadOptions: "noopen" }),
  xFrameOptions: ({ action = "SAMEORIGIN" }) => ({ xFrameOptions: action, contentSecurityPolicy: false }),
  xPermittedCrossDomainPolicies: ({ permittedPolicies = "none" }) => ({
    xPermittedCrossDomainPolicies: permittedPolicies,
  }),
  xPoweredBy: () => ({ banners: "own" }),
  xXssProtection: () => ({ xXssProtection: "0" }),
  topLevel: (given) =>
    Object.assign({}, ...Object.entries(given).map(([name, value]) => saidTopLevel(name, value))) as Given,
};

/** Helmet's older names of its options. */
const OLDER_NAMES: Readonly<Record<string, string>> = {
  hsts: "strictTransportSecurity",
  noSniff: "xContentTypeOptions",
  dnsPrefetchControl: "xDnsPrefetchControl",
  ieNoOpen: "xDownloadOptions",
  frameguard: "xFrameOptions",
  permittedCrossDomainPolicies: "xPermittedCrossDomainPolicies",
  hidePoweredBy: "xPoweredBy",
  xssFilter: "xXssProtection",
};

function saidTopLevel(given: string, value: unknown): Given {
  const name = OLDER_NAMES[given] ?? given;
  if (name === "xPoweredBy") return { banners: value === false ? false : "own" };
  if (value === false) return { [name]: false };
  const own = SAID_HERE[name]?.(typeof value === "object" && value !== null ? upperAction(value as Given) : {}) ?? {};
  return { [name]: own[name] };
}

/** One spelling of the action is known here. */
function upperAction(given: Given): Given {
  return typeof given.action === "string" ? { ...given, action: given.action.toUpperCase() } : given;
}

/** What helmet's tests name `expectedHeaders`, for each middleware. */
const STANDARD: Readonly<Record<string, Record<string, string>>> = {
  crossOriginEmbedderPolicy: { "cross-origin-embedder-policy": "require-corp" },
  crossOriginOpenerPolicy: { "cross-origin-opener-policy": "same-origin" },
  crossOriginResourcePolicy: { "cross-origin-resource-policy": "same-origin" },
  strictTransportSecurity: { "strict-transport-security": "max-age=31536000; includeSubDomains" },
  xDnsPrefetchControl: { "x-dns-prefetch-control": "off" },
  xPermittedCrossDomainPolicies: { "x-permitted-cross-domain-policies": "none" },
};

/** What its tests go through in a loop: every value an option can have. */
const EVERY_VALUE: readonly [pattern: RegExp, header: string, values: readonly string[]][] = [
  [
    /^crossOriginEmbedderPolicy\(\{ policy \}/,
    "cross-origin-embedder-policy",
    "require-corp credentialless unsafe-none".split(" "),
  ],
  [
    /^crossOriginOpenerPolicy\(\{ policy \}/,
    "cross-origin-opener-policy",
    "same-origin same-origin-allow-popups noopener-allow-popups unsafe-none".split(" "),
  ],
  [
    /^crossOriginResourcePolicy\(\{ policy \}/,
    "cross-origin-resource-policy",
    "same-origin same-site cross-origin".split(" "),
  ],
  [
    /^referrerPolicy\(\{ policy(?:: \[policy\])? \}/,
    "referrer-policy",
    (
      "no-referrer no-referrer-when-downgrade same-origin origin strict-origin origin-when-cross-origin " +
      "strict-origin-when-cross-origin unsafe-url"
    ).split(" "),
  ],
  [
    /^xPermittedCrossDomainPolicies\(\{ permittedPolicies \}/,
    "x-permitted-cross-domain-policies",
    "none master-only by-content-type all".split(" "),
  ],
];

/** Where this library answers otherwise, and why. */
const DIFFERS: readonly [pattern: RegExp, reason: string][] = [
  [/^contentSecurityPolicy/, "a policy without base-uri and frame-ancestors is refused here"],
  [/maxAge: 123\.[45]/, "a fraction of a second is refused, not rounded"],
  [/action: "(?!DENY"|SAMEORIGIN")\w+-?\w+" \}\)$/, "one spelling only"],
  [/xFrameOptions: true/, "the standard is DENY here, as frame-ancestors says"],
  [/^topLevel\((?:\{\}|Object\.create\(null\))?\)$/, "helmet's own defaults: 'unsafe-inline' styles, and no COEP"],
  [/^\(req, res, next\)/, "not a setting: an order of middlewares"],
];

function differs({ middleware }: Check): boolean {
  return !middleware.startsWith("topLevel({ frameguard") && DIFFERS.some(([pattern]) => pattern.test(middleware));
}

const loops = checks.filter(({ middleware }) => EVERY_VALUE.some(([pattern]) => pattern.test(middleware)));
const different = checks.filter((check) => differs(check));
const same = checks.flatMap((check) => {
  const call = loops.includes(check) || different.includes(check) ? undefined : literal(check.middleware);
  const say = SAID_HERE[call?.name ?? ""];
  const expected =
    check.expected ?? (check.expectedText === "expectedHeaders" ? STANDARD[call?.name ?? ""] : undefined);
  return call === undefined || say === undefined || expected === undefined ? [] : [{ ...check, call, say, expected }];
});

describe.skipIf(!existsSync(FILE))("what helmet's own tests expect", () => {
  it("is met here, but for what differs for a reason", () => {
    expect([checks.length, same.length, loops.length, different.length]).toEqual([92, 70, 6, 16]);
  });

  it.each(same)("$middleware", ({ call, say, expected }) => {
    const headers = sent(say(call.value));
    for (const [header, text] of Object.entries(expected)) {
      // A banner that is left alone is the application's.
      if (header === "x-powered-by") expect(headers.has(header)).toBe(text === null);
      else
        expect([header, headers.get(header)?.replace(/, /g, ",") ?? null]).toEqual([
          header,
          text?.replace(/, /g, ",") ?? null,
        ]);
    }
  });

  it.each(EVERY_VALUE)("%s: every value", (pattern, header, values) => {
    const option = /\^(\w+)/.exec(pattern.source)?.[1] ?? "";
    for (const value of values) expect(sent({ [option]: value }).get(header)).toBe(value);
  });
});

describe.skipIf(!existsSync(FILE))("what helmet's own tests refuse", () => {
  const refused = throws.flatMap(({ code }) => {
    const call = literal(code.replace(/^assert\.throws\(\s*\(\) =>\s*/, "").replace(/\}\s*,?\s*\{\s*message.*$/s, "}"));
    const say = call === undefined || call.name === "topLevel" ? undefined : SAID_HERE[call.name];
    return call === undefined || say === undefined ? [] : [{ code, call, say }];
  });

  it("is refused here for a good part of it", () => {
    expect(refused.length).toBeGreaterThan(15);
  });

  it.each(refused)("refused as well: $code", ({ call, say }) => {
    expect(() => sent(say(call.value))).toThrow(ConfigError);
  });
});
