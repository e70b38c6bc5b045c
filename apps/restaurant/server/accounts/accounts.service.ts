/** Signing in, staying signed in, and signing out. */
import { randomUUID } from "node:crypto";
import type { Clock, SecurityEvent } from "cloche";
import type { RefreshTokens, TokenIssuer } from "cloche/jwt";
import type { Kysely } from "kysely";
import { audit, type Database } from "../platform/index.js";
import { accountByEmail, accountById, type StaffAccount } from "./accounts.store.js";
import type { Passwords } from "./passwords.js";

/** What signing in needs. */
export interface AccountsParts {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly emit: (event: SecurityEvent) => void;
  readonly passwords: Passwords;
  readonly issuer: TokenIssuer;
  readonly refreshTokens: RefreshTokens;
}

/** Who signs in, and for which request. */
export interface Attempt {
  readonly email: string;
  readonly password: string;
  readonly requestId: string;
  readonly route: string;
}

/** A session as it is handed out. */
export interface Session {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly refreshToken: string;
  /** Seconds until the refresh token expires if it is not used. */
  readonly refreshSeconds: number;
}

/** Why there is no session. */
export type NoSession = "failed" | "busy" | "away";

/** Signs in. Whatever is wrong, the same is asked of the database, one hash is checked, and one entry is written. */
export async function signIn(parts: AccountsParts, attempt: Attempt): Promise<Session | NoSession> {
  const account = await accountByEmail(parts.db, normalEmail(attempt.email));
  const belongs = await parts.passwords.check(account?.passwordHash, attempt.password);
  if (belongs === undefined) return "busy";
  const succeeded = belongs && account !== undefined;
  await tellSignIn(parts, attempt, { succeeded, account });
  if (!succeeded) return "failed";
  const grant = await parts.refreshTokens.start({ subject: account.id });
  return sessionOf(parts, account, grant);
}

/** Exchanges a refresh token. An account that was disabled meanwhile loses its session. */
export async function renew(parts: AccountsParts, refreshToken: string): Promise<Session | NoSession> {
  const grant = await parts.refreshTokens.rotate(refreshToken);
  if ("fault" in grant) return grant.fault === "refresh_store_away" ? "away" : "failed";
  const account = await accountById(parts.db, grant.subject);
  if (account !== undefined) return sessionOf(parts, account, grant);
  await parts.refreshTokens.revoke(grant.token);
  return "failed";
}

function sessionOf(
  { issuer, clock }: AccountsParts,
  { id, role, locationId }: StaffAccount,
  grant: { readonly token: string; readonly expiresAt: number },
): Session {
  const { token, expiresIn } = issuer.issue({ subject: id, claims: { role, location: locationId } });
  const refreshSeconds = Math.max(0, Math.floor((grant.expiresAt - clock.now()) / 1000));
  return { accessToken: token, expiresIn, refreshToken: grant.token, refreshSeconds };
}

/** The form an address is kept in. PostgreSQL has no NUL in a text, so such an address is nobody's. */
export function normalEmail(email: string): string {
  return email.includes("\0") ? "" : email.normalize("NFC").trim().toLowerCase();
}

interface Outcome {
  readonly succeeded: boolean;
  readonly account: StaffAccount | undefined;
}

async function tellSignIn(parts: AccountsParts, { requestId, route }: Attempt, { succeeded, account }: Outcome) {
  const event = { at: parts.clock.now(), requestId, route };
  const action = succeeded ? "sign_in.succeeded" : "sign_in.failed";
  parts.emit(
    succeeded && account !== undefined
      ? { name: "sign_in.succeeded", callerId: account.id, ...event }
      : { name: "sign_in.failed", reason: "credentials_wrong", ...event },
  );
  // An unknown address is written under an id of nobody's, so that both cases do the same work.
  const entityId = account?.id ?? randomUUID();
  const actor = succeeded ? { kind: "staff", id: entityId } : { kind: "guest" };
  await audit(parts.db, {
    actor: actor as { kind: "staff" | "guest"; id?: string },
    action,
    entity: account === undefined ? "unknown_account" : "staff",
    entityId,
    locationId: account?.locationId,
    requestId,
  });
}
