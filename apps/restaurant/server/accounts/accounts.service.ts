/** Proving who is there: at sign-in, and again before what must not be done from a screen somebody left. */
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { SecurityEvent } from "cloche";
import type { ApiKeys, CsrfTokens } from "cloche/jwt";
import { networkOf } from "cloche/observe";
import { ACR } from "../../contracts/index.js";
import { audit } from "../platform/index.js";
import { accountByEmail, type StaffAccount } from "./accounts.store.js";
import type { Passwords } from "./passwords.js";
import type { SecondFactors } from "./second-factor.js";
import type { SignInPace } from "./sign-in-pace.js";
import { beginSession, type Session, type StaffSessionParts } from "./staff-sessions.js";

/** What accounts need. */
export interface AccountsParts extends StaffSessionParts {
  readonly emit: (event: SecurityEvent) => void;
  readonly passwords: Passwords;
  readonly pace: SignInPace;
  readonly secondFactors: SecondFactors;
  readonly csrf: CsrfTokens;
  readonly apiKeys: ApiKeys;
}

/** Who signs in, and for which request. */
export interface Attempt {
  /** As `normalEmail` gives it. */
  readonly email: string;
  readonly password: string;
  readonly code?: string | undefined;
  readonly carry: Session["carried"];
  readonly device?: string | undefined;
  /** Where the request came from. */
  readonly address: string;
  readonly requestId: string;
  readonly route: string;
}

/** Why there is no session. */
export type NoSession = "failed" | "second_factor" | "busy";

/** Signs in. Whatever is wrong, the same is asked of the database, one hash is checked, and one entry is written. */
export async function signIn(parts: AccountsParts, attempt: Attempt): Promise<Session | NoSession> {
  await parts.pace.wait(attempt.email);
  const account = await accountByEmail(parts.db, attempt.email);
  const belongs = await parts.passwords.check(account?.passwordHash, attempt.password);
  if (belongs === undefined) return "busy";
  const proven = belongs && account !== undefined ? await secondProof(parts, account, attempt.code) : "failed";
  await tellSignIn(parts, attempt, { proven, account });
  if (account === undefined || proven === "failed" || proven === "second_factor") return proven as NoSession;
  await parts.pace.forget(attempt.email);
  return beginSession(parts, account, { carried: attempt.carry, acr: proven, device: attempt.device });
}

type Proven = (typeof ACR)[keyof typeof ACR];

/** Who has set a second factor up gives it at every sign-in. */
async function secondProof(
  { secondFactors }: AccountsParts,
  { id }: StaffAccount,
  code: string | undefined,
): Promise<Proven | "failed" | "second_factor"> {
  if (!(await secondFactors.isSet(id))) return ACR.password;
  if (code === undefined) return "second_factor";
  return (await secondFactors.check(id, code)) ? ACR.secondFactor : "failed";
}

/** How the person proved again who they are, or why that does not do. */
export async function proveAgain(
  { secondFactors, passwords }: AccountsParts,
  { id, passwordHash }: StaffAccount,
  { password, code }: { readonly password?: string | undefined; readonly code?: string | undefined },
): Promise<Proven | NoSession> {
  if (await secondFactors.isSet(id)) {
    if (code === undefined) return "second_factor";
    return (await secondFactors.check(id, code)) ? ACR.secondFactor : "failed";
  }
  const belongs = await passwords.check(passwordHash, password ?? "");
  if (belongs === undefined) return "busy";
  return belongs ? ACR.password : "failed";
}

interface Outcome {
  readonly proven: Proven | "failed" | "second_factor";
  readonly account: StaffAccount | undefined;
}

const REASONS = { failed: "credentials_wrong", second_factor: "second_factor_missing" } as const;

/** Tells accounts apart for as long as this process runs, and tells nobody which they are. */
const MARK_KEY = randomBytes(32);

function markOf(email: string): string {
  return createHmac("sha256", MARK_KEY).update(email).digest("base64url").slice(0, 12);
}

async function tellSignIn(parts: AccountsParts, attempt: Attempt, { proven, account }: Outcome) {
  const { requestId, route, address, email } = attempt;
  const network = networkOf(address);
  const from = network === undefined ? {} : { network };
  const event = { at: parts.clock.now(), requestId, route, subject: markOf(email), ...from };
  const failed = proven === "failed" || proven === "second_factor";
  const action = failed ? "sign_in.failed" : "sign_in.succeeded";
  parts.emit(
    failed
      ? { name: "sign_in.failed", reason: REASONS[proven], ...event }
      : { name: "sign_in.succeeded", ...(account === undefined ? {} : { callerId: account.id }), ...event },
  );
  // An unknown address is written under an id of nobody's, so that both cases do the same work.
  const entityId = account?.id ?? randomUUID();
  await audit(parts.db, {
    actor: failed ? { kind: "guest" } : { kind: "staff", id: entityId },
    action,
    entity: account === undefined ? "unknown_account" : "staff",
    entityId,
    locationId: account?.locationId,
    requestId,
  });
}
