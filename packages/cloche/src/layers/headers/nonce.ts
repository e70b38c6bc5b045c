/** Nonces for Content-Security-Policy. */
import { randomBytes } from "node:crypto";
import { configFault } from "../../kernel/index.js";

const LONG_ENOUGH = /^[A-Za-z0-9+/_-]{22,}={0,2}$/;

/** A fresh nonce of 144 bits (CSP3 asks for at least 128), in base64. One for each answer, never on a cached one. */
export function createNonce(): string {
  return randomBytes(18).toString("base64");
}

/**
 * @throws ConfigError `option_invalid` where it is too short or not base64: it would be written into a header.
 */
export function checkNonce(nonce: string): void {
  if (LONG_ENOUGH.test(nonce)) return;
  throw configFault("option_invalid", { where: "nonce", fix: "Use createNonce(): at least 128 bits in base64." });
}
