/** What an order goes through between the guest and the table: promises, holds, taxes, voids. */
import type { Migration } from "./migration.js";

export const orderLife: Migration = {
  id: 12,
  name: "order-life",
  statements: `
-- What a cashier may void of a line that was sent; more takes a manager.
alter table location
  add column cashier_void_limit bigint not null default 2000 check (cashier_void_limit between 0 and 1000000000000);

alter table orders
  add column pay_later boolean not null default true,
  add column table_session_id uuid,
  add column delivery_zone_id uuid,
  add column delivery_address jsonb,
  add column courier_id uuid references staff,
  add column order_note text check (length(order_note) <= 500),
  add column allergy_note text check (length(allergy_note) <= 300),
  add column consent_sms boolean not null default false,
  add column slot_id uuid,
  add column promised_at timestamptz,
  -- When the kitchen begins; without one, at once.
  add column fire_at timestamptz,
  -- When an order that nobody paid for is let go.
  add column expires_at timestamptz,
  add column copied_from uuid,
  add foreign key (location_id, table_session_id) references table_session (location_id, id),
  add foreign key (location_id, delivery_zone_id) references delivery_zone (location_id, id),
  add foreign key (location_id, slot_id) references slot (location_id, id);
create index orders_due on orders (fire_at) where state = 'accepted' and fired_at is null;
create index orders_expiring on orders (expires_at) where state = 'pending_payment';
create index orders_unaccepted on orders (placed_at) where state = 'placed';
create index orders_of_session on orders (table_session_id) where table_session_id is not null;

alter table order_line
  add column hold boolean not null default false,
  add column fired_at timestamptz,
  add column added_by text not null default 'guest' check (added_by in ('guest', 'staff')),
  add column voided_at timestamptz,
  add column void_reason text check (length(void_reason) <= 200),
  add column voided_by uuid references staff;

create table order_line_tax (
  location_id uuid not null,
  order_line_id uuid not null,
  ordinal int not null,
  name text not null,
  rate_ppm int not null check (rate_ppm between 0 and 1000000),
  taxable bigint not null,
  amount bigint not null,
  included boolean not null,
  primary key (order_line_id, ordinal),
  foreign key (location_id, order_line_id) references order_line (location_id, id)
);

-- What an order has taken from what is limited, so that it can be given back once.
create table stock_hold (
  location_id uuid not null,
  order_id uuid not null,
  target_kind text not null check (target_kind in ('variant', 'option')),
  target_id uuid not null,
  quantity int not null check (quantity > 0),
  state text not null default 'held' check (state in ('held', 'consumed', 'released')),
  primary key (order_id, target_kind, target_id),
  foreign key (location_id, order_id) references orders (location_id, id)
);

-- What was sold, and for how much, is written once; a void stays a void; a finished order gets no lines.
create function order_line_guard() returns trigger language plpgsql as $guard$
begin
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
create trigger order_line_guard before insert or update on order_line for each row execute function order_line_guard();

create function stock_hold_guard() returns trigger language plpgsql as $guard$
begin
  if old.state = 'released' or (old.state = 'consumed' and new.state = 'held') then
    raise exception 'stock is given back once' using errcode = 'check_violation';
  end if;
  return new;
end
$guard$;
create trigger stock_hold_guard before update on stock_hold for each row execute function stock_hold_guard();
`,
};
