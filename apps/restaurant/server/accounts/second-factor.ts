/** Second factors: set up by their owner, checked once per code. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";
import type { Seal } from "./seal.js";
import { dropFactor, factorOf, putFactor, useStep } from "./second-factor.store.js";
import { matchingStep, newTotpSecret } from "./totp.js";

/** Second factors of staff. */
export interface SecondFactors {
  /** Whether the person must give a code. */
  isSet(staffId: string): Promise<boolean>;
  /** A new secret, or `undefined` where one is set already. */
  begin(staffId: string): Promise<Buffer | undefined>;
  /** Whether the code is right, and was never used; it confirms a factor that was begun. */
  check(staffId: string, code: string): Promise<boolean>;
  remove(staffId: string): Promise<void>;
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
      const kept = await factorOf(db, staffId);
      const secret = kept === undefined ? undefined : seal.open(kept.sealed, staffId);
      const step = secret === undefined ? undefined : matchingStep(secret, code, clock.now());
      return step === undefined ? false : useStep(db, staffId, { step, now: new Date(clock.now()) });
    },
    remove: (staffId) => dropFactor(db, staffId),
  };
}
