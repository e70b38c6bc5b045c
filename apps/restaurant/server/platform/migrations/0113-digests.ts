/** What a place's owners are written to about once a day: up to when that was done, and what it is looked up by. */
import type { Migration } from "./migration.js";

export const digests: Migration = {
  id: 113,
  name: "digests",
  statements: `
alter table location add column digested_until timestamptz;

create index audit_log_of_place on audit_log (location_id, at);

-- Guests' e-mail keeps no owner from hearing of failures.
alter table message_budget drop constraint message_budget_purpose_check;
alter table message_budget add constraint message_budget_purpose_check
  check (purpose in ('news', 'codes', 'mail', 'mail_codes', 'digests'));
`,
};
