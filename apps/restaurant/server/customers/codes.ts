/** Asking for a code, and signing in with it: each is good once, for ten minutes and five tries. */
import { randomUUID, timingSafeEqual } from "node:crypto";
import type { Clock } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { audit, type Database } from "../platform/index.js";
import type { CodeMaker } from "./code-maker.js";
import { insertCode, takeTry, useCode } from "./codes.store.js";
import { customerOfPhone } from "./customers.store.js";

/** What codes need. */
export interface CodeParts {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly codeOf: CodeMaker;
  /** Has the code texted, once the transaction has ended. */
  readonly textCode: (trx: Transaction<Database>, requestId: string) => Promise<unknown>;
  /** Calling codes that may be texted, such as `+49`. */
  readonly countries: readonly string[];
}

/** How long a code is good for. */
export const CODE_SECONDS = 600;

/** Who asks. */
export interface CodeWish {
  readonly phone: string;
  readonly locationId: string;
}

/**
 * Has a code texted, and answers what it is asked for with. Whether there is a customer of the number is not looked at,
 * and a number that may not be texted is answered like any other.
 */
export async function requestCode(parts: CodeParts, { phone, locationId }: CodeWish): Promise<string> {
  const id = randomUUID();
  if (!parts.countries.some((code) => phone.startsWith(code))) return id;
  const now = parts.clock.now();
  const times = { now: new Date(now), expiresAt: new Date(now + CODE_SECONDS * 1000) };
  await parts.db.transaction().execute(async (trx) => {
    await insertCode(trx, { id, locationId, phone, ...times });
    await parts.textCode(trx, id);
  });
  return id;
}

/** What somebody says the code is. */
export interface CodeProof {
  readonly challenge: string;
  readonly code: string;
  readonly requestId: string;
}

/** The customer whose number is proved by a code; the try counts whatever comes of it. */
export async function redeemCode(parts: CodeParts, proof: CodeProof): Promise<string | undefined> {
  const { db, clock, codeOf } = parts;
  const now = new Date(clock.now());
  const tried = await takeTry(db, proof.challenge, now);
  if (tried === undefined || !isSame(codeOf(proof.challenge), proof.code)) return undefined;
  return db.transaction().execute(async (trx) => {
    if (!(await useCode(trx, proof.challenge, now))) return undefined;
    const id = await customerOfPhone(trx, tried.phone, now);
    const about = { entity: "customer", entityId: id, locationId: tried.locationId };
    const actor = { kind: "customer", id } as const;
    await audit(trx, { actor, action: "customer.signed_in", ...about, requestId: proof.requestId });
    return id;
  });
}

function isSame(made: string, said: string): boolean {
  return made.length === said.length && timingSafeEqual(Buffer.from(made), Buffer.from(said));
}
