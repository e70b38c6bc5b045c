/** Whose a partner's event is that was given up on, as far as that can be told. */
import type { Migration } from "./migration.js";

export const eventsOfPlaces: Migration = {
  id: 91,
  name: "events-of-places",
  statements: `
-- Missing where the event names no order of ours: such a one concerns the house, and its owners alone see it.
alter table webhook_event add column location_id uuid references location;
create index webhook_event_dead on webhook_event (finished_at) where state = 'dead';
`,
};
