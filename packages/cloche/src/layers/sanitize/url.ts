/** Reads an absolute URL whose scheme is on a list, so that no link can run code or carry a password. */
import { configFault, onlyKnown, wholeNumber } from "../../kernel/index.js";

/** Which URLs are taken. */
export interface UrlOptions {
  /** The schemes, without colon. Default: `https`. */
  readonly protocols?: readonly string[];
  /** The most characters. Default: 2,048. */
  readonly maxLength?: number;
}

const OPTIONS = ["protocols", "maxLength"];
const DEFAULT_PROTOCOLS = ["https"];
const DEFAULT_MAX_LENGTH = 2_048;
const SCHEME = /^[a-z][a-z0-9+.-]*$/;
// These run code, or show content under the page's own origin.
const NEVER_ALLOWED: ReadonlySet<string> = new Set(["javascript", "vbscript", "data", "blob", "filesystem", "about"]);
// URL parsers drop tabs and line breaks and turn backslashes round, so what was checked would not be what is opened.
const DISGUISED = /[\p{Cc}\p{Cf}\p{Cs}\p{Z}\\]/u;

/**
 * Makes a function that answers the normalised URL, or `undefined` where the text is none that is allowed.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 * @example
 * const link = urlCleaner({ protocols: ["https", "mailto"] });
 * link("HTTPS://Example.com"); // "https://example.com/"
 */
export function urlCleaner(options: UrlOptions = {}): (text: string) => string | undefined {
  onlyKnown(options, OPTIONS, "urlCleaner");
  const protocols = new Set((options.protocols ?? DEFAULT_PROTOCOLS).map(readProtocol));
  const bounds = { min: 8, max: 65_536 };
  const maxLength = wholeNumber(options.maxLength ?? DEFAULT_MAX_LENGTH, "urlCleaner.maxLength", bounds);
  return (text) => {
    if (text.length > maxLength) return undefined;
    const trimmed = text.trim();
    const colon = trimmed.indexOf(":");
    // No scheme of the list, no URL; asked first, since most of what is refused is refused for its scheme.
    if (colon === -1 || !protocols.has(trimmed.slice(0, colon + 1).toLowerCase())) return undefined;
    if (DISGUISED.test(trimmed) || !URL.canParse(trimmed)) return undefined;
    const url = new URL(trimmed);
    const allowed = protocols.has(url.protocol) && url.username === "" && url.password === "";
    return allowed && url.href.length <= maxLength ? url.href : undefined;
  };
}

/**
 * The normalised URL, or `undefined` where the text is none that is allowed.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 * @example
 * cleanUrl("javascript:alert(1)"); // undefined
 */
export function cleanUrl(text: string, options: UrlOptions = {}): string | undefined {
  return urlCleaner(options)(text);
}

function readProtocol(protocol: string): string {
  if (typeof protocol !== "string" || !SCHEME.test(protocol) || NEVER_ALLOWED.has(protocol)) {
    throw configFault("option_invalid", {
      where: "urlCleaner.protocols",
      fix: "Name schemes in lower case without a colon, none of which runs code or inlines content.",
    });
  }
  return `${protocol}:`;
}
