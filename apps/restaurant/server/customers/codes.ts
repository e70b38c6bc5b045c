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
  readonly by: "sms" | "mail";
}

/** How long a code is good for. */
export const CODE_SECONDS = 600;

/** Who asks. */
export interface CodeWish {
  readonly to: Proved;
  readonly locationId: string;
  readonly language: Language;
}

/**
 * Has a code sent, and answers what it is asked for with. Whether there is a customer of the number or address is not looked
 * at, and one that nothing may be sent to is answered like any other.
 */
export async function requestCode(parts: CodeParts, { to, locationId, language }: CodeWish): Promise<string> {
  const id = randomUUID();
  if (!mayBeSent(parts, to)) return id;
  const now = parts.clock.now();
  const times = { now: new Date(now), expiresAt: new Date(now + CODE_SECONDS * 1000) };
  await parts.db.transaction().execute(async (trx) => {
    await insertCode(trx, { id, locationId, to, language, ...times });
    await parts.sendCode(trx, { requestId: id, by: "phone" in to ? "sms" : "mail" });
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
  const { db, clock, codeOf } = parts;
  const now = new Date(clock.now());
  const tried = await takeTry(db, proof.challenge, now);
  if (tried === undefined || !isSame(codeOf(proof.challenge), proof.code)) return undefined;
  return db.transaction().execute(async (trx) => {
    if (!(await useCode(trx, proof.challenge, now))) return undefined;
    const { phone, email } = tried;
    const id = await customerOf(trx, phone === null ? { email: email ?? "" } : { phone }, now);
    const about = { entity: "customer", entityId: id, locationId: tried.locationId };
    const actor = { kind: "customer", id } as const;
    await audit(trx, { actor, action: "customer.signed_in", ...about, requestId: proof.requestId });
    return id;
  });
}

function isSame(made: string, said: string): boolean {
  return made.length === said.length && timingSafeEqual(Buffer.from(made), Buffer.from(said));
}
