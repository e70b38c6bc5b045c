/** The route of the house's health. Each slice is asked through a function it gave. */
import { type Clock, type Handled, handle, ok } from "cloche";
import { readHealth } from "../../contracts/index.js";
import { healthReport, type InboxHealth, type ScreenHealth } from "./health-report.js";

/** What health asks. */
export interface HealthDeps {
  readonly clock: Clock;
  /** The payments'. */
  readonly inbox: () => Promise<InboxHealth>;
  /** How long the longest open payment has not been asked about, seconds; the payments'. */
  readonly reconcilerLagSeconds?: () => Promise<number | undefined>;
  /** The outbox's. */
  readonly messages: () => Promise<{ readonly waiting: number; readonly dead: number }>;
  /** The screens'. */
  readonly screens: (locationId: string) => Promise<readonly ScreenHealth[]>;
  /** The kitchen's. */
  readonly unseenTickets: (locationId: string) => Promise<number>;
}

/** The handler of health. */
export function healthHandlers(deps: HealthDeps): readonly Handled[] {
  return [
    handle(readHealth, async ({ params: { location } }) => {
      const [inbox, reconcilerLagSeconds, messages, screens, unseenTickets] = await Promise.all([
        deps.inbox(),
        deps.reconcilerLagSeconds?.(),
        deps.messages(),
        deps.screens(location),
        deps.unseenTickets(location),
      ]);
      const said = { inbox, reconcilerLagSeconds, messages, screens, unseenTickets };
      return ok(healthReport(said, deps.clock.now()));
    }),
  ];
}
