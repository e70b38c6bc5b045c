/** What the partners' keys need. */
import type { Clock } from "cloche";
import type { OptionalRotating } from "cloche/secrets";
import type { Kysely } from "kysely";
import type { PartnerKeyName } from "../../contracts/index.js";
import type { Database, Seal } from "../platform/index.js";

/** What a partner says of a key. */
export type Tried = "taken" | "refused" | "incomplete";

/** How a partner is asked, by the key; it throws where the partner does not answer. */
export type Tries = Partial<Readonly<Record<PartnerKeyName, (text: string) => Promise<Tried>>>>;

/** What the routes need. */
export interface PartnerKeysDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly seal: Seal;
  readonly production: boolean;
  /** What is in force, from wherever it comes. */
  readonly keys: Readonly<Record<PartnerKeyName, OptionalRotating>>;
  readonly from: (name: PartnerKeyName) => string | undefined;
  /** Since when this process has the current version. */
  readonly since: (name: PartnerKeyName) => Date | undefined;
  readonly tries: Tries;
  /** Brings a change into force in this process; the others hear of it by themselves. */
  readonly load: () => Promise<void>;
}
