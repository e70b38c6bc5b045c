/** What every slice leans on: idempotency keys, live events, the outbox and the audit trail. */
import type { Migration } from "./migration.js";

export const plumbing: Migration = {
  id: 6,
  name: "plumbing",
  statements: `
-- No answer is kept, only what it was about, so that no token or personal data lies here.
create table idempotency_key (
  scope text not null,
  key text not null,
  fingerprint text not null,
  status int not null,
  resource_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (scope, key)
);
create index idempotency_key_end on idempotency_key (expires_at);

create table location_event (
  location_id uuid not null references location,
  seq bigint not null,
  type text not null,
  station_ids uuid[] not null default '{}',
  order_id uuid,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  primary key (location_id, seq)
);
create index location_event_age on location_event (created_at);

create table outbox (
  id bigint generated always as identity primary key,
  kind text not null,
  dedupe_key text not null unique,
  payload jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'sent', 'dead')),
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  locked_until timestamptz,
  provider_ref text,
  created_at timestamptz not null default now()
);
create index outbox_due on outbox (next_attempt_at) where state = 'pending';

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  location_id uuid,
  actor_kind text not null check (actor_kind in ('staff', 'guest', 'provider', 'system')),
  actor_id text,
  action text not null,
  entity text not null,
  entity_id text not null,
  detail jsonb not null default '{}',
  request_id text
);
create function audit_log_guard() returns trigger language plpgsql as $guard$
begin
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end
$guard$;
create trigger audit_log_guard before update or delete on audit_log
  for each row execute function audit_log_guard();
create trigger audit_log_guard_truncate before truncate on audit_log
  for each statement execute function audit_log_guard();

-- The counter's row lock makes numbers appear in commit order without gaps. Call it last in a transaction: every other
-- event of the place waits until the commit.
create function emit_event(place uuid, kind text, stations uuid[], for_order uuid, data jsonb)
returns bigint language plpgsql as $emit$
declare
  next_seq bigint;
begin
  update location_stream set seq = seq + 1 where location_id = place returning seq into strict next_seq;
  insert into location_event (location_id, seq, type, station_ids, order_id, payload)
  values (place, next_seq, kind, stations, for_order, data);
  perform pg_notify('location_event', place::text);
  return next_seq;
end
$emit$;
`,
};
