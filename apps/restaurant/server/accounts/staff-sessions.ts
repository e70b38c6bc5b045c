/** A session from sign-in to its end: one refresh family, and access tokens that all say how it began. */
import type { Clock } from "cloche";
import type { RefreshGrant, RefreshTokens, Revocations, TokenIssuer } from "cloche/jwt";
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";
import { accountAt, type StaffAccount } from "./accounts.store.js";
import {
  dropSession,
  dropSessionsOf,
  moveSessionTo,
  putSession,
  type SessionFacts,
  sessionById,
  strengthenSession,
} from "./sessions.store.js";

/** What sessions are made of. */
export interface StaffSessionParts {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly issuer: TokenIssuer;
  /** The `iss` of the access tokens. */
  readonly issuerName: string;
  readonly revoked: Revocations;
  readonly refreshTokens: RefreshTokens;
}

/** A session as it is handed out; without a refresh token where that one goes on. */
export interface Session {
  readonly carried: SessionFacts["carried"];
  readonly sessionId: string;
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refresh?: { readonly token: string; readonly seconds: number };
}

/** How a session begins. */
export interface Beginning {
  readonly carried: SessionFacts["carried"];
  readonly acr: SessionFacts["acr"];
  readonly device?: string | undefined;
}

/** Begins a session. */
export async function beginSession(
  parts: StaffSessionParts,
  account: StaffAccount,
  { carried, acr, device }: Beginning,
): Promise<Session> {
  const { db, clock, refreshTokens } = parts;
  const grant = await refreshTokens.start({ subject: account.id, ...(device === undefined ? {} : { device }) });
  const { id: staffId, locationId } = account;
  const authenticatedAt = new Date(clock.now());
  const facts = { familyId: grant.familyId, staffId, locationId, carried, acr, authenticatedAt };
  await putSession(db, facts);
  return { ...issueFor(parts, account, facts), refresh: refreshOf(parts, grant) };
}

/** Exchanges a refresh token. An account that was disabled, or works there no more, loses its session. */
export async function renewSession(parts: StaffSessionParts, token: string): Promise<Session | "failed" | "away"> {
  const grant = await parts.refreshTokens.rotate(token);
  if ("fault" in grant) {
    if (grant.fault === "refresh_store_away") return "away";
    // A copy is in other hands: the access tokens of its family must not outlive it.
    if (grant.fault === "refresh_reused") await endByToken(parts, token);
    return "failed";
  }
  const facts = await sessionById(parts.db, grant.familyId);
  const account = facts && (await accountAt(parts.db, facts));
  if (facts !== undefined && account !== undefined) {
    return { ...issueFor(parts, account, facts), refresh: refreshOf(parts, grant) };
  }
  await endByToken(parts, grant.token);
  return "failed";
}

/** Whether the person has just proved again who is there, by `acr`; the same session goes on, with a new access token. */
export async function strengthen(
  parts: StaffSessionParts,
  sessionId: string,
  acr: SessionFacts["acr"],
): Promise<Session | undefined> {
  await strengthenSession(parts.db, sessionId, { acr, at: new Date(parts.clock.now()) });
  return reissue(parts, sessionId);
}

/** Goes on at another location; `undefined` where the person does not work there. */
export async function moveTo(
  parts: StaffSessionParts,
  { sessionId, staffId, locationId }: { sessionId: string; staffId: string; locationId: string },
): Promise<Session | undefined> {
  if ((await accountAt(parts.db, { staffId, locationId })) === undefined) return undefined;
  await moveSessionTo(parts.db, sessionId, locationId);
  return reissue(parts, sessionId);
}

/** Ends the session of a refresh token, its access tokens too. */
export async function endByToken(parts: StaffSessionParts, token: string): Promise<void> {
  const sessionId = await parts.refreshTokens.revoke(token);
  if (sessionId !== undefined) await endAccess(parts, sessionId);
}

/** Ends one session of a person; `false` where they have no such session. */
export async function endById(parts: StaffSessionParts, sessionId: string, staffId: string): Promise<boolean> {
  if (!(await parts.refreshTokens.revokeFamily(sessionId, staffId))) return false;
  await endAccess(parts, sessionId);
  return true;
}

/** Ends every session of a person, and every access token they were given until now. */
export async function endAllOf({ db, issuerName, revoked, refreshTokens }: StaffSessionParts, staffId: string) {
  await refreshTokens.revokeSubject(staffId);
  await revoked.revokeSubject({ issuer: issuerName, subject: staffId });
  await dropSessionsOf(db, staffId);
}

async function endAccess({ db, issuerName, revoked }: StaffSessionParts, sessionId: string): Promise<void> {
  await revoked.revokeSession({ issuer: issuerName, sessionId });
  await dropSession(db, sessionId);
}

async function reissue(parts: StaffSessionParts, sessionId: string): Promise<Session | undefined> {
  const facts = await sessionById(parts.db, sessionId);
  const account = facts && (await accountAt(parts.db, facts));
  return facts !== undefined && account !== undefined ? issueFor(parts, account, facts) : undefined;
}

function issueFor({ issuer }: StaffSessionParts, { id, role, locationId }: StaffAccount, facts: SessionFacts): Session {
  const { familyId, acr, authenticatedAt, carried } = facts;
  const auth_time = Math.floor(authenticatedAt.getTime() / 1000);
  const claims = { role, location: locationId, sid: familyId, acr, auth_time };
  const { token, expiresIn } = issuer.issue({ subject: id, claims });
  return { carried, sessionId: familyId, accessToken: token, expiresIn };
}

function refreshOf({ clock }: StaffSessionParts, { token, expiresAt }: RefreshGrant): NonNullable<Session["refresh"]> {
  return { token, seconds: Math.max(0, Math.floor((expiresAt - clock.now()) / 1000)) };
}
