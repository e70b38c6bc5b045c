/** Second factors: set up by their owner, checked once per code. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import { audit, type Database, type Seal } from "../platform/index.js";
import { dropRecoveryCodes, newRecoveryCodes, useRecoveryCode } from "./recovery-codes.js";
import { allFactors, dropFactor, factorOf, putFactor, replaceSealed, useStep } from "./second-factor.store.js";
import { matchingStep, newTotpSecret } from "./totp.js";

/** Second factors of staff. */
export interface SecondFactors {
  /** Whether the person must give a code. */
  isSet(staffId: string): Promise<boolean>;
  /** A new secret, or `undefined` where one is set already. */
  begin(staffId: string): Promise<Buffer | undefined>;
  /** Whether the code, of the app or for recovery, is right and was never used; the app's confirms a factor that was begun. */
  check(staffId: string, code: string): Promise<boolean>;
  /** New codes for the day the app is lost; those before end. */
  newRecoveryCodes(staffId: string): Promise<readonly string[]>;
  /** Takes the factor and its recovery codes away. */
  remove(staffId: string): Promise<void>;
  /** Closes anew what only a secret on its way out opens, so that nobody loses their app with it. */
  renewSeals(): Promise<void>;
}

/** What second factors are kept with. */
export interface SecondFactorParts {
  readonly db: Kysely<Database>;
  readonly seal: Seal;
  readonly clock: Clock;
}

/** Makes them. */
export function secondFactors({ db, seal, clock }: SecondFactorParts): SecondFactors {
  return {
    isSet: async (staffId) => (await factorOf(db, staffId))?.confirmed === true,
    async begin(staffId) {
      const secret = newTotpSecret();
      return (await putFactor(db, staffId, seal.close(secret, staffId))) ? secret : undefined;
    },
    async check(staffId, code) {
      if (!DIGITS.test(code)) return checkRecovery(db, staffId, { code, now: new Date(clock.now()) });
      const kept = await factorOf(db, staffId);
      const secret = kept === undefined ? undefined : seal.open(kept.sealed, staffId);
      const step = secret === undefined ? undefined : matchingStep(secret, code, clock.now());
      return step === undefined ? false : useStep(db, staffId, { step, now: new Date(clock.now()) });
    },
    newRecoveryCodes: (staffId) => newRecoveryCodes(db, staffId),
    async remove(staffId) {
      await dropFactor(db, staffId);
      await dropRecoveryCodes(db, staffId);
    },
    async renewSeals() {
      for (const { staffId, sealed } of await allFactors(db)) {
        const renewed = seal.renewed(sealed, staffId);
        if (renewed !== undefined) await replaceSealed(db, { staffId, sealed }, renewed);
      }
    },
  };
}

const DIGITS = /^\d{6}$/;

/** A code that is used up is one fewer, so its owner finds it in the audit trail. */
async function checkRecovery(
  db: Kysely<Database>,
  staffId: string,
  attempt: { readonly code: string; readonly now: Date },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if ((await factorOf(trx, staffId))?.confirmed !== true) return false;
    if (!(await useRecoveryCode(trx, staffId, attempt))) return false;
    const actor = { kind: "staff", id: staffId } as const;
    await audit(trx, { actor, action: "recovery_code.used", entity: "staff", entityId: staffId });
    return true;
  });
}
