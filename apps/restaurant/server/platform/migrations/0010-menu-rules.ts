/** What a menu needs to be sold by rules: taxes, preparation times, dayparts, and versions against lost edits. */
import type { Migration } from "./migration.js";

export const menuRules: Migration = {
  id: 10,
  name: "menu-rules",
  statements: `
alter table location
  -- Whether prices on the menu hold the tax already.
  add column tax_inclusive boolean not null default true,
  -- line: a line's tax is rounded once and split; component: each component is rounded by itself, where law wants that.
  add column tax_rounding text not null default 'line' check (tax_rounding in ('line', 'component'));

create table tax_category (
  id uuid primary key,
  location_id uuid not null references location,
  name text not null,
  version int not null default 1,
  archived_at timestamptz,
  unique (location_id, id)
);
create unique index tax_category_name on tax_category (location_id, name) where archived_at is null;

create table tax_component (
  id uuid primary key,
  location_id uuid not null,
  tax_category_id uuid not null,
  order_type text not null check (order_type in ('dine_in', 'pickup', 'delivery')),
  name text not null,
  rate_ppm int not null check (rate_ppm between 0 and 1000000),
  ordinal int not null,
  unique (tax_category_id, order_type, name),
  foreign key (location_id, tax_category_id) references tax_category (location_id, id)
);

alter table menu_category
  add column version int not null default 1,
  add column archived_at timestamptz;
alter table menu_item
  add column version int not null default 1,
  add column tax_category_id uuid,
  add foreign key (location_id, tax_category_id) references tax_category (location_id, id);
alter table item_variant
  add column version int not null default 1,
  add column prep_seconds int not null default 600 check (prep_seconds between 0 and 14400);
alter table modifier_group
  add column version int not null default 1,
  add column archived_at timestamptz;

-- When a category or an item is sold, in the place's own time; always, where there is no row. Minutes of the day; a
-- window that ends before it begins goes past midnight.
create table daypart (
  id uuid primary key,
  location_id uuid not null,
  category_id uuid,
  item_id uuid,
  weekdays int[] not null check (cardinality(weekdays) between 1 and 7 and weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  from_minute int not null check (from_minute between 0 and 1439),
  to_minute int not null check (to_minute between 0 and 1440),
  check (num_nonnulls(category_id, item_id) = 1),
  foreign key (location_id, category_id) references menu_category (location_id, id),
  foreign key (location_id, item_id) references menu_item (location_id, id)
);
create index daypart_of_place on daypart (location_id);
`,
};
