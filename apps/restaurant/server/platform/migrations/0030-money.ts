/** Money that goes back, attempts that are asked about again, disputes, and what each role may give back. */
import type { Migration } from "./migration.js";

export const money: Migration = {
  id: 30,
  name: "money",
  statements: `
alter table payment
  add column taken_by uuid references staff,
  add column received bigint check (received >= amount),
  add column checks int not null default 0,
  add column next_check_at timestamptz not null default now(),
  add column last_checked_at timestamptz,
  add column leased_until timestamptz,
  add unique (order_id, id);
create index payment_due on payment (next_check_at) where state in ('created', 'processing', 'authorized');

-- Also the queue of the worker that asks the partners for them. The key belongs to one wish to give money back.
create table refund (
  id uuid primary key,
  location_id uuid not null,
  order_id uuid not null,
  payment_id uuid not null,
  amount bigint not null check (amount > 0),
  reason text not null
    check (reason in ('cancelled', 'rejected', 'item_missing', 'quality', 'duplicate', 'late_payment', 'other')),
  state text not null default 'requested' check (state in ('requested', 'pending', 'succeeded', 'failed')),
  idempotency_key text not null unique,
  provider_refund_ref text unique,
  requested_by uuid references staff,
  failure_code text,
  attempts int not null default 0,
  next_attempt_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  unique (location_id, id),
  foreign key (location_id, payment_id) references payment (location_id, id),
  foreign key (order_id, payment_id) references payment (order_id, id)
);
create index refund_of_payment on refund (payment_id);
create index refund_due on refund (next_attempt_at) where state in ('requested', 'pending');

-- The payment's row lock lets its refunds pass one after another.
create function refund_cap() returns trigger language plpgsql as $cap$
declare
  paid bigint;
  state_now text;
  given bigint;
begin
  select amount, state into paid, state_now from payment where id = new.payment_id for update;
  if state_now is distinct from 'succeeded' then
    raise exception 'a payment that has not arrived cannot go back' using errcode = 'check_violation';
  end if;
  select coalesce(sum(amount), 0) into given from refund
  where payment_id = new.payment_id and state <> 'failed' and id <> new.id;
  if given + new.amount > paid then
    raise exception 'refunds exceed the payment' using errcode = 'check_violation', constraint = 'refund_cap';
  end if;
  return new;
end
$cap$;
create trigger refund_cap before insert on refund for each row execute function refund_cap();
-- A refund that had failed and lives again counts again.
create trigger refund_cap_again before update on refund for each row
  when (old.state = 'failed' and new.state <> 'failed') execute function refund_cap();

create function refund_guard() returns trigger language plpgsql as $guard$
begin
  if (new.payment_id, new.order_id, new.amount, new.idempotency_key)
    is distinct from (old.payment_id, old.order_id, old.amount, old.idempotency_key) then
    raise exception 'what a refund is for is fixed' using errcode = 'check_violation';
  end if;
  return new;
end
$guard$;
create trigger refund_guard before update on refund for each row execute function refund_guard();

create table dispute (
  provider text not null,
  provider_ref text not null,
  location_id uuid not null,
  payment_id uuid not null,
  amount bigint not null,
  currency text not null,
  reason text not null,
  state text not null check (state in ('open', 'won', 'lost')),
  opened_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (provider, provider_ref),
  foreign key (location_id, payment_id) references payment (location_id, id)
);

-- How much a role may give back, at once and in 24 hours; without a row the defaults of the app hold.
create table refund_limit (
  location_id uuid not null references location,
  role text not null check (role in ('manager', 'owner')),
  per_refund bigint not null check (per_refund >= 0),
  per_day bigint not null check (per_day >= 0),
  primary key (location_id, role)
);
`,
};
