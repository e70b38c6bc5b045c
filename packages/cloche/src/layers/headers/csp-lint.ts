/** Finds what is missing from a Content-Security-Policy, or contradicts itself in it. */
import { configFault } from "../../kernel/index.js";
import { DIRECTIVES, type DirectiveName } from "./csp-directives.js";
import { KEYWORDS, SANDBOX_TOKENS } from "./csp-keywords.js";
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
  {
    at: "frame-ancestors",
    fix: "It takes 'none', 'self', schemes and hosts; other keywords mean nothing there.",
    broken: (directives) => textsOf(directives, "frame-ancestors").some((text) => /^'(?!none'$|self'$)/.test(text)),
  },
  {
    at: "sandbox",
    fix: "With both allow-scripts and allow-same-origin, a script can take the sandbox off again.",
    broken: (directives) =>
      ["allow-scripts", "allow-same-origin"].every((token) => textsOf(directives, "sandbox").includes(token)),
  },
  {
    at: "sandbox",
    fix: `Give nothing, or any of: ${[...SANDBOX_TOKENS].join(", ")}.`,
    broken: (directives) => !textsOf(directives, "sandbox").every((token) => SANDBOX_TOKENS.has(token)),
  },
  {
    at: "require-trusted-types-for",
    fix: "Write 'script', the only thing it can be required for.",
    broken: (directives) => !textsOf(directives, "require-trusted-types-for").every((text) => text === "'script'"),
  },
];

/** What a policy that only reports cannot do: browsers ignore it there, and say so in the console. */
const ENFORCED_ONLY: readonly DirectiveName[] = ["sandbox", "upgrade-insecure-requests"];

/** Which policy is looked at. */
export interface LintContext {
  readonly where: string;
  readonly reportOnly: boolean;
}

/**
 * @throws ConfigError `policy_contradiction`
 */
export function lint(directives: Directives, { where, reportOnly }: LintContext): void {
  for (const { at, fix, broken } of RULES) {
    if (broken(directives)) throw contradiction(`${where}.${at}`, fix);
  }
  for (const name of reportOnly ? ENFORCED_ONLY : []) {
    if (directives.has(name))
      throw contradiction(`${where}.${name}`, "It means nothing in a policy that only reports.");
  }
  for (const [name, sources] of directives) {
    lintSources(sources, `${where}.${name}`);
    if (DIRECTIVES[name].takes === "sources") lintKeywords(sources, name, `${where}.${name}`);
  }
}

function lintKeywords(sources: readonly Source[], name: DirectiveName, where: string): void {
  for (const source of sources) {
    const text = textOf(source);
    const misplaced = Object.values(KEYWORDS).find(({ pattern, means }) => pattern.test(text) && !means.includes(name));
    if (misplaced === undefined) continue;
    throw contradiction(where, `This keyword means nothing here, only in: ${misplaced.means.join(", ")}.`);
  }
}

function textsOf(directives: Directives, name: DirectiveName): readonly string[] {
  return (directives.get(name) ?? []).map(textOf);
}

function textOf(source: Source): string {
  if (source === NONCE) return "'nonce-'";
  return typeof source === "string" ? source : source.source;
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
