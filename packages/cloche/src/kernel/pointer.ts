/** Writes JSON Pointers (RFC 6901) from names that a stranger may have chosen. */

const MAX_NAME_LENGTH = 64;
/** What most names are made of, and what needs nothing done to it. */
const PLAIN = /^[\w.-]{1,64}$/;
const ELLIPSIS = "...";
// C0 and C1 controls, line separators, bidirectional controls and lone surrogates: none may reach a log or a terminal.
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** One reference token with its slash: escaped, printable, and at most 64 characters of the name. */
export function pointerToken(name: PropertyKey): string {
  const text = typeof name === "string" ? name : String(name);
  if (PLAIN.test(text)) return `/${text}`;
  const cut = text.length > MAX_NAME_LENGTH ? `${text.slice(0, MAX_NAME_LENGTH - ELLIPSIS.length)}${ELLIPSIS}` : text;
  return `/${cut.replace(UNPRINTABLE, "?").replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The pointer to where `names` lead. */
export function pointer(names: readonly PropertyKey[]): string {
  return names.map(pointerToken).join("");
}
