/** Refresh tokens that rotate at every use and give a stolen copy away (RFC 9700 section 4.14.2). */
import { nonEmptyText } from "../../kernel/index.js";
import { decideRefresh, type RefreshDecision, type RefreshFaultCode, refreshExpiry } from "./refresh-decision.js";
import { type RefreshSettings, type RefreshTokensOptions, refreshSettings } from "./refresh-settings.js";
import type { RefreshFamily } from "./refresh-store.js";
import { refreshHash } from "./refresh-text.js";
import { retire } from "./retired-tokens.js";

/** A token that was handed out. */
export interface RefreshGrant {
  readonly subject: string;
  readonly familyId: string;
  readonly token: string;
  /** When it expires if it is not used, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A token that was turned away. */
export interface RefreshFault {
  readonly fault: RefreshFaultCode;
}

/** One sign-in, as a list of devices shows it. Times in milliseconds since the epoch. */
export interface RefreshSession {
  readonly familyId: string;
  readonly device: string | undefined;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

/** Refresh tokens, from sign-in to sign-out. */
export interface RefreshTokens {
  /** Begins a family at sign-in. Rejects where the store is away. */
  start(request: { readonly subject: string; readonly device?: string }): Promise<RefreshGrant>;
  /** Exchanges a token for its successor. Concurrent callers with one token get one and the same successor. */
  rotate(token: string): Promise<RefreshGrant | RefreshFault>;
  /**
   * Ends the token's family, as at sign-out, and answers its id, so that the access tokens of that session can be revoked
   * with it. Does nothing for a text that is no token of ours (RFC 7009 section 2.2).
   */
  revoke(token: string): Promise<string | undefined>;
  /**
   * Ends one family; answers whether it was alive. Give the caller as `subject` where the id comes from a request, and a
   * family of somebody else is left alone.
   */
  revokeFamily(familyId: string, subject?: string): Promise<boolean>;
  /** Ends every family of the subject; answers how many. */
  revokeSubject(subject: string): Promise<number>;
  /** The living families of the subject, oldest first. */
  families(subject: string): Promise<readonly RefreshSession[]>;
  /** Forgets families that are over; answers how many. Call it now and then. */
  prune(): Promise<number>;
}

/**
 * Refresh tokens: opaque, kept only as digests, in families of one sign-in each. Every use exchanges the token; a token
 * that comes a second time after the grace ends its family and is told as `token.reused`.
 *
 * @throws ConfigError where a duration is wrong or a secret is weak.
 * @example
 * const sessions = refreshTokens({ store, idle: "7 days", absolute: "30 days", secret: secrets.refresh });
 * const { token } = await sessions.start({ subject: user.id, device: "Kitchen tablet" });
 * const next = await sessions.rotate(token);
 */
export function refreshTokens(options: RefreshTokensOptions): RefreshTokens {
  const settings = refreshSettings(options);
  const { store, clock } = settings;
  return Object.freeze({
    start: (request: { subject: string; device?: string }) => start(request, settings),
    rotate: (token: string) => rotate(token, settings),
    revoke: async (token: string) => {
      const familyId = settings.text().familyOf(token);
      if (familyId !== undefined) await revokeFamily(familyId, undefined, settings);
      return familyId;
    },
    revokeFamily: (familyId: string, subject?: string) => revokeFamily(familyId, subject, settings),
    revokeSubject: async (subject: string) => {
      const count = await store.revokeSubject(subject, clock.now());
      if (count > 0) settings.tell("token.revoked", { callerId: subject, reason: "subject_revoked" });
      return count;
    },
    families: async (subject: string) => {
      const now = clock.now();
      return (await store.ofSubject(subject)).filter((family) => now < refreshExpiry(family)).map(toSession);
    },
    prune: () => store.prune(clock.now()),
  });
}

async function start({ subject, device }: { subject: string; device?: string }, settings: RefreshSettings) {
  const { store, text, clock, idle, absolute } = settings;
  const now = clock.now();
  const { familyId, token } = text().first();
  const family: RefreshFamily = {
    familyId,
    subject: nonEmptyText(subject, "RefreshTokens.start.subject"),
    device,
    generation: 0,
    currentHash: refreshHash(token),
    retired: [],
    rotatedAt: now,
    createdAt: now,
    idleExpiresAt: now + idle,
    absoluteExpiresAt: now + absolute,
    revokedAt: undefined,
  };
  await store.create(family);
  return grant(family, token, family.idleExpiresAt);
}

async function rotate(token: string, settings: RefreshSettings): Promise<RefreshGrant | RefreshFault> {
  const familyId = settings.text().familyOf(token);
  if (familyId === undefined) return { fault: "refresh_unknown" };
  try {
    return (await tryRotate(familyId, token, settings)) ?? (await tryRotate(familyId, token, settings)) ?? AWAY;
  } catch {
    settings.tell("store.away", { reason: "refresh_store_away" });
    return AWAY;
  }
}

const AWAY: RefreshFault = Object.freeze({ fault: "refresh_store_away" });

/** One attempt; `undefined` where another caller was faster, after which a second look finds what that one did. */
async function tryRotate(familyId: string, token: string, settings: RefreshSettings) {
  const { store, clock, grace } = settings;
  const now = clock.now();
  const hash = refreshHash(token);
  const decision = decideRefresh(await store.find(familyId), { hash, now, grace });
  if (decision.act === "refuse") return { fault: decision.fault };
  if (decision.act === "rotate") return advance(decision.family, { token, hash, now }, settings);
  if (decision.act === "replay") return replay(decision, token, settings);
  return endStolen(decision.family, now, settings);
}

async function advance(
  family: RefreshFamily,
  { token, hash, now }: { readonly token: string; readonly hash: string; readonly now: number },
  { store, text, idle, grace, tell }: RefreshSettings,
): Promise<RefreshGrant | undefined> {
  const next = text().successor(token);
  const idleExpiresAt = now + idle;
  const retired = retire(family, now, grace);
  const step = {
    familyId: family.familyId,
    fromHash: hash,
    toHash: refreshHash(next),
    retired,
    at: now,
    idleExpiresAt,
  };
  if (!(await store.advance(step))) return undefined;
  tell("token.refreshed", { callerId: family.subject });
  return grant(family, next, idleExpiresAt);
}

function replay(
  { family, path }: Extract<RefreshDecision, { act: "replay" }>,
  token: string,
  { text }: RefreshSettings,
): RefreshGrant | RefreshFault {
  const texts = text();
  const current = path.reduce<string | undefined>(
    (from, hash) => (from === undefined ? undefined : texts.successorWithHash(from, hash)),
    token,
  );
  return current === undefined ? { fault: "refresh_superseded" } : grant(family, current, family.idleExpiresAt);
}

async function endStolen(family: RefreshFamily, now: number, { store, tell }: RefreshSettings): Promise<RefreshFault> {
  const ended = await store.revoke(family.familyId, now);
  if (ended) tell("token.reused", { callerId: family.subject, reason: "refresh_reused" });
  return { fault: "refresh_reused" };
}

async function revokeFamily(
  familyId: string,
  subject: string | undefined,
  settings: RefreshSettings,
): Promise<boolean> {
  const { store, clock, tell } = settings;
  const family = await store.find(familyId);
  if (family === undefined || (subject !== undefined && family.subject !== subject)) return false;
  const ended = await store.revoke(familyId, clock.now());
  if (ended) tell("token.revoked", { callerId: family.subject, reason: "family_revoked" });
  return ended;
}

function grant(family: RefreshFamily, token: string, idleExpiresAt: number): RefreshGrant {
  const { subject, familyId } = family;
  return { subject, familyId, token, expiresAt: refreshExpiry({ ...family, idleExpiresAt }) };
}

function toSession(family: RefreshFamily): RefreshSession {
  const { familyId, device, createdAt, rotatedAt } = family;
  return { familyId, device, createdAt, lastUsedAt: rotatedAt, expiresAt: refreshExpiry(family) };
}
