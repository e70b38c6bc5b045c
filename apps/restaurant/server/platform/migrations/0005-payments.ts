/** Money that moves, and the inbox of what partners said about it. */
import type { Migration } from "./migration.js";

export const payments: Migration = {
  id: 5,
  name: "payments",
  statements: `
create table payment (
  id uuid primary key,
  location_id uuid not null,
  order_id uuid not null,
  attempt int not null check (attempt > 0),
  provider text not null check (provider in ('stripe', 'razorpay', 'cash', 'card_terminal')),
  provider_ref text,
  provider_payment_ref text,
  amount bigint not null check (amount > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'created'
    check (state in ('created', 'processing', 'authorized', 'succeeded', 'failed', 'cancelled', 'mismatch')),
  failure_code text,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (location_id, id),
  unique (order_id, attempt),
  unique (provider, provider_ref),
  unique (provider, provider_payment_ref),
  foreign key (location_id, order_id) references orders (location_id, id)
);
create unique index payment_one_open on payment (order_id) where state in ('created', 'processing', 'authorized');

-- Only verified deliveries get here. Both keys, since a partner may sign the body but not the event's id.
create table webhook_event (
  provider text not null,
  event_id text not null,
  body_sha256 text not null check (body_sha256 ~ '^[0-9a-f]{64}$'),
  type text not null,
  object_ref text,
  payload jsonb not null,
  state text not null default 'pending' check (state in ('pending', 'processed', 'ignored', 'mismatch', 'dead')),
  attempts int not null default 0,
  received_at timestamptz not null default now(),
  next_attempt_at timestamptz not null default now(),
  finished_at timestamptz,
  last_error text,
  primary key (provider, event_id),
  unique (provider, body_sha256)
);
create index webhook_event_due on webhook_event (next_attempt_at) where state = 'pending';

-- What became of a message. rank only rises, since callbacks may arrive in any order.
create table message_status (
  provider text not null,
  message_ref text not null,
  status text not null,
  rank int not null,
  first_seen_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (provider, message_ref)
);
`,
};
