/** Keeps answers for an identified caller out of every cache (RFC 9111; ASVS 5.0, 14.3.2). */
import type { HeaderPair } from "../../kernel/index.js";

/** The headers of an answer that no cache may keep. */
export const NO_STORE: readonly HeaderPair[] = Object.freeze([
  Object.freeze(["cache-control", "no-store, max-age=0"] as const),
]);
