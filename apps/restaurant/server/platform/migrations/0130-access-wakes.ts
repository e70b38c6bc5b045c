/** Wakes live streams when what somebody may see has changed, so that they need not wait for their next look. */
import type { Migration } from "./migration.js";

export const accessWakes: Migration = {
  id: 130,
  name: "access-wakes",
  statements: `
-- The payload is whose access it is: an id, never data.
create function access_changed() returns trigger language plpgsql as $wakes$
begin
  perform pg_notify('access', to_jsonb(coalesce(new, old)) ->> tg_argv[0]);
  return null;
end
$wakes$;
create trigger access_changed after delete on staff_session
  for each row execute function access_changed('staff_id');
create trigger access_changed after insert or update or delete on membership
  for each row execute function access_changed('staff_id');
create trigger access_changed after insert or delete on staff_station
  for each row execute function access_changed('staff_id');
create trigger access_changed after update of disabled_at on staff
  for each row execute function access_changed('id');
create trigger access_changed after update of revoked_at, station_id on device
  for each row execute function access_changed('id');
`,
};
