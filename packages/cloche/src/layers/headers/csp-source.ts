/** What may stand in a directive: sources, a nonce of the answer, and what is dangerous only with a reason. */
import { configFault, nonEmptyText, onlyKnown } from "../../kernel/index.js";
import { DIRECTIVES, type DirectiveName } from "./csp-directives.js";
import { servesAnybodysScripts } from "./csp-keywords.js";

/** Stands for `'nonce-...'` with the nonce of each answer. */
export const NONCE: unique symbol = Symbol("nonce");

/** A source that weakens the policy, and why it is needed. */
export interface Dangerous {
  readonly source: string;
  readonly because: string;
}

/** One source of a directive. */
export type Source = string | typeof NONCE | Dangerous;

/**
 * Lets a source into a policy that would otherwise be refused. The reason stays with it for whoever reviews.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * dangerously({ source: "'unsafe-inline'", because: "the chart library writes style attributes" });
 */
export function dangerously({ source, because, ...rest }: Dangerous): Dangerous {
  onlyKnown(rest, ["source", "because"], "dangerously");
  return Object.freeze({
    source: nonEmptyText(source, "dangerously.source"),
    because: nonEmptyText(because, "dangerously.because"),
  });
}

const WRITABLE = /^[\x21-\x2b\x2d-\x3a\x3c-\x7e]+$/;
const QUOTED = /^'[A-Za-z0-9+/=_-]+'$/;
const BARE_KEYWORD = /^(?:self|none|strict-dynamic|report-sample|unsafe-|wasm-unsafe-|nonce-|sha(?:256|384|512)-)/i;
const STATIC_NONCE = /^'nonce-/i;
const UNSAFE = /^'(?:wasm-)?unsafe-/i;
const WIDE = /^(?:[a-z][a-z0-9+.-]*:(?:\/\/\*(?::[\d*]+)?)?|\*(?::[\d*]+)?)$/i;
const WITHOUT_TLS = /^(?:http|ws|ftp):/i;

/**
 * The source as it is written, or a fault that says what to write instead.
 *
 * @throws ConfigError `option_invalid` where it cannot be written, `policy_contradiction` where it undoes the policy.
 */
export function sourceText(source: string | Dangerous, directive: DirectiveName, where: string): string {
  const text = typeof source === "string" ? source : source.source;
  const fix = cannotBeWritten(text, directive);
  if (fix !== undefined) throw configFault("option_invalid", { where, fix });
  if (typeof source === "string" && weakens(text, directive)) {
    throw configFault("policy_contradiction", {
      where,
      fix: "This source undoes the policy. Name hosts, hashes or NONCE, or use dangerously({ source, because }).",
    });
  }
  return text;
}

function cannotBeWritten(text: unknown, directive: DirectiveName): string | undefined {
  if (typeof text !== "string" || !WRITABLE.test(text)) {
    return "Use printable ASCII without spaces, commas and semicolons, one source per entry.";
  }
  if (DIRECTIVES[directive].takes === "words") return undefined;
  if (STATIC_NONCE.test(text)) return "A nonce is fresh for each answer: write NONCE.";
  if (text.startsWith("'") ? !QUOTED.test(text) : BARE_KEYWORD.test(text)) {
    return "Keywords and hashes stand in single quotes.";
  }
  return undefined;
}

function weakens(text: string, directive: DirectiveName): boolean {
  if (DIRECTIVES[directive].takes === "words") return false;
  if (UNSAFE.test(text) || WITHOUT_TLS.test(text) || servesAnybodysScripts(text, directive)) return true;
  return DIRECTIVES[directive].strict && WIDE.test(text);
}
