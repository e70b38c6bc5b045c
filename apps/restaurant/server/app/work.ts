/** What runs beside the requests: the payments' inbox and the hourly clearing. */
import { startHousekeeping } from "../platform/index.js";
import { type SliceParts, startInbox } from "./slices.js";

/** Running work. */
export interface Work {
  /** Takes nothing new, and answers when what was begun is done. */
  stop(): Promise<void>;
}

/** Starts it. */
export function startWork(parts: SliceParts): Work {
  const { database, clock, observe, accounts } = parts;
  const inbox = startInbox(parts);
  const housekeeping = startHousekeeping({
    db: database.db,
    clock,
    also: [() => accounts.refreshTokens.prune()],
    onFailed: (error) => observe.failure(error, { route: "housekeeping" }),
  });
  return {
    async stop() {
      housekeeping.stop();
      await inbox.stop();
    },
  };
}
