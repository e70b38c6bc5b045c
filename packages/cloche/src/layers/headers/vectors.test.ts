/** The presets against the OWASP lists and the MDN Observatory's records. */
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
  type PresetName,
  tlsRedirect,
} from "./index.js";

const FOLDER = new URL("../../../../../../shared/vectors/", import.meta.url);

function read<Shape>(name: string, otherwise: Shape): Shape {
  const file = new URL(name, FOLDER);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Shape) : otherwise;
}

const present = existsSync(FOLDER);

function sent(change: Record<string, unknown>, preset: PresetName = "page"): Map<string, string> {
  const lid = cover({ preset, ...change } as CoverOptions);
  return new Map([...lid.headers, ...lid.overTls]);
}

describe.skipIf(!present)("what the OWASP Secure Headers Project recommends", () => {
  interface Recommended {
    readonly headers: readonly { name: string; value: string }[];
  }
  const { headers: recommended } = read<Recommended>("owasp-headers_add.json", { headers: [] });
  const { headers: banners } = read<{ headers: string[] }>("owasp-headers_remove.json", { headers: [] });

  const own = new Map([...sent({}), ...NO_STORE, clearSiteData()]);
  /** On their list, and left out of ours: no engine knows it, and Chromium warns about it on each page. */
  const UNKNOWN_TO_ENGINES = ["web-share"];

  /** Where the text differs, and how this library is at least as strict. */
  const STRICTER: Readonly<Record<string, (theirs: string, ours: string) => boolean>> = {
    "content-security-policy": (theirs, ours) =>
      theirs.split("; ").every((directive) => {
        const [name = ""] = directive.split(" ");
        return ours.split("; ").some((line) => line === directive || line === `${name} 'none'`);
      }),
    "permissions-policy": (theirs, ours) =>
      theirs
        .split(", ")
        .map((feature) => feature.split("=")[0] ?? "")
        .filter((feature) => !UNKNOWN_TO_ENGINES.includes(feature))
        .every((feature) => ours.split(", ").includes(`${feature}=()`)),
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
    readonly httpRedirects: readonly { readonly url: string }[];
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

  const PRESETS = ["api", "page", "mixed"] as const;

  it.each(PRESETS)("is in no header of the %s preset", (preset) => {
    const headers = sent({}, preset);
    const verdicts = cases.flatMap(({ test, headers: recorded, pass }) => {
      const name = JUDGED[test];
      const [, value] = Object.entries(recorded).find(([key]) => key.toLowerCase() === name) ?? [];
      return name !== undefined && value === headers.get(name) ? [`${name} ${pass}`] : [];
    });
    expect(new Set(verdicts)).toEqual(new Set(Object.values(JUDGED).map((name) => `${name} true`)));
  });

  /** The modifiers of its documented chart for the results these headers have. */
  const CHART: readonly [name: string, best: RegExp, modifier: number, otherwise: number][] = [
    ["content-security-policy", /^default-src 'none'(?!.*'unsafe-)/, 10, -25],
    ["strict-transport-security", /^max-age=(?:[2-9]\d{7}|\d{9,})\b/, 0, -20],
    ["x-frame-options", /^(?:DENY|SAMEORIGIN)$/, 0, -20],
    ["content-security-policy", /frame-ancestors '(?:none|self)'/, 5, 0],
    ["x-content-type-options", /^nosniff$/, 0, -5],
    ["referrer-policy", /^(?:no-referrer|same-origin|strict-origin(?:-when-cross-origin)?)$/, 5, 0],
    ["cross-origin-opener-policy", /^same-origin/, 10, 0],
    ["cross-origin-embedder-policy", /^(?:require-corp|credentialless)$/, 10, 0],
    ["cross-origin-resource-policy", /^same-(?:origin|site)$/, 10, 0],
  ];

  it.each(PRESETS)("leaves the %s preset with every bonus of its chart and no fault", (preset) => {
    const headers = sent({}, preset);
    const scored = CHART.map(([name, best, modifier, otherwise]) =>
      best.test(headers.get(name) ?? "") ? modifier : otherwise,
    );
    expect(100 + scored.reduce((sum, modifier) => sum + modifier, 0)).toBe(150);
  });

  const chains = cases.filter(({ test, httpRedirects }) => test === "redirectionTest" && httpRedirects.length > 1);

  it.each(chains)("judges a first redirect as this library makes it: $result", ({ httpRedirects, pass }) => {
    const [first, second] = httpRedirects.map(({ url }) => new URL(url)) as [URL, URL];
    const redirect = tlsRedirect({ origin: `https://${first.host}`, answers: "page" });
    const head = { method: "GET", target: first.pathname, address: "192.0.2.1", secure: false } as const;
    const decision = redirect({ ...head, header: () => undefined, headerCount: () => 0 });
    const own = new Map(decision?.headers).get("location") ?? "";
    expect(own).toBe(`https://${first.host}/`);
    expect(pass).toBe(second.protocol === "https:" && second.hostname === new URL(own).hostname);
  });
});
