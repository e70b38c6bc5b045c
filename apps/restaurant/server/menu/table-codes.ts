/** The codes printed on tables: random, and only their digest is kept. */
import { createHash, randomBytes } from "node:crypto";

const BYTES = 32;

/** A new code and the digest a table is found by. */
export function newTableCode(): { readonly code: string; readonly hash: string } {
  const code = randomBytes(BYTES).toString("base64url");
  return { code, hash: createHash("sha256").update(code).digest("hex") };
}
