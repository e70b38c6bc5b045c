/** Reads and changes how a place is set up. */
import { type Kysely, sql, type Transaction } from "kysely";
import type { Settings, SettingsChange } from "../../contracts/index.js";
import { type Database, newId } from "../platform/index.js";
import { readHours } from "./location.js";

/** What a manager may give back where the place has said nothing. */
const MANAGER_LIMIT = { once: 10_000, daily: 50_000 };

/** The settings as they stand; `undefined` where there is no such place. */
export async function readSettings(db: Kysely<Database>, locationId: string): Promise<Settings | undefined> {
  const row = await db.selectFrom("location").selectAll().where("id", "=", locationId).executeTakeFirst();
  if (row === undefined) return undefined;
  const limit = await db
    .selectFrom("refund_limit")
    .select(["per_refund as once", "per_day as daily"])
    .where("location_id", "=", locationId)
    .where("role", "=", "manager")
    .executeTakeFirst();
  return {
    ...{ version: row.settings_version, slug: row.slug, name: row.name, timezone: row.timezone },
    ...{ currency: row.currency, orderTypes: row.order_types, payLaterTypes: row.pay_later_types },
    payLaterNeedsPhone: row.pay_later_needs_phone,
    hours: await readHours(db, locationId),
    businessDayStarts: row.business_day_starts.slice(0, 5),
    acceptMode: row.accept_mode,
    acceptTimeoutSeconds: row.accept_timeout_seconds,
    paymentTimeoutSeconds: row.payment_timeout_seconds,
    cashierVoidLimit: row.cashier_void_limit,
    managerRefundLimit: limit ?? MANAGER_LIMIT,
    taxInclusive: row.tax_inclusive,
    taxRounding: row.tax_rounding,
    language: row.language,
    phone: row.phone,
    address: row.address,
    alertPhone: row.alert_phone,
    secondAlertPhone: row.second_alert_phone,
    pausedUntil: row.paused_until?.toISOString() ?? null,
    busyMinutes: row.busy_minutes,
  };
}

/** Which place, and the version its writer saw. */
export interface SettingsRef {
  readonly locationId: string;
  readonly version: number;
}

/** Changes them; `false` where they have another version by now. Open menus are made anew. */
export async function writeSettings(
  trx: Transaction<Database>,
  { locationId, version }: SettingsRef,
  change: SettingsChange,
): Promise<boolean> {
  const written = await trx
    .updateTable("location")
    .set({
      ...columnsOf(change),
      settings_version: sql`settings_version + 1`,
      menu_revision: sql`menu_revision + 1`,
    })
    .where("id", "=", locationId)
    .where("settings_version", "=", version)
    .executeTakeFirst();
  if (written.numUpdatedRows !== 1n) return false;
  if (change.hours !== undefined) await replaceHours(trx, locationId, change.hours);
  if (change.managerRefundLimit !== undefined) await setLimit(trx, locationId, change.managerRefundLimit);
  return true;
}

function columnsOf(change: SettingsChange) {
  const columns = {
    name: change.name,
    order_types: change.orderTypes,
    pay_later_types: change.payLaterTypes,
    pay_later_needs_phone: change.payLaterNeedsPhone,
    business_day_starts: change.businessDayStarts,
    accept_mode: change.acceptMode,
    accept_timeout_seconds: change.acceptTimeoutSeconds,
    payment_timeout_seconds: change.paymentTimeoutSeconds,
    cashier_void_limit: change.cashierVoidLimit,
    tax_inclusive: change.taxInclusive,
    tax_rounding: change.taxRounding,
    language: change.language,
    phone: change.phone,
    address: change.address,
    alert_phone: change.alertPhone,
    second_alert_phone: change.secondAlertPhone,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as Partial<
    Required<{ [Key in keyof typeof columns]: Exclude<(typeof columns)[Key], undefined> }>
  >;
}

async function replaceHours(
  trx: Transaction<Database>,
  locationId: string,
  hours: NonNullable<SettingsChange["hours"]>,
): Promise<void> {
  await trx.deleteFrom("opening_hours").where("location_id", "=", locationId).execute();
  if (hours.length === 0) return;
  const rows = hours.map(({ weekdays, fromMinute, toMinute }) => ({
    ...{ id: newId(), location_id: locationId, weekdays },
    ...{ from_minute: fromMinute, to_minute: toMinute },
  }));
  await trx.insertInto("opening_hours").values(rows).execute();
}

async function setLimit(
  trx: Transaction<Database>,
  locationId: string,
  { once, daily }: NonNullable<SettingsChange["managerRefundLimit"]>,
): Promise<void> {
  const set = { per_refund: once, per_day: daily };
  await trx
    .insertInto("refund_limit")
    .values({ location_id: locationId, role: "manager", ...set })
    .onConflict((conflict) => conflict.columns(["location_id", "role"]).doUpdateSet(set))
    .execute();
}
