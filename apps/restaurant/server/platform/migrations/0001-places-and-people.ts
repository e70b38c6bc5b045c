/** Places, stations, and who works at them. */
import type { Migration } from "./migration.js";

export const placesAndPeople: Migration = {
  id: 1,
  name: "places-and-people",
  statements: `
create table install (
  only_row boolean primary key default true check (only_row),
  -- Changed after a restore: stream positions of the lost history must not be believed.
  stream_epoch uuid not null default gen_random_uuid(),
  setup_token_hash text
);
insert into install default values;

create table location (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,64}$'),
  name text not null,
  timezone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  business_day_starts time not null default '04:00',
  -- auto: an order goes to the kitchen as soon as it is placed; manual: somebody accepts it first.
  accept_mode text not null default 'manual' check (accept_mode in ('manual', 'auto')),
  default_station_id uuid,
  menu_revision bigint not null default 1
);

-- Apart from location, so that the row every event updates stays small.
create table location_stream (
  location_id uuid primary key references location,
  seq bigint not null default 0
) with (fillfactor = 50);

create table staff (
  id uuid primary key,
  email_norm text not null unique check (email_norm = lower(email_norm)),
  display_name text not null,
  password_hash text not null,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

create table membership (
  staff_id uuid not null references staff on delete cascade,
  location_id uuid not null references location on delete cascade,
  role text not null check (role in ('owner', 'manager', 'cashier', 'chef')),
  primary key (staff_id, location_id)
);

create table station (
  id uuid primary key,
  location_id uuid not null references location,
  name text not null,
  kind text not null check (kind in ('prep', 'expo')),
  is_open boolean not null default true,
  fallback_station_id uuid,
  ordinal int not null default 0,
  unique (location_id, id),
  unique (location_id, name),
  foreign key (location_id, fallback_station_id) references station (location_id, id)
);
alter table location add foreign key (id, default_station_id) references station (location_id, id);

create table staff_station (
  staff_id uuid not null,
  location_id uuid not null,
  station_id uuid not null,
  primary key (staff_id, station_id),
  foreign key (staff_id, location_id) references membership on delete cascade,
  foreign key (location_id, station_id) references station (location_id, id) on delete cascade
);
`,
};
