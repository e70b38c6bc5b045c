/** The partners' keys that are kept in the office, sealed. */
import type { Migration } from "./migration.js";

export const partnerKeys: Migration = {
  id: 150,
  name: "partner-keys",
  statements: `
-- What is sealed for one house opens in no other, even one that shares its secret.
alter table install add column house_id uuid not null default gen_random_uuid();

create table partner_key (
  id uuid primary key,
  name text not null check (name ~ '^[A-Z_]{1,40}$'),
  -- AES-256-GCM, for the house, the name and this row alone; nothing of the key is readable here.
  sealed text not null check (sealed ~ '^[A-Za-z0-9_-]+$' and char_length(sealed) between 40 and 8000),
  written_at timestamptz not null,
  written_by uuid references staff on delete set null,
  -- Empty for the current version; the one before it is accepted until then.
  ends_at timestamptz
);
create unique index partner_key_current on partner_key (name) where ends_at is null;
create index on partner_key (name, ends_at);
`,
};
