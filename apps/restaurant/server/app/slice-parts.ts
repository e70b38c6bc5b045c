/** What every slice stands on. */
import type { Clock } from "cloche";
import type { Observer } from "cloche/observe";
import type { LimitStore } from "cloche/rate-limit";
import type { Accounts } from "../accounts/index.js";
import type { Tape } from "../cameras/index.js";
import type { Customers } from "../customers/index.js";
import type { Config, OpenDatabase } from "../platform/index.js";

/** What the slices stand on. */
export interface SliceParts {
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly accounts: Accounts;
  readonly customers: Customers;
  readonly observe: Observer;
  /** What the cameras have seen. */
  readonly tape: Tape;
  readonly clock: Clock;
  /** Where the gate counts requests. */
  readonly counts: LimitStore;
  /** Ends the live streams. */
  readonly stopping: AbortSignal;
}
