/** Asking for a code, and signing in with it: each is good once, for ten minutes and five tries. */
import { randomUUID, timingSafeEqual } from "node:crypto";
import type { Clock } from "cloche";
import type { Kysely, Transaction } from "kysely";
import type { Language } from "../../contracts/index.js";
import { audit, type Database } from "../platform/index.js";
import type { CodeMaker } from "./code-maker.js";
import { insertCode, takeTry, useCode } from "./codes.store.js";
import { customerOf, type Proved } from "./customers.store.js";

/** What codes need. */
export interface CodeParts {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly codeOf: CodeMaker;
  /** Has the code sent, once the transaction has ended. */
  readonly sendCode: (trx: Transaction<Database>, code: CodeToSend) => Promise<unknown>;
  /** Whether there is somebody to take e-mail. */
  readonly byMail: boolean;
  /** Calling codes that may be texted, such as `+49`. */
  readonly countries: readonly string[];
}

/** Which code is sent, and how. */
export interface CodeToSend {
  readonly requestId: string;
  readonly locationId: string;
  readonly by: "sms" | "mail";
}

/** How long a code is good for. */
export const CODE_SECONDS = 600;

/** Who asks. */
export interface CodeWish {
  readonly to: Proved;
  /** Whose account it is to be added to; without one somebody signs in by it. */
  readonly customerId?: string | undefined;
  readonly locationId: string;
  readonly language: Language;
}

/**
 * Has a code sent, and answers what it is asked for with. Whether there is a customer of the number or address is not looked
 * at, and one that nothing may be sent to is answered like any other.
 */
export async function requestCode(
  parts: CodeParts,
  { to, customerId, locationId, language }: CodeWish,
): Promise<string> {
  const id = randomUUID();
  if (!mayBeSent(parts, to)) return id;
  const now = parts.clock.now();
  const times = { now: new Date(now), expiresAt: new Date(now + CODE_SECONDS * 1000) };
  await parts.db.transaction().execute(async (trx) => {
    await insertCode(trx, { id, locationId, to, customerId, language, ...times });
    await parts.sendCode(trx, { requestId: id, locationId, by: "phone" in to ? "sms" : "mail" });
  });
  return id;
}

function mayBeSent({ countries, byMail }: CodeParts, to: Proved): boolean {
  return "phone" in to ? countries.some((code) => to.phone.startsWith(code)) : byMail;
}

/** What somebody says the code is. */
export interface CodeProof {
  readonly challenge: string;
  readonly code: string;
  readonly requestId: string;
}

/** The customer whose number or address is proved by a code; the try counts whatever comes of it. */
export async function redeemCode(parts: CodeParts, proof: CodeProof): Promise<string | undefined> {
  const now = new Date(parts.clock.now());
  const tried = await triedCode(parts, proof);
  if (tried === undefined) return undefined;
  return parts.db.transaction().execute(async (trx) => {
    if (!(await useCode(trx, proof.challenge, now))) return undefined;
    const id = await customerOf(trx, tried.proves, now);
    const about = { entity: "customer", entityId: id, locationId: tried.locationId };
    const actor = { kind: "customer", id } as const;
    await audit(trx, { actor, action: "customer.signed_in", ...about, requestId: proof.requestId });
    return id;
  });
}

/** What a code proves where it is right, of an account that asked for it or of somebody who signs in; each try counts. */
export async function triedCode(
  { db, clock, codeOf }: CodeParts,
  { challenge, code }: CodeProof,
  customerId?: string,
): Promise<{ readonly proves: Proved; readonly locationId: string } | undefined> {
  const tried = await takeTry(db, { id: challenge, customerId, now: new Date(clock.now()) });
  if (tried === undefined || !isSame(codeOf(challenge), code)) return undefined;
  const { phone, email, locationId } = tried;
  return { proves: phone === null ? { email: email ?? "" } : { phone }, locationId };
}

function isSame(made: string, said: string): boolean {
  return made.length === said.length && timingSafeEqual(Buffer.from(made), Buffer.from(said));
}
