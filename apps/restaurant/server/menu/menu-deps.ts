/** What the menu needs. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import type { Location } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";

/** What its handlers are made from. */
export interface MenuDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  /** The address under which guests reach the app, without a slash at its end. */
  readonly publicBaseUrl: string;
  /** Whether customers can sign in, which takes somebody to text their codes. */
  readonly signIn: () => boolean;
  /** Whether the house writes e-mail. */
  readonly byMail: boolean;
  /** Whom guests may pay through online. */
  readonly payWith: () => readonly Location["payWith"][number][];
}
