/** Allows an inline script or style by its own hash: for pages that are the same for everybody and so hold no nonce. */
import { createHash } from "node:crypto";
import { oneOf } from "../../kernel/index.js";

const ALGORITHMS = ["sha256", "sha384", "sha512"] as const;

/** A digest that Content-Security-Policy knows. */
export type InlineHashAlgorithm = (typeof ALGORITHMS)[number];

/**
 * The source that lets one inline script or style run (CSP Level 3, section 8.3). Made where the page is built, as with
 * static pages; a single changed character, white space too, is another script.
 *
 * @param content What stands between the element's tags, exactly.
 * @throws ConfigError `option_invalid`
 * @example
 * const start = 'document.documentElement.dataset.js = "on";';
 * cover({ preset: "page", contentSecurityPolicy: { directives: { "script-src": ["'self'", inlineHash(start)] } } });
 */
export function inlineHash(content: string, algorithm: InlineHashAlgorithm = "sha256"): string {
  const name = oneOf(algorithm, ALGORITHMS, "inlineHash.algorithm");
  return `'${name}-${createHash(name).update(content, "utf8").digest("base64")}'`;
}
