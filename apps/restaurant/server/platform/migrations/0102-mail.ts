/** Guests are written to by e-mail, where they gave an address and were told that it is for that. */
import type { Migration } from "./migration.js";

export const mail: Migration = {
  id: 102,
  name: "mail",
  statements: `
-- Addresses that were given before there was e-mail were not given for it.
alter table orders add column consent_email boolean not null default false;

-- Each way of telling has a budget of its own.
alter table message_budget drop constraint message_budget_purpose_check;
alter table message_budget add constraint message_budget_purpose_check
  check (purpose in ('news', 'codes', 'mail', 'mail_codes'));
`,
};
