/** When a place is open, as one column of its row. */
import type { ExpressionBuilder } from "kysely";
import type { Database } from "./schema.js";

/** The hours of the place that is read, as `isWithin` takes them. */
export function hoursOf(place: ExpressionBuilder<Database, "location">) {
  return place
    .selectFrom("opening_hours")
    .select(["opening_hours.weekdays", "opening_hours.from_minute as fromMinute"])
    .select("opening_hours.to_minute as toMinute")
    .whereRef("opening_hours.location_id", "=", "location.id");
}
