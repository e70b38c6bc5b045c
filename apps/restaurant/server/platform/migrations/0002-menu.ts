/** What can be ordered, whether it can be had right now, and which station makes it. */
import type { Migration } from "./migration.js";

export const menu: Migration = {
  id: 2,
  name: "menu",
  statements: `
create table menu_category (
  id uuid primary key,
  location_id uuid not null references location,
  name text not null,
  ordinal int not null,
  active boolean not null default true,
  unique (location_id, id)
);

create table menu_item (
  id uuid primary key,
  location_id uuid not null,
  category_id uuid not null,
  name text not null,
  description text not null default '',
  ordinal int not null,
  allergens text[] not null default '{}',
  diets text[] not null default '{}',
  course int not null default 1 check (course between 1 and 9),
  no_prep boolean not null default false,
  archived_at timestamptz,
  unique (location_id, id),
  foreign key (location_id, category_id) references menu_category (location_id, id)
);

-- A price stands on a variant alone; every item has at least one.
create table item_variant (
  id uuid primary key,
  location_id uuid not null,
  item_id uuid not null,
  name text not null,
  price bigint not null check (price between 0 and 1000000000000),
  ordinal int not null,
  archived_at timestamptz,
  unique (location_id, id),
  foreign key (location_id, item_id) references menu_item (location_id, id)
);
create index item_variant_of_item on item_variant (item_id);

create table modifier_group (
  id uuid primary key,
  location_id uuid not null references location,
  name text not null,
  min_select int not null default 0 check (min_select >= 0),
  max_select int not null default 1 check (max_select between 1 and 50),
  max_per_option int not null default 1 check (max_per_option between 1 and 20),
  check (min_select <= max_select),
  unique (location_id, id)
);

create table modifier_option (
  id uuid primary key,
  location_id uuid not null,
  group_id uuid not null,
  name text not null,
  price_delta bigint not null default 0 check (abs(price_delta) <= 1000000000000),
  allergens text[] not null default '{}',
  extra_station_id uuid,
  ordinal int not null,
  archived_at timestamptz,
  unique (location_id, id),
  foreign key (location_id, group_id) references modifier_group (location_id, id),
  foreign key (location_id, extra_station_id) references station (location_id, id)
);

create table item_modifier_group (
  location_id uuid not null,
  item_id uuid not null,
  group_id uuid not null,
  ordinal int not null,
  primary key (item_id, group_id),
  foreign key (location_id, item_id) references menu_item (location_id, id),
  foreign key (location_id, group_id) references modifier_group (location_id, id)
);

-- A row only for what is not plainly available. remaining is taken by a conditional update, never read then written.
create table availability (
  location_id uuid not null references location,
  target_kind text not null check (target_kind in ('variant', 'option')),
  target_id uuid not null,
  status text not null check (status in ('limited', 'sold_out')),
  remaining int check (remaining >= 0),
  until timestamptz,
  changed_by uuid references staff,
  changed_at timestamptz not null default now(),
  check ((status = 'limited') = (remaining is not null)),
  primary key (location_id, target_kind, target_id)
);

-- The nearest scope that has a row wins: variant, item, category; without any, location.default_station_id.
create table station_route (
  location_id uuid not null,
  scope text not null check (scope in ('category', 'item', 'variant')),
  scope_id uuid not null,
  station_id uuid not null,
  primary key (location_id, scope, scope_id, station_id),
  foreign key (location_id, station_id) references station (location_id, id)
);
`,
};
