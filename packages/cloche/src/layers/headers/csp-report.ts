/** One report of a violated policy, as plain data that is safe to log: known fields, short, without what URLs carry. */

/** What a browser reported. */
export interface CspReport {
  /** The page, without query and fragment. */
  readonly document: string;
  /** What was blocked: an address without query and fragment, or a word such as `inline`. */
  readonly blocked: string;
  /** The directive that forbids it. */
  readonly directive: string;
  /** Whether it was blocked, or only reported. */
  readonly disposition: "enforce" | "report";
  /** The file that asked for it, without query and fragment; empty where unknown. */
  readonly source: string;
  readonly line: number;
}

const LONGEST = 200;

/** The fields' names in `application/csp-report` (CSP2) and in the Reporting API's `csp-violation` (CSP3). */
const NAMES = {
  document: ["document-uri", "documentURL"],
  blocked: ["blocked-uri", "blockedURL"],
  directive: ["effective-directive", "violated-directive", "effectiveDirective"],
  disposition: ["disposition"],
  source: ["source-file", "sourceFile"],
  line: ["line-number", "lineNumber"],
} as const;

/**
 * Reads one report's body. Everything in it was chosen by whoever sent it, which may be nobody's browser. A sample of
 * the blocked script is left out: it may hold what a user typed.
 *
 * @returns `undefined` where it names no directive, and so is no report.
 */
export function readReport(body: unknown): CspReport | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const given = body as Readonly<Record<string, unknown>>;
  const first = (names: readonly string[]): unknown => {
    const name = names.find((each) => Object.hasOwn(given, each));
    return name === undefined ? undefined : given[name];
  };
  const directive = /^[a-z-]{1,40}/.exec(text(first(NAMES.directive)))?.[0];
  if (directive === undefined) return undefined;
  const line = first(NAMES.line);
  return Object.freeze({
    document: address(first(NAMES.document)),
    blocked: address(first(NAMES.blocked)),
    directive,
    disposition: first(NAMES.disposition) === "report" ? "report" : "enforce",
    source: address(first(NAMES.source)),
    line: typeof line === "number" && Number.isSafeInteger(line) && line >= 0 ? line : 0,
  });
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Scheme, host and path: queries, fragments and credentials carry tokens and personal data. */
function address(value: unknown): string {
  const given = text(value).slice(0, LONGEST * 10);
  if (/^[a-z-]{1,40}$/i.test(given)) return given;
  if (!URL.canParse(given)) return "";
  const { protocol, host, pathname } = new URL(given);
  // The content of data: is the page's, or the attacker's.
  const shown = host === "" ? protocol : `${protocol}//${host}${pathname}`;
  return shown.replace(/[^\x21-\x7e]/g, "").slice(0, LONGEST);
}
