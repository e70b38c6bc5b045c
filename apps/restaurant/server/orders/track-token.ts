/**
 * The token behind a tracking link: `base64url(HMAC-SHA256(secret, "track" || order id || track version))`, 256 bits.
 *
 * It can be made again at any time, so it is kept nowhere; the database holds only its SHA-256 to find the order by,
 * which opens nothing. Raising an order's track version, with a new digest beside it, ends every link given out.
 */
import { createHash, createHmac } from "node:crypto";
import type { Secret } from "cloche";

/** Which link of which order. */
export interface Tracked {
  readonly orderId: string;
  /** Counted up to end the links given out so far. */
  readonly trackVersion: number;
}

/** Makes the tokens of one secret. */
export type TrackToken = (order: Tracked) => string;

/**
 * Takes the secret.
 *
 * @example
 * const tokenOf = trackTokens(config.trackSecret);
 * const url = `${publicBaseUrl}/track/${tokenOf({ orderId, trackVersion: 1 })}`;
 */
export function trackTokens(secret: Secret): TrackToken {
  return ({ orderId, trackVersion }) =>
    createHmac("sha256", secret.reveal()).update(`track\n${orderId}\n${trackVersion}`).digest("base64url");
}

/** What the database finds an order by: the SHA-256 of a token in hexadecimal. */
export function trackHash(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
