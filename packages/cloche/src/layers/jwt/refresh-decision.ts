/** Decides what a presented refresh token comes to: a pure step over the family and the time. */
import { table } from "../../kernel/index.js";
import type { RefreshFamily } from "./refresh-store.js";
import { isAnswered } from "./retired-tokens.js";

/** Every reason a refresh token can be turned away for, by its stable code. */
export const REFRESH_FAULTS = table({
  refresh_unknown: "The text is no refresh token of this service.",
  refresh_expired: "The token was not used for too long, or the sign-in is too long ago.",
  refresh_revoked: "The sign-in was ended.",
  refresh_reused: "The token had been used before, so the sign-in was ended: a copy is in other hands.",
  refresh_superseded: "Another process rotated the token just now, with a secret that this one does not have.",
  refresh_store_away: "The store could not be asked.",
});

/** The stable code of a refresh token's fault. */
export type RefreshFaultCode = keyof typeof REFRESH_FAULTS;

/** What to do with a presented token. */
export type RefreshDecision =
  | { readonly act: "rotate" | "end"; readonly family: RefreshFamily }
  /** `path` are the digests that follow the presented token, up to the current one. */
  | { readonly act: "replay"; readonly family: RefreshFamily; readonly path: readonly string[] }
  | { readonly act: "refuse"; readonly fault: RefreshFaultCode };

/** The token's digest and the moment it was presented, in milliseconds. */
export interface Presented {
  readonly hash: string;
  readonly now: number;
  readonly grace: number;
}

/**
 * The current token is rotated. One that was rotated less than a grace ago is answered with the current one, because
 * concurrent requests of one honest client, or two in quick succession, look just like that. Any other token of the
 * family is a copy.
 */
export function decideRefresh(family: RefreshFamily | undefined, { hash, now, grace }: Presented): RefreshDecision {
  if (family === undefined) return { act: "refuse", fault: "refresh_unknown" };
  if (family.revokedAt !== undefined) return { act: "refuse", fault: "refresh_revoked" };
  if (now >= refreshExpiry(family)) return { act: "refuse", fault: "refresh_expired" };
  if (hash === family.currentHash) return { act: "rotate", family };
  const place = family.retired.findIndex((token) => token.hash === hash && isAnswered(token, now, grace));
  if (place === -1) return { act: "end", family };
  const between = family.retired.slice(0, place).map((token) => token.hash);
  return { act: "replay", family, path: [...between.reverse(), family.currentHash] };
}

/** When the family's current token expires, in milliseconds. */
export function refreshExpiry({ idleExpiresAt, absoluteExpiresAt }: RefreshFamily): number {
  return Math.min(idleExpiresAt, absoluteExpiresAt);
}
