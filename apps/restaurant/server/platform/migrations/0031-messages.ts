/** Who may be texted and called, and how many texts and calls a day has seen. */
import type { Migration } from "./migration.js";

export const messages: Migration = {
  id: 31,
  name: "messages",
  statements: `
-- Who is called when an order waits too long; nobody where it is null.
alter table location add column alert_phone text check (alert_phone ~ '^[+][1-9][0-9]{6,14}$');

create table message_budget (
  location_id uuid not null references location,
  day date not null,
  used int not null check (used >= 0),
  primary key (location_id, day)
);
`,
};
