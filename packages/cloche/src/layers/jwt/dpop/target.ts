/** Holds the address a proof was made for against the address the request came to (RFC 9449 section 4.3). */
import { invalidOption } from "../config-faults.js";

/** Whether `htu` names the address of a request with this target. */
export type TargetMatch = (htu: string, target: string) => boolean;

/**
 * A comparison below a configured public base. The Host header is never asked: its sender is the one who must prove
 * something. Query and fragment are ignored, and both sides normalised (RFC 3986 sections 6.2.2 and 6.2.3).
 *
 * @throws ConfigError `option_invalid`
 */
export function targetMatch(publicBaseUrl: string, where: string): TargetMatch {
  const base = typeof publicBaseUrl === "string" ? addressOf(publicBaseUrl) : undefined;
  if (base === undefined || /[?#]/.test(publicBaseUrl)) {
    throw invalidOption(where, 'Give the public base of the API, such as "https://api.example.com".');
  }
  const prefix = base.endsWith("/") ? base.slice(0, -1) : base;
  return (htu, target) => {
    const path = pathOf(target);
    const wanted = path === undefined ? undefined : addressOf(prefix + path);
    return wanted !== undefined && addressOf(htu) === wanted;
  };
}

/** The path of a request's target; `undefined` for targets that name none (RFC 9112 section 3.2). */
function pathOf(target: string): string | undefined {
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  if (path.startsWith("/")) return path;
  return /^https?:\/\//i.test(path) && URL.canParse(path) ? new URL(path).pathname : undefined;
}

/** An absolute http or https address without query and fragment, in its one normal spelling. */
function addressOf(text: string): string | undefined {
  // URL parsers read a backslash as a slash and drop white space; nothing that signs an address writes either.
  if (!/^https?:\/\/[^\\\s]+$/i.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, host, username, password, pathname } = new URL(text);
  if (username !== "" || password !== "") return undefined;
  return `${protocol}//${host}${pathname.replace(/%[0-9A-Fa-f]{2}/g, normalTriplet)}`;
}

/** An escaped unreserved character as itself, any other escape in capitals (RFC 3986 section 6.2.2). */
function normalTriplet(triplet: string): string {
  const character = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
  return /[A-Za-z0-9\-._~]/.test(character) ? character : triplet.toUpperCase();
}
