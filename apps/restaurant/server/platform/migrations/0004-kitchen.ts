/** Tickets: an order's share at one station. The unique keys make firing twice harmless. */
import type { Migration } from "./migration.js";

export const kitchen: Migration = {
  id: 4,
  name: "kitchen",
  statements: `
create table ticket (
  id uuid primary key,
  location_id uuid not null,
  order_id uuid not null,
  station_id uuid not null,
  course int not null default 1,
  state text not null default 'open' check (state in ('open', 'bumped', 'void')),
  fired_at timestamptz not null default now(),
  bumped_at timestamptz,
  bumped_by uuid references staff,
  recall_count int not null default 0,
  version int not null default 1,
  unique (location_id, id),
  unique (order_id, station_id, course),
  foreign key (location_id, order_id) references orders (location_id, id),
  foreign key (location_id, station_id) references station (location_id, id)
);
create index ticket_board on ticket (station_id, fired_at) where state = 'open';

create table ticket_item (
  id uuid primary key,
  location_id uuid not null,
  ticket_id uuid not null,
  order_line_id uuid not null,
  quantity int not null check (quantity > 0),
  state text not null default 'queued' check (state in ('queued', 'started', 'done', 'void')),
  started_at timestamptz,
  done_at timestamptz,
  version int not null default 1,
  unique (ticket_id, order_line_id),
  foreign key (location_id, ticket_id) references ticket (location_id, id),
  foreign key (location_id, order_line_id) references order_line (location_id, id)
);
create index ticket_item_of_line on ticket_item (order_line_id);
`,
};
