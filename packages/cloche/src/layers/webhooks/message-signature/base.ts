/** The signature base (RFC 9421 section 2.5): the covered parts of a request as the text that is signed. */
import { table } from "../../../kernel/index.js";
import { writeText } from "./structured.js";

/** A request as both sides see it; scheme and host are the public ones, never the Host header. */
export interface SignedMessage {
  readonly method: string;
  /** `https`. */
  readonly scheme: string;
  /** Lower case, without the scheme's own port. */
  readonly authority: string;
  /** The path as sent. */
  readonly path: string;
  /** From the question mark on, or the empty text. */
  readonly query: string;
  /** The value of a header by its lower-case name; several are joined by ", ". */
  readonly header: (name: string) => string | undefined;
}

/** The derived components of section 2.2 that a request has, without `@query-param`. */
const DERIVED = table({
  "@method": ({ method }: SignedMessage) => method,
  "@target-uri": ({ scheme, authority, path, query }: SignedMessage) => `${scheme}://${authority}${path}${query}`,
  "@authority": ({ authority }: SignedMessage) => authority,
  "@scheme": ({ scheme }: SignedMessage) => scheme,
  "@request-target": ({ path, query }: SignedMessage) => path + query,
  "@path": ({ path }: SignedMessage) => path,
  // Section 2.2.7: an absent query is written as the question mark alone.
  "@query": ({ query }: SignedMessage) => (query === "" ? "?" : query),
});

const FIELD_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;
const FIELD_VALUE = /^[\t\x20-\x7e]*$/;

/** Whether a component is one that can be covered here. */
export function isComponent(name: string): boolean {
  return Object.hasOwn(DERIVED, name) || FIELD_NAME.test(name);
}

/** The base, or `undefined` where a covered part is unknown, doubled, absent or not writable on one line. */
export function signatureBase(
  message: SignedMessage,
  components: readonly string[],
  parameters: string,
): string | undefined {
  if (new Set(components).size !== components.length) return undefined;
  const lines: string[] = [];
  for (const name of components) {
    const value = componentValue(message, name);
    if (value === undefined || !FIELD_VALUE.test(value)) return undefined;
    lines.push(`${writeText(name)}: ${value}`);
  }
  lines.push(`"@signature-params": ${parameters}`);
  return lines.join("\n");
}

function componentValue(message: SignedMessage, name: string): string | undefined {
  if (Object.hasOwn(DERIVED, name)) return DERIVED[name as keyof typeof DERIVED](message);
  return FIELD_NAME.test(name) ? message.header(name)?.trim() : undefined;
}
