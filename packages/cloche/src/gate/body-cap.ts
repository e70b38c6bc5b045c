/** What becomes of a body that is larger than its route allows. */
import { refuse } from "../kernel/index.js";

/**
 * The answer, RFC 9110 section 15.5.14. It does not close the connection: with bytes unread that would be a reset,
 * and a client that is still sending would find the connection broken where its answer should be.
 */
export const TOO_LARGE = refuse("body_too_large");

/** How much of the rest is received and thrown away, in bytes, so that the answer is heard. */
export const LINGER_BYTES = 16 * 1024 * 1024;

/** For how long, in ms. */
export const LINGER_MS = 5000;
