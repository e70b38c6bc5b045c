/** Writes `WWW-Authenticate` challenges (RFC 9110 section 11.6.1). */
import { invalidOption } from "./config-faults.js";

/** Printable ASCII without what would need escaping in a quoted text, as RFC 6750 section 3 allows in its values. */
const QUOTABLE = /^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/;

/**
 * A challenge of `scheme` with its parameters in the order given.
 *
 * @throws ConfigError `option_invalid` where a value cannot stand in a quoted text.
 * @example
 * challenge("Bearer", { realm: "api", error: "insufficient_scope", scope: "orders:write" });
 */
export function challenge(scheme: string, parameters: Readonly<Record<string, string>>): string {
  const written = Object.entries(parameters).map(([name, value]) => {
    if (typeof value === "string" && QUOTABLE.test(value)) return `${name}="${value}"`;
    throw invalidOption(`challenge.${name}`, "Use printable ASCII without quotes and backslashes.");
  });
  return written.length === 0 ? scheme : `${scheme} ${written.join(", ")}`;
}
