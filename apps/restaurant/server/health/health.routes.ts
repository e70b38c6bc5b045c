/** The route of the house's health. Each slice is asked through a function it gave. */
import { type Clock, type Handled, handle, ok } from "cloche";
import type { Kysely } from "kysely";
import { readHealth } from "../../contracts/index.js";
import { countDead, type Database } from "../platform/index.js";
import { deadScope } from "./dead-scope.js";
import { healthReport, type InboxHealth, type ScreenHealth } from "./health-report.js";

/** What health asks. */
export interface HealthDeps {
  readonly clock: Clock;
  readonly db: Kysely<Database>;
  /** The payments'; the whole house's, as the partners' accounts are. */
  readonly inbox: () => Promise<InboxHealth>;
  /** How far past its turn the payment is that was to be asked about first, seconds; the payments'. */
  readonly reconcilerLagSeconds?: () => Promise<number | undefined>;
  /** The outbox's, of the place. */
  readonly messages: (locationId: string) => Promise<{ readonly waiting: number; readonly dead: number }>;
  /** What the place has used of its day's texts and calls, and how many it has; the messages'. */
  readonly sms: (locationId: string) => Promise<{ readonly usedToday: number; readonly perDay: number }>;
  /** The screens'. */
  readonly screens: (locationId: string) => Promise<readonly ScreenHealth[]>;
  /** The kitchen's. */
  readonly unseenTickets: (locationId: string) => Promise<number>;
}

/** The handler of health. */
export function healthHandlers(deps: HealthDeps): readonly Handled[] {
  return [
    handle(readHealth, async ({ params: { location }, caller }) => {
      const scope = await deadScope(deps.db, caller.id, location);
      const [inbox, dead, reconcilerLagSeconds, messages, sms, screens, unseenTickets] = await Promise.all([
        deps.inbox(),
        countDead(deps.db, scope),
        deps.reconcilerLagSeconds?.(),
        deps.messages(location),
        deps.sms(location),
        deps.screens(location),
        deps.unseenTickets(location),
      ]);
      const said = { inbox: { ...inbox, dead }, reconcilerLagSeconds, messages, sms, screens, unseenTickets };
      return ok(healthReport(said, deps.clock.now()));
    }),
  ];
}
