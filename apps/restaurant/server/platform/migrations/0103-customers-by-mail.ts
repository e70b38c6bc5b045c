/** Customers are known by a phone number or an e-mail address that was proved, and by nothing else. */
import type { Migration } from "./migration.js";

export const customersByMail: Migration = {
  id: 103,
  name: "customers-by-mail",
  statements: `
-- Both only where both were proved to be the same person's.
alter table customer alter column phone drop not null;
alter table customer add column email text unique check (email = lower(email) and length(email) between 3 and 254);
alter table customer add constraint customer_is_proved check (phone is not null or email is not null);

alter table customer_code alter column phone drop not null;
alter table customer_code add column email text check (email = lower(email) and length(email) between 3 and 254);
alter table customer_code add constraint customer_code_goes_one_way check ((phone is null) <> (email is null));
-- What whoever asked for it reads.
alter table customer_code add column language text not null default 'en' check (language in ('en', 'de'));
`,
};
