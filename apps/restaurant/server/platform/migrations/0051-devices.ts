/** Kitchen screens as callers of their own, and the codes they are paired by. */
import type { Migration } from "./migration.js";

export const devices: Migration = {
  id: 51,
  name: "devices",
  statements: `
create table device (
  id uuid primary key,
  location_id uuid not null,
  station_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  -- SHA-256 of a random token of 256 bits; what lies here opens nothing.
  token_hash text not null unique check (token_hash ~ '^[0-9a-f]{64}$'),
  paired_by uuid not null references staff,
  paired_at timestamptz not null default now(),
  last_seen_at timestamptz,
  last_ack_seq bigint not null default 0,
  last_ack_at timestamptz,
  revoked_at timestamptz,
  unique (location_id, id),
  foreign key (location_id, station_id) references station (location_id, id)
);
create index device_of_place on device (location_id) where revoked_at is null;

-- The first characters of a code name its row, so that wrong guesses at the rest can be counted against it.
create table device_pairing (
  id uuid primary key,
  location_id uuid not null,
  station_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  selector text not null check (selector ~ '^[0-9A-Z]{3}$'),
  secret_hash text not null check (secret_hash ~ '^[0-9a-f]{64}$'),
  created_by uuid not null references staff,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  attempts int not null default 0 check (attempts between 0 and 5),
  foreign key (location_id, station_id) references station (location_id, id)
);
create unique index device_pairing_selector on device_pairing (selector) where used_at is null;
`,
};
