/** Notes that a place was called about an order that nobody answered, so that it is called once. */
import type { Migration } from "./migration.js";

export const waitingCalls: Migration = {
  id: 131,
  name: "waiting-calls",
  statements: `
alter table orders add column waiting_called_at timestamptz;
`,
};
