/** Reads a place as far as ordering looks at it. */
import type { Kysely } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import {
  businessDateOf,
  type Database,
  hoursOf,
  minuteOf,
  type OrderType,
  type WeeklyWindow,
} from "../platform/index.js";
import type { TaxRules } from "./taxes.js";

/** A place that takes orders. */
export interface Place {
  readonly id: string;
  readonly slug: string;
  readonly currency: string;
  /** What guests who name none are written to in. */
  readonly language: "en" | "de";
  readonly timeZone: string;
  readonly menuRevision: number;
  /** The day a sale counts for now, which ends some time after midnight. */
  readonly businessDate: string;
  /** Whether orders need nobody's nod. */
  readonly acceptsByItself: boolean;
  readonly taxes: TaxRules;
  readonly orderTypes: readonly OrderType[];
  readonly payLaterTypes: readonly OrderType[];
  /** Whether who pays later proves a phone number first. */
  readonly payLaterNeedsPhone: boolean;
  readonly pausedUntil: Date | null;
  readonly busyMinutes: number;
  readonly paymentTimeoutSeconds: number;
  /** Always open, where there are none. */
  readonly hours: readonly WeeklyWindow[];
}

/** Which place: by its name, its id, or the first. */
export interface PlaceQuery {
  readonly slug?: string | undefined;
  readonly id?: string | undefined;
  readonly now: Date;
}

/** Reads a place; `undefined` where there is none. */
export async function readPlace(db: Kysely<Database>, { slug, id, now }: PlaceQuery): Promise<Place | undefined> {
  const row = await db
    .selectFrom("location")
    .select(["id", "slug", "currency", "language", "timezone", "menu_revision", "business_day_starts", "accept_mode"])
    .select(["tax_inclusive", "tax_rounding", "order_types", "pay_later_types", "paused_until", "busy_minutes"])
    .select(["payment_timeout_seconds", "pay_later_needs_phone", (place) => jsonArrayFrom(hoursOf(place)).as("hours")])
    .$if(slug !== undefined, (found) => found.where("slug", "=", slug ?? ""))
    .$if(id !== undefined, (found) => found.where("id", "=", id ?? ""))
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    id: row.id,
    slug: row.slug,
    currency: row.currency,
    language: row.language,
    timeZone: row.timezone,
    menuRevision: row.menu_revision,
    businessDate: businessDateOf(now, row.timezone, minuteOf(row.business_day_starts)),
    acceptsByItself: row.accept_mode === "auto",
    taxes: { inclusive: row.tax_inclusive, rounding: row.tax_rounding },
    orderTypes: row.order_types,
    payLaterTypes: row.pay_later_types,
    payLaterNeedsPhone: row.pay_later_needs_phone,
    pausedUntil: row.paused_until,
    busyMinutes: row.busy_minutes,
    paymentTimeoutSeconds: row.payment_timeout_seconds,
    hours: row.hours,
  };
}

/** What a cashier may void of a line that was sent, in minor units. */
export async function readCashierLimit(db: Kysely<Database>, locationId: string): Promise<number> {
  const row = await db
    .selectFrom("location")
    .select("cashier_void_limit")
    .where("id", "=", locationId)
    .executeTakeFirst();
  return row?.cashier_void_limit ?? 0;
}
