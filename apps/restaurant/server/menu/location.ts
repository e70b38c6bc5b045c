/** A place as guests see it: when it is open, what it takes, and the next slots. */
import { type Kysely, sql } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { Location, Places } from "../../contracts/index.js";
import { businessDateOf, type Database, hoursOf, isWithin, localMoment, minuteOf } from "../platform/index.js";

const SLOTS_SHOWN = 200;
const SLOTS_AHEAD_MILLISECONDS = 7 * 24 * 3_600_000;

/** Reads a place; `undefined` where there is none of the name. */
export async function readLocationNow(
  db: Kysely<Database>,
  slug: string,
  now: Date,
): Promise<Omit<Location, "signIn" | "byMail" | "payWith"> | undefined> {
  const place = await db.selectFrom("location").selectAll().where("slug", "=", slug).executeTakeFirst();
  if (place === undefined) return undefined;
  const { id, name, currency, timezone } = place;
  const hours = await readHours(db, id);
  const paused = place.paused_until !== null && place.paused_until > now ? place.paused_until : null;
  return {
    ...{ name, slug, currency, timezone, hours },
    businessDate: businessDateOf(now, timezone, minuteOf(place.business_day_starts)),
    open: isWithin(hours, localMoment(now, timezone)),
    pausedUntil: paused?.toISOString() ?? null,
    busyMinutes: place.busy_minutes,
    orderTypes: place.order_types,
    payLaterTypes: place.pay_later_types,
    phone: place.phone,
    address: place.address,
    payLaterNeedsPhone: place.pay_later_needs_phone,
    deliveryZones: await readZones(db, id, currency),
    slots: await readSlots(db, id, now),
  };
}

/** Nobody scrolls through more; a chain has pages of its own. */
const MOST_PLACES = 200;

/** The places that take orders of guests, by name. */
export async function readPlacesNow(db: Kysely<Database>, now: Date): Promise<Places["places"]> {
  const rows = await db
    .selectFrom("location")
    .select(["name", "slug", "address", "timezone", (place) => jsonArrayFrom(hoursOf(place)).as("hours")])
    .where(sql<boolean>`cardinality(order_types) > 0`)
    .orderBy("name")
    .orderBy("id")
    .limit(MOST_PLACES)
    .execute();
  return rows.map(({ hours, timezone, ...place }) => ({ ...place, open: isWithin(hours, localMoment(now, timezone)) }));
}

/** When a place is open, in its own time. */
export function readHours(db: Kysely<Database>, locationId: string) {
  return db
    .selectFrom("opening_hours")
    .select(["weekdays", "from_minute as fromMinute", "to_minute as toMinute"])
    .where("location_id", "=", locationId)
    .orderBy("id")
    .execute();
}

async function readZones(db: Kysely<Database>, locationId: string, currency: string) {
  const zones = await db
    .selectFrom("delivery_zone")
    .select(["name", "postcodes", "fee", "minimum"])
    .where("location_id", "=", locationId)
    .where("archived_at", "is", null)
    .orderBy("name")
    .execute();
  const money = (amount: number) => ({ amount, currency });
  return zones.map(({ name, postcodes, fee, minimum }) => ({
    name,
    postcodes,
    fee: money(fee),
    minimum: money(minimum),
  }));
}

async function readSlots(db: Kysely<Database>, locationId: string, now: Date) {
  const slots = await db
    .selectFrom("slot")
    .select(["order_type", "starts_at", "used", "capacity"])
    .where("location_id", "=", locationId)
    .where("starts_at", ">", now)
    .where("starts_at", "<", new Date(now.getTime() + SLOTS_AHEAD_MILLISECONDS))
    .orderBy("starts_at")
    .limit(SLOTS_SHOWN)
    .execute();
  return slots.map(({ order_type: orderType, starts_at, used, capacity }) => ({
    orderType,
    startsAt: starts_at.toISOString(),
    free: used < capacity,
  }));
}
