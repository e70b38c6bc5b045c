/** Builds a Content-Security-Policy that is read and linted once, at start. */
import { configFault } from "../../kernel/index.js";
import { DIRECTIVE_NAMES, DIRECTIVES, type DirectiveName, type FlagName } from "./csp-directives.js";
import { lint } from "./csp-lint.js";
import { NONCE, type Source, sourceText } from "./csp-source.js";
import { checkNonce } from "./nonce.js";
import { section } from "./section.js";

/** Each directive with its sources; `false` takes a preset's directive away. */
export type CspDirectives = {
  readonly [Name in DirectiveName]?: (Name extends FlagName ? boolean : readonly Source[] | false) | undefined;
};

/** A policy to build. */
export interface CspOptions {
  readonly directives: CspDirectives;
  /** Only reports what it would have blocked. */
  readonly reportOnly?: boolean;
}

/** Who may frame the page, as `X-Frame-Options` can say it. */
export type Framing = "nobody" | "own" | "listed";

/** A policy, ready to be sent. */
export interface ContentSecurityPolicy {
  readonly headerName: "content-security-policy" | "content-security-policy-report-only";
  /** The policy for a connection without TLS: without `upgrade-insecure-requests`, which breaks http://localhost. */
  readonly value: string;
  /** The policy for a connection with TLS. */
  readonly valueOverTls: string;
  /** Whether a directive holds `NONCE`. Without the nonce, `value` allows what it would have allowed to nobody. */
  readonly needsNonce: boolean;
  readonly framing: Framing;
  /** The names that `report-to` sends to. */
  readonly reportTo: readonly string[];
  /** The policy with the nonce of one answer. */
  withNonce(nonce: string, overTls: boolean): string;
}

type Read = ReadonlyMap<DirectiveName, readonly Source[]>;

/**
 * Builds a Content-Security-Policy (CSP3). Refused are: a missing `default-src`, `base-uri` or `frame-ancestors`,
 * plug-ins that are not off, sources that undo the policy without a reason, and whatever cannot be written.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `policy_contradiction`
 * @example
 * contentSecurityPolicy({
 *   directives: {
 *     "default-src": ["'none'"],
 *     "script-src": ["'self'", NONCE],
 *     "base-uri": ["'none'"],
 *     "frame-ancestors": ["'none'"],
 *   },
 * }).value;
 */
export function contentSecurityPolicy(options: CspOptions, where = "contentSecurityPolicy"): ContentSecurityPolicy {
  section(options, ["directives", "reportOnly"], where);
  const directives = readDirectives(options.directives, `${where}.directives`);
  lint(directives, { where: `${where}.directives`, reportOnly: options.reportOnly === true });
  const plain = rendered(withoutUpgrade(directives));
  const overTls = rendered(directives);
  const filled = (nonce: string, secure: boolean): string => {
    checkNonce(nonce);
    return (secure ? overTls : plain).parts.join(`'nonce-${nonce}'`);
  };
  return Object.freeze({
    headerName: options.reportOnly === true ? "content-security-policy-report-only" : "content-security-policy",
    value: plain.bare,
    valueOverTls: overTls.bare,
    needsNonce: overTls.parts.length > 1,
    framing: framingOf(directives),
    reportTo: (directives.get("report-to") ?? []).map(String),
    withNonce: filled,
  });
}

function readDirectives(given: CspDirectives, where: string): Read {
  section(given, DIRECTIVE_NAMES, where);
  const read = new Map<DirectiveName, readonly Source[]>();
  for (const name of DIRECTIVE_NAMES) {
    const value = given[name];
    if (value !== undefined && value !== false) read.set(name, readSources(value, name, `${where}.${name}`));
  }
  return read;
}

function readSources(value: readonly Source[] | true, name: DirectiveName, where: string): readonly Source[] {
  if (DIRECTIVES[name].takes === "nothing") {
    if (value === true) return [];
    throw configFault("option_invalid", { where, fix: "Give true or false: it takes no sources." });
  }
  if (!Array.isArray(value) || (value.length === 0 && name !== "sandbox")) {
    throw configFault("option_invalid", { where, fix: "Give a list with at least one source, such as [\"'none'\"]." });
  }
  for (const source of value) if (source !== NONCE) sourceText(source, name, where);
  return value;
}

function withoutUpgrade(directives: Read): Read {
  return new Map([...directives].filter(([name]) => name !== "upgrade-insecure-requests"));
}

/** The policy split where the nonce goes, and as it is without any. */
function rendered(directives: Read): { parts: readonly string[]; bare: string } {
  const hole = "\0";
  const withHoles = [...directives].map(([name, sources]) => line(name, sources, hole)).join("; ");
  const bare = [...directives].map(([name, sources]) => line(name, withoutNonce(sources), hole)).join("; ");
  return { parts: withHoles.split(hole), bare };
}

function line(name: DirectiveName, sources: readonly Source[], hole: string): string {
  return [name, ...sources.map((source) => (source === NONCE ? hole : sourceText(source, name, name)))].join(" ");
}

function withoutNonce(sources: readonly Source[]): readonly Source[] {
  const kept = sources.filter((source) => source !== NONCE);
  return kept.length === 0 && sources.length > 0 ? ["'none'"] : kept;
}

function framingOf(directives: Read): Framing {
  const [only, second] = directives.get("frame-ancestors") ?? [];
  if (second !== undefined) return "listed";
  return only === "'none'" ? "nobody" : only === "'self'" ? "own" : "listed";
}
