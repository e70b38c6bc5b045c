/** Where and when orders are for: tables and their sessions, slots, delivery zones, opening hours. */
import type { Migration } from "./migration.js";

export const floor: Migration = {
  id: 11,
  name: "floor",
  statements: `
alter table location
  add column order_types text[] not null default '{pickup}'
    check (order_types <@ array['dine_in', 'pickup', 'delivery']),
  -- For which kinds a guest may pay when the food is handed over.
  add column pay_later_types text[] not null default '{pickup,dine_in}'
    check (pay_later_types <@ array['dine_in', 'pickup', 'delivery']),
  add column accept_timeout_seconds int not null default 600 check (accept_timeout_seconds between 60 and 3600),
  add column payment_timeout_seconds int not null default 1200 check (payment_timeout_seconds between 300 and 7200),
  add column busy_minutes int not null default 0 check (busy_minutes between 0 and 180),
  add column paused_until timestamptz;

-- In the place's own time; always open, where there is no row.
create table opening_hours (
  id uuid primary key,
  location_id uuid not null references location,
  weekdays int[] not null check (cardinality(weekdays) between 1 and 7 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  from_minute int not null check (from_minute between 0 and 1439),
  to_minute int not null check (to_minute between 0 and 1440)
);
create index opening_hours_of_place on opening_hours (location_id);

create table dining_table (
  id uuid primary key,
  location_id uuid not null references location,
  label text not null,
  service_area text not null default 'main',
  -- SHA-256 of the token in the printed code, hexadecimal.
  qr_hash text not null unique check (qr_hash ~ '^[0-9a-f]{64}$'),
  -- Raised when a session ends: whoever scanned before must scan again.
  generation int not null default 1,
  version int not null default 1,
  archived_at timestamptz,
  unique (location_id, id)
);
create unique index dining_table_label on dining_table (location_id, label) where archived_at is null;

create table table_session (
  id uuid primary key,
  location_id uuid not null,
  table_id uuid not null,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  unique (location_id, id),
  foreign key (location_id, table_id) references dining_table (location_id, id)
);
create unique index table_session_one_open on table_session (table_id) where closed_at is null;

-- used is raised by a conditional update, never read then written.
create table slot (
  id uuid primary key,
  location_id uuid not null references location,
  order_type text not null check (order_type in ('dine_in', 'pickup', 'delivery')),
  starts_at timestamptz not null,
  capacity int not null check (capacity between 0 and 10000),
  used int not null default 0,
  version int not null default 1,
  check (used between 0 and capacity),
  unique (location_id, id),
  unique (location_id, order_type, starts_at)
);

create table delivery_zone (
  id uuid primary key,
  location_id uuid not null references location,
  name text not null,
  -- Postcodes, or how they begin.
  postcodes text[] not null check (cardinality(postcodes) between 1 and 500),
  fee bigint not null check (fee between 0 and 1000000000000),
  minimum bigint not null default 0 check (minimum between 0 and 1000000000000),
  minutes int not null default 30 check (minutes between 0 and 240),
  version int not null default 1,
  archived_at timestamptz,
  unique (location_id, id)
);
`,
};
