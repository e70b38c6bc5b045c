/** The headers of a cover as the entries that `headers()` in a next.config gives. */
import { configFault, type HeaderPair, onlyKnown } from "../../kernel/index.js";
import type { Cover } from "./cover.js";

/** One entry of `headers()`, as Next.js reads it. */
export interface NextHeadersEntry {
  /** The paths it is for, in Next's own pattern syntax. */
  readonly source: string;
  readonly headers: { readonly key: string; readonly value: string }[];
  readonly has?: { readonly type: "header"; readonly key: string; readonly value: string }[];
}

/** How the entries are made. */
export interface NextHeadersOptions {
  /** The paths the cover lies on, "/:path*" where nothing is said. */
  readonly source?: string;
}

/**
 * The entries for a next.config. What belongs on encrypted connections alone stands in an entry of its own, for requests
 * that the proxy in front, or Next itself, marks as such. Set `poweredByHeader: false` beside them: `headers()` can add,
 * but not take away.
 *
 * @throws ConfigError `policy_contradiction` where the cover takes a nonce: these entries are the same for each answer.
 *   Set `pageNonce`'s headers in the proxy (formerly middleware) instead, on the request too: Next reads the nonce there.
 * @example
 * export default { poweredByHeader: false, headers: async () => nextHeaders(cover({ preset: "page" })) };
 */
export function nextHeaders(lid: Cover, options: NextHeadersOptions = {}): NextHeadersEntry[] {
  onlyKnown(options, ["source"], "nextHeaders");
  if (lid.withNonce !== undefined) {
    throw configFault("policy_contradiction", {
      where: "nextHeaders",
      fix: "A nonce is fresh for each answer; set pageNonce's headers in Next's proxy, and leave nonce out here.",
    });
  }
  const { source = "/:path*" } = options;
  const always: NextHeadersEntry = { source, headers: lid.headers.map(keyAndValue) };
  if (lid.overTls.length === 0) return [always];
  const has: NextHeadersEntry["has"] = [{ type: "header", key: "x-forwarded-proto", value: "https" }];
  // Next lets the later entry replace a header of the earlier one.
  return [always, { source, has, headers: lid.overTls.map(keyAndValue) }];
}

function keyAndValue([key, value]: HeaderPair): { key: string; value: string } {
  return { key, value };
}
