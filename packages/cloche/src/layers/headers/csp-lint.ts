/** Finds what is missing from a Content-Security-Policy, or contradicts itself in it. */
import { configFault } from "../../kernel/index.js";
import type { DirectiveName } from "./csp-directives.js";
import { NONCE, type Source } from "./csp-source.js";

/** The directives of one policy, each with its sources as given. */
export type Directives = ReadonlyMap<DirectiveName, readonly Source[]>;

interface Rule {
  readonly at: DirectiveName;
  readonly fix: string;
  readonly broken: (directives: Directives) => boolean;
}

/** ASVS 5.0, 3.4.3 and 3.4.6. */
const RULES: readonly Rule[] = [
  {
    at: "default-src",
    fix: "Set it: what no directive names would be allowed from everywhere.",
    broken: (directives) => !directives.has("default-src"),
  },
  {
    at: "object-src",
    fix: "Set it to 'none': plug-ins run code outside the policy.",
    broken: (directives) => {
      const sources = directives.get("object-src") ?? directives.get("default-src");
      return sources !== undefined && !isNone(sources) && !sources.every(isReasoned);
    },
  },
  {
    at: "base-uri",
    fix: "Set it to 'none' or 'self': default-src does not cover it, and a <base> redirects every relative script.",
    broken: (directives) => !onlyOwn(directives.get("base-uri")),
  },
  {
    at: "frame-ancestors",
    fix: "Set it, such as to 'none': default-src does not cover it.",
    broken: (directives) => !directives.has("frame-ancestors"),
  },
];

/**
 * @throws ConfigError `policy_contradiction`
 */
export function lint(directives: Directives, where: string): void {
  for (const { at, fix, broken } of RULES) {
    if (broken(directives)) throw contradiction(`${where}.${at}`, fix);
  }
  for (const [name, sources] of directives) lintSources(sources, `${where}.${name}`);
}

function lintSources(sources: readonly Source[], where: string): void {
  const texts = sources.map((source) => (typeof source === "object" ? source.source : source));
  if (new Set(texts).size < texts.length) throw contradiction(where, "It names a source twice.");
  if (texts.includes("'none'") && texts.length > 1) throw contradiction(where, "'none' stands alone.");
  if (texts.includes("'strict-dynamic'") && !texts.some(isTrustAnchor)) {
    throw contradiction(where, "'strict-dynamic' ignores hosts: add NONCE or a hash, or nothing runs.");
  }
}

function isTrustAnchor(text: string | typeof NONCE): boolean {
  return text === NONCE || /^'sha(?:256|384|512)-/.test(text);
}

function isNone(sources: readonly Source[]): boolean {
  return sources.length === 1 && sources[0] === "'none'";
}

function isReasoned(source: Source): boolean {
  return typeof source === "object";
}

function onlyOwn(sources: readonly Source[] | undefined): boolean {
  return sources?.every((source) => source === "'none'" || source === "'self'" || isReasoned(source)) ?? false;
}

function contradiction(where: string, fix: string) {
  return configFault("policy_contradiction", { where, fix });
}
