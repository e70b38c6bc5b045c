/** A customer's session: a refresh family, and access tokens for as long as it lives. */
import type { Clock } from "cloche";
import type { RefreshGrant, RefreshTokens, Revocations, TokenIssuer } from "cloche/jwt";
import type { Kysely } from "kysely";
import { CUSTOMER_ROLE } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { readCustomer } from "./customers.store.js";

/** What sessions are made of. */
export interface CustomerSessionParts {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly issuer: TokenIssuer;
  /** The `iss` of the access tokens. */
  readonly issuerName: string;
  readonly revoked: Revocations;
  readonly refreshTokens: RefreshTokens;
}

/** A session as it is handed out. */
export interface CustomerSession {
  readonly sessionId: string;
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refresh: { readonly token: string; readonly seconds: number };
}

/** Families of customers and of staff lie in one table; no subject of the one is ever one of the other. */
const SUBJECT = "customer:";
const subjectOf = (customerId: string): string => `${SUBJECT}${customerId}`;

/**
 * Begins a session. Its first access token alone says when its owner signed in: whatever asks for a sign-in of the last
 * minutes is done with that one, or after another code.
 */
export async function beginSession(
  parts: CustomerSessionParts,
  customerId: string,
  device: string | undefined,
): Promise<CustomerSession> {
  const subject = subjectOf(customerId);
  const grant = await parts.refreshTokens.start({ subject, ...(device === undefined ? {} : { device }) });
  return issueFor(parts, { customerId, grant, signedInAt: Math.floor(parts.clock.now() / 1000) });
}

/** Exchanges a refresh token. Who was forgotten has no session any more. */
export async function renewSession(
  parts: CustomerSessionParts,
  token: string,
): Promise<CustomerSession | "failed" | "away"> {
  const grant = await parts.refreshTokens.rotate(token);
  if ("fault" in grant) {
    if (grant.fault === "refresh_store_away") return "away";
    // A copy is in other hands: the access tokens of its family must not outlive it.
    if (grant.fault === "refresh_reused") await endSession(parts, token);
    return "failed";
  }
  const customerId = grant.subject.startsWith(SUBJECT) ? grant.subject.slice(SUBJECT.length) : undefined;
  const customer = customerId === undefined ? undefined : await readCustomer(parts.db, customerId);
  if (customer !== undefined) return issueFor(parts, { customerId: customer.id, grant });
  await endSession(parts, grant.token);
  return "failed";
}

/** Ends the session of a refresh token, its access tokens too. */
export async function endSession(parts: CustomerSessionParts, token: string): Promise<void> {
  const sessionId = await parts.refreshTokens.revoke(token);
  if (sessionId !== undefined) await parts.revoked.revokeSession({ issuer: parts.issuerName, sessionId });
}

/** Ends every session of a customer. */
export async function endAllOf({ refreshTokens, revoked, issuerName }: CustomerSessionParts, customerId: string) {
  await refreshTokens.revokeSubject(subjectOf(customerId));
  await revoked.revokeSubject({ issuer: issuerName, subject: customerId });
}

/** Ends every session of a customer but the one they call from. */
export async function endOthersOf(parts: CustomerSessionParts, customerId: string, sessionId: string): Promise<void> {
  const { refreshTokens, revoked, issuerName: issuer } = parts;
  const subject = subjectOf(customerId);
  for (const { familyId: id } of await refreshTokens.families(subject)) {
    if (id === sessionId) continue;
    await refreshTokens.revokeFamily(id, subject);
    await revoked.revokeSession({ issuer, sessionId: id });
  }
}

interface Issuing {
  readonly customerId: string;
  readonly grant: RefreshGrant;
  /** When its owner signed in, seconds since the epoch. */
  readonly signedInAt?: number;
}

function issueFor(
  { issuer, clock }: CustomerSessionParts,
  { customerId, grant, signedInAt }: Issuing,
): CustomerSession {
  const signedIn = signedInAt === undefined ? {} : { auth_time: signedInAt };
  const claims = { role: CUSTOMER_ROLE, sid: grant.familyId, ...signedIn };
  const { token, expiresIn } = issuer.issue({ subject: customerId, claims });
  const seconds = Math.max(0, Math.floor((grant.expiresAt - clock.now()) / 1000));
  return { sessionId: grant.familyId, accessToken: token, expiresIn, refresh: { token: grant.token, seconds } };
}
