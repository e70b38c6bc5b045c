/** The kitchen whole: reroute rules, courses on hold, marks on tickets, and the machines of tickets and their lines. */
import type { Migration } from "./migration.js";

export const kitchenWhole: Migration = {
  id: 50,
  name: "kitchen-whole",
  statements: `
alter table station
  add column parallelism int not null default 1 check (parallelism between 1 and 50),
  add column warn_after_s int not null default 300 check (warn_after_s > 0),
  add column late_after_s int not null default 480,
  add column archived_at timestamptz,
  add column version int not null default 1,
  add constraint station_late_after_warn check (late_after_s > warn_after_s);

-- One version for the whole table of routes: two people who edit it at once must not overwrite each other.
alter table location add column routing_version int not null default 1;

create table reroute_rule (
  id uuid primary key,
  location_id uuid not null references location,
  priority int not null check (priority between 0 and 10000),
  order_type text check (order_type in ('dine_in', 'pickup', 'delivery')),
  service_area text check (length(service_area) between 1 and 60),
  from_station_id uuid not null,
  to_station_ids uuid[] not null check (cardinality(to_station_ids) between 1 and 20),
  archived_at timestamptz,
  version int not null default 1,
  unique (location_id, id),
  foreign key (location_id, from_station_id) references station (location_id, id)
);
create function reroute_rule_guard() returns trigger language plpgsql as $guard$
begin
  if exists (
    select from unnest(new.to_station_ids) as wanted
    where not exists (select from station where location_id = new.location_id and id = wanted)
  ) then
    raise exception 'a rule sends only to stations of its own place' using errcode = 'foreign_key_violation';
  end if;
  return new;
end
$guard$;
create trigger reroute_rule_guard before insert or update on reroute_rule
  for each row execute function reroute_rule_guard();

-- A screen may bump as well as a person.
alter table ticket
  drop constraint ticket_bumped_by_fkey,
  add column bumped_by_kind text check (bumped_by_kind in ('staff', 'device')),
  add column priority int not null default 0 check (priority between 0 and 9),
  -- Set while a change after the firing waits to be acknowledged; such a ticket stays on the board.
  add column changed_at timestamptz,
  -- The number of the event that told of it: who has read the stream up to here has been shown it.
  add column told_seq bigint,
  add column seen_at timestamptz,
  -- 1: the place was told that nobody has seen it; 2: somebody was called.
  add column escalation smallint not null default 0;
update ticket set told_seq = 0, seen_at = fired_at, bumped_by_kind = case when bumped_by is null then null else 'staff' end;
alter table ticket_item
  add column added boolean not null default false,
  add column void_seen_at timestamptz;

drop index ticket_board;
create index ticket_board on ticket (location_id, station_id) where state = 'open' or changed_at is not null;
create index ticket_recall on ticket (location_id, bumped_at) where state = 'bumped';
create index ticket_unseen on ticket (fired_at) where state = 'open' and seen_at is null;

create table ticket_transition (from_state text, to_state text, primary key (from_state, to_state));
insert into ticket_transition values
  ('open', 'bumped'), ('bumped', 'open'), ('open', 'void'), ('bumped', 'void'),
  -- A line that is added later needs its ticket, even where every earlier line was voided.
  ('void', 'open');
create table ticket_item_transition (from_state text, to_state text, primary key (from_state, to_state));
insert into ticket_item_transition values
  ('queued', 'started'), ('queued', 'done'), ('queued', 'void'), ('started', 'done'), ('started', 'void'),
  ('done', 'queued'), ('done', 'void');

create function ticket_guard() returns trigger language plpgsql as $guard$
begin
  if new.state is distinct from old.state and not exists (
    select from ticket_transition where from_state = old.state and to_state = new.state
  ) then
    raise exception 'a ticket cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if (new.location_id, new.order_id, new.station_id, new.course)
    is distinct from (old.location_id, old.order_id, old.station_id, old.course) then
    raise exception 'place, order, station and course of a ticket are fixed' using errcode = 'check_violation';
  end if;
  return new;
end
$guard$;
create trigger ticket_guard before update on ticket for each row execute function ticket_guard();

create function ticket_item_guard() returns trigger language plpgsql as $guard$
begin
  if new.state is distinct from old.state and not exists (
    select from ticket_item_transition where from_state = old.state and to_state = new.state
  ) then
    raise exception 'a line cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if (new.location_id, new.ticket_id, new.order_line_id)
    is distinct from (old.location_id, old.ticket_id, old.order_line_id) then
    raise exception 'place, ticket and order line are fixed' using errcode = 'check_violation';
  end if;
  return new;
end
$guard$;
create trigger ticket_item_guard before update on ticket_item for each row execute function ticket_item_guard();

create function ticket_told() returns trigger language plpgsql as $told$
begin
  update ticket set told_seq = new.seq where id = (new.payload -> 'ticket' ->> 'id')::uuid and told_seq is null;
  return null;
end
$told$;
create trigger ticket_told after insert on location_event
  for each row when (new.type = 'ticket') execute function ticket_told();
`,
};
