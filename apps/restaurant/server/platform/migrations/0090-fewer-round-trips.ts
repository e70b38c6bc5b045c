/** What a transaction asked for statement by statement, in one each: an order's number and its events. */
import type { Migration } from "./migration.js";

export const fewerRoundTrips: Migration = {
  id: 90,
  name: "fewer-round-trips",
  statements: `
-- The row's lock lasts until the commit, so that numbers have no gaps. So an order is written without a number and takes
-- it when everything else is done: the next order of the day then waits for moments, not for the whole of this one.
create function next_order_number(place uuid, day date) returns int language sql as $next$
  insert into order_counter (location_id, business_date, last_number) values (place, day, 1)
  on conflict (location_id, business_date) do update set last_number = order_counter.last_number + 1
  returning last_number
$next$;

alter table orders alter column number drop not null;
create function orders_numbered() returns trigger language plpgsql as $numbered$
begin
  if exists (select from orders where id = new.id and number is null) then
    raise exception 'an order has a number when its transaction ends' using errcode = 'not_null_violation';
  end if;
  return null;
end
$numbered$;
create constraint trigger orders_numbered after insert on orders deferrable initially deferred
  for each row execute function orders_numbered();
create or replace function orders_guard() returns trigger language plpgsql as $guard$
begin
  if new.state is distinct from old.state and not exists (
    select from order_transition where from_state = old.state and to_state = new.state
  ) then
    raise exception 'an order cannot go from % to %', old.state, new.state using errcode = 'check_violation';
  end if;
  if (new.location_id, new.currency, new.business_date, new.number)
    is distinct from (old.location_id, old.currency, old.business_date, coalesce(old.number, new.number)) then
    raise exception 'place, currency and number of an order are fixed' using errcode = 'check_violation';
  end if;
  new.version := old.version + 1;
  return new;
end
$guard$;

-- Like emit_event, for any number of events of one place. Call it last in a transaction.
create function emit_events(place uuid, told jsonb) returns bigint language plpgsql as $emit$
declare
  last_seq bigint;
begin
  update location_stream set seq = seq + jsonb_array_length(told) where location_id = place
    returning seq into strict last_seq;
  insert into location_event (location_id, seq, type, station_ids, order_id, payload)
  select place, last_seq - jsonb_array_length(told) + event.ordinality, event.value ->> 'type',
    array(select jsonb_array_elements_text(event.value -> 'stationIds'))::uuid[],
    (event.value ->> 'orderId')::uuid, event.value -> 'payload'
  from jsonb_array_elements(told) with ordinality as event;
  perform pg_notify('location_event', place::text);
  return last_seq;
end
$emit$;
drop trigger ticket_told on location_event;
create or replace function ticket_told() returns trigger language plpgsql as $told$
begin
  update ticket set told_seq = told.seq
  from (
    select (payload -> 'ticket' ->> 'id')::uuid as ticket_id, min(seq) as seq
    from new_events where type = 'ticket' group by 1
  ) as told
  where ticket.id = told.ticket_id and ticket.told_seq is null;
  return null;
end
$told$;
create trigger ticket_told after insert on location_event
  referencing new table as new_events for each statement execute function ticket_told();

-- A queue is told from the tickets alone; what the menu says later of how long a dish takes changes none that is at work.
alter table ticket_item add column prep_seconds int not null default 0 check (prep_seconds >= 0);
update ticket_item set prep_seconds = variant.prep_seconds
from order_line as line join item_variant as variant on variant.id = line.variant_id
where line.id = ticket_item.order_line_id and ticket_item.state in ('queued', 'started');
create index ticket_item_to_make on ticket_item (ticket_id) where state in ('queued', 'started');
`,
};
