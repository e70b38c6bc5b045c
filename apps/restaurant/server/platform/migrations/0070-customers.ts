/** Customers, who sign in by a code; whose orders are; and what may be paid later. */
import type { Migration } from "./migration.js";

export const customers: Migration = {
  id: 70,
  name: "customers",
  statements: `
-- An account is a phone number that was proved. It belongs to the house, not to one of its places.
create table customer (
  id uuid primary key,
  phone text not null unique check (phone ~ '^[+][1-9][0-9]{6,14}$'),
  name text check (length(name) <= 80),
  -- The newest first.
  addresses jsonb not null default '[]' check (jsonb_typeof(addresses) = 'array'),
  created_at timestamptz not null default now()
);

-- The code itself is made from the row's id under a secret of the server, and kept nowhere.
create table customer_code (
  id uuid primary key,
  location_id uuid not null references location on delete cascade,
  phone text not null check (phone ~ '^[+][1-9][0-9]{6,14}$'),
  tries int not null default 0 check (tries between 0 and 5),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index customer_code_over on customer_code (expires_at);

-- Only what was ordered while signed in: a number that somebody typed in proves nothing of whose order it is.
alter table orders add column customer_id uuid references customer on delete set null;
create index orders_of_customer on orders (customer_id, id) where customer_id is not null;

-- Codes have a budget of their own, so that whoever asks for codes all day keeps no guest from the news of an order.
alter table message_budget add column purpose text not null default 'news' check (purpose in ('news', 'codes'));
alter table message_budget drop constraint message_budget_pkey;
alter table message_budget add primary key (location_id, day, purpose);

-- As before; but the words a guest wrote to a line can be forgotten, and nothing else of a finished order changes.
create or replace function order_line_guard() returns trigger language plpgsql as $guard$
begin
  if tg_op = 'UPDATE' and new.note is null and to_jsonb(new) - 'note' = to_jsonb(old) - 'note' then
    return new;
  end if;
  if exists (select from orders where id = new.order_id
    and state in ('completed', 'rejected', 'expired', 'cancelled')) then
    raise exception 'the lines of a finished order are fixed' using errcode = 'check_violation';
  end if;
  if tg_op = 'INSERT' then
    return new;
  end if;
  if (new.location_id, new.order_id, new.variant_id, new.item_name, new.variant_name, new.unit_price)
    is distinct from (old.location_id, old.order_id, old.variant_id, old.item_name, old.variant_name, old.unit_price) then
    raise exception 'what was sold, and its price, is fixed' using errcode = 'check_violation';
  end if;
  if old.voided_at is not null and new is distinct from old then
    raise exception 'a void is for good' using errcode = 'check_violation';
  end if;
  return new;
end
$guard$;

-- Whether guests who pay later sign in first; at a table somebody sees them.
alter table location add column pay_later_needs_phone boolean not null default false;
`,
};
