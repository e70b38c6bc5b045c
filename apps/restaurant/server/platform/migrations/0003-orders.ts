/** Orders, their lines, and the one table of which state may follow which. */
import type { Migration } from "./migration.js";

export const orders: Migration = {
  id: 3,
  name: "orders",
  statements: `
create table order_transition (
  from_state text not null,
  to_state text not null,
  primary key (from_state, to_state)
);
insert into order_transition (from_state, to_state)
select from_state, unnest(to_states)
from (values
  ('draft', array['pending_payment', 'placed', 'cancelled']),
  ('pending_payment', array['placed', 'expired', 'cancelled']),
  ('placed', array['accepted', 'rejected', 'cancelled']),
  ('accepted', array['preparing', 'cancelled']),
  ('preparing', array['ready', 'cancelled']),
  ('ready', array['preparing', 'out_for_delivery', 'completed', 'cancelled']),
  ('out_for_delivery', array['completed', 'cancelled'])
) as allowed (from_state, to_states);

create table orders (
  id uuid primary key,
  location_id uuid not null references location,
  business_date date not null,
  number int not null,
  channel text not null default 'web' check (channel in ('web', 'qr', 'staff', 'phone')),
  order_type text not null default 'pickup' check (order_type in ('dine_in', 'pickup', 'delivery')),
  state text not null check (state in ('draft', 'pending_payment', 'placed', 'accepted', 'preparing', 'ready',
    'out_for_delivery', 'completed', 'rejected', 'expired', 'cancelled')),
  payment_state text not null default 'unpaid'
    check (payment_state in ('unpaid', 'authorized', 'paid', 'partially_refunded', 'refunded')),
  contact_name text,
  contact_phone text,
  contact_email text,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  menu_revision bigint not null,
  subtotal bigint not null default 0 check (subtotal >= 0),
  discount bigint not null default 0 check (discount between 0 and subtotal),
  tax_included bigint not null default 0 check (tax_included >= 0),
  tax_added bigint not null default 0 check (tax_added >= 0),
  fees bigint not null default 0 check (fees >= 0),
  tip bigint not null default 0 check (tip >= 0),
  total bigint not null check (total between 0 and 1000000000000),
  -- Raising track_version revokes the tracking link; only the digest of the link's token is kept.
  track_version int not null default 1,
  track_hash text not null unique check (track_hash ~ '^[0-9a-f]{64}$'),
  version int not null default 1,
  created_at timestamptz not null default now(),
  placed_at timestamptz,
  accepted_at timestamptz,
  fired_at timestamptz,
  ready_at timestamptz,
  completed_at timestamptz,
  closed_reason text,
  check (total = subtotal - discount + tax_added + fees + tip),
  unique (location_id, id),
  unique (location_id, business_date, number)
);
create index orders_live on orders (location_id, state)
  where state not in ('completed', 'rejected', 'expired', 'cancelled');

create function orders_guard() returns trigger language plpgsql as $guard$
begin
  if new.state is distinct from old.state and not exists (
    select from order_transition where from_state = old.state and to_state = new.state
  ) then
    raise exception 'an order cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if (new.location_id, new.currency, new.business_date, new.number)
    is distinct from (old.location_id, old.currency, old.business_date, old.number) then
    raise exception 'place, currency and number of an order are fixed' using errcode = 'check_violation';
  end if;
  new.version := old.version + 1;
  return new;
end
$guard$;
create trigger orders_guard before update on orders for each row execute function orders_guard();

create table order_counter (
  location_id uuid not null references location,
  business_date date not null,
  last_number int not null,
  primary key (location_id, business_date)
);

-- Names and prices are copies: a later menu edit rewrites no bill.
create table order_line (
  id uuid primary key,
  location_id uuid not null,
  order_id uuid not null,
  variant_id uuid not null,
  ordinal int not null,
  item_name text not null,
  variant_name text not null,
  quantity int not null check (quantity between 1 and 99),
  unit_price bigint not null check (unit_price >= 0),
  line_total bigint not null check (line_total = unit_price * quantity),
  course int not null default 1,
  note text check (length(note) <= 200),
  allergens text[] not null default '{}',
  created_at timestamptz not null default now(),
  unique (location_id, id),
  foreign key (location_id, order_id) references orders (location_id, id),
  foreign key (location_id, variant_id) references item_variant (location_id, id)
);
create index order_line_of_order on order_line (order_id);

create table order_line_modifier (
  location_id uuid not null,
  order_line_id uuid not null,
  option_id uuid not null,
  ordinal int not null,
  group_name text not null,
  option_name text not null,
  quantity int not null check (quantity between 1 and 20),
  price_delta bigint not null,
  primary key (order_line_id, option_id),
  foreign key (location_id, order_line_id) references order_line (location_id, id),
  foreign key (location_id, option_id) references modifier_option (location_id, id)
);
`,
};
