/** Headers of a handler's own: taken where they are well-formed and nobody else answers for them. */
import type { ReplyHeaders } from "./returns.js";

/** RFC 9110 section 5.1 and 5.5. A line break in a value would begin a header, or a body, of its author's choosing. */
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
/** The server frames the answer and the contract names its type; a second value would let two readers disagree. */
const NEVER_OWN: ReadonlySet<string> = new Set(
  "content-length content-type transfer-encoding connection keep-alive trailer upgrade".split(" "),
);

/**
 * Adds a handler's headers to those the gate has set, which stay as they are: no handler can weaken the cover, or the
 * `no-store` of an identified caller.
 *
 * @returns whether all of them were well-formed
 */
export function pushOwnHeaders(
  headers: string[],
  own: ReplyHeaders | undefined,
  takenOff: ReadonlySet<string>,
): boolean {
  if (own === undefined) return true;
  const taken = new Set(headers.filter((_, index) => index % 2 === 0));
  for (const [given, value] of Object.entries(own)) {
    const name = given.toLowerCase();
    const values = typeof value === "string" ? [value] : value;
    if (!NAME.test(name) || !values.every((one) => typeof one === "string" && VALUE.test(one))) return false;
    if (NEVER_OWN.has(name) || takenOff.has(name) || (taken.has(name) && name !== "vary")) continue;
    for (const one of values) headers.push(name, one);
  }
  return true;
}

/** The content type a handler chose among those its contract declares. */
export function ownContentType(own: ReplyHeaders | undefined): string | undefined {
  const [, value] = Object.entries(own ?? {}).find(([name]) => name.toLowerCase() === "content-type") ?? [];
  return typeof value === "string" ? value : undefined;
}
