/** What a session began with, second factors, revocations, and the keys of integrations. */
import { API_KEY_TABLE_SQL, REVOCATION_TABLE_SQL } from "cloche/jwt";
import type { Migration } from "./migration.js";

export const strongSignIn: Migration = {
  id: 21,
  name: "strong-sign-in",
  statements: `
${REVOCATION_TABLE_SQL}
${API_KEY_TABLE_SQL}

-- What the access tokens of a refresh family say of its sign-in; it ends with the membership.
create table staff_session (
  family_id text primary key,
  staff_id uuid not null,
  location_id uuid not null,
  carried text not null check (carried in ('bearer', 'cookie')),
  acr text not null check (acr in ('aal1', 'aal2')),
  authenticated_at timestamptz not null,
  created_at timestamptz not null default now(),
  foreign key (staff_id, location_id) references membership on delete cascade
);
create index staff_session_staff on staff_session (staff_id);

create table staff_second_factor (
  staff_id uuid primary key references staff on delete cascade,
  -- Encrypted for this one person under SEAL_SECRET.
  sealed_secret text not null,
  confirmed_at timestamptz,
  -- RFC 6238 section 5.2: a code counts once.
  last_step bigint not null default 0
);
`,
};
