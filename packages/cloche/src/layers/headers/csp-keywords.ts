/** Which keyword means anything in which directive, and which hosts serve what anybody uploads (CSP3). */
import { table } from "../../kernel/index.js";
import type { DirectiveName } from "./csp-directives.js";

const SCRIPTS: readonly DirectiveName[] = ["default-src", "script-src", "script-src-elem", "script-src-attr"];
const STYLES: readonly DirectiveName[] = ["style-src", "style-src-elem", "style-src-attr"];
const CODE = [...SCRIPTS, ...STYLES];

interface Keyword {
  readonly pattern: RegExp;
  readonly means: readonly DirectiveName[];
}

/** Keywords that browsers ignore outside the directives they were made for: whoever wrote them there is mistaken. */
export const KEYWORDS: Readonly<Record<string, Keyword>> = table({
  nonce: { pattern: /^'nonce-/, means: CODE },
  hash: { pattern: /^'sha(?:256|384|512)-/, means: [...CODE, "object-src"] },
  dynamic: { pattern: /^'strict-dynamic'$/, means: SCRIPTS },
  eval: { pattern: /^'(?:wasm-)?unsafe-eval'$/, means: SCRIPTS },
  inline: { pattern: /^'unsafe-(?:inline|hashes)'$/, means: CODE },
  sample: { pattern: /^'report-sample'$/, means: CODE },
});

/** What `sandbox` may give back (HTML, the sandbox attribute). */
export const SANDBOX_TOKENS: ReadonlySet<string> = new Set([
  "allow-downloads",
  "allow-forms",
  "allow-modals",
  "allow-orientation-lock",
  "allow-pointer-lock",
  "allow-popups",
  "allow-popups-to-escape-sandbox",
  "allow-presentation",
  "allow-same-origin",
  "allow-scripts",
  "allow-storage-access-by-user-activation",
  "allow-top-navigation",
  "allow-top-navigation-by-user-activation",
  "allow-top-navigation-to-custom-protocols",
]);

/** Hosts that hand out anybody's packages or repositories, so that allowing the host allows every script there is. */
const ANYBODYS_SCRIPTS: ReadonlySet<string> = new Set([
  "ajax.googleapis.com",
  "cdn.jsdelivr.net",
  "cdn.skypack.dev",
  "cdnjs.cloudflare.com",
  "esm.sh",
  "raw.githack.com",
  "storage.googleapis.com",
  "unpkg.com",
]);

/** Whether a source is such a host, or a wildcard over a whole top-level domain. */
export function servesAnybodysScripts(source: string, directive: DirectiveName): boolean {
  if (!SCRIPTS.includes(directive)) return false;
  const host = /^(?:https:\/\/)?([^/:]+)/i.exec(source)?.[1]?.toLowerCase() ?? "";
  return ANYBODYS_SCRIPTS.has(host) || /^\*\.[a-z]+$/.test(host);
}
