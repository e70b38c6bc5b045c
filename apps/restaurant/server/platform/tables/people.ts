/** Places, stations and people as types. */
import type { ColumnType, Generated } from "kysely";
import type { Json } from "./plumbing.js";

export interface InstallTable {
  only_row: Generated<boolean>;
  stream_epoch: Generated<string>;
  setup_token_hash: string | null;
  /** Told apart from every other house, for what must not be carried to one. */
  house_id: Generated<string>;
}
export interface LocationTable {
  id: string;
  slug: string;
  name: string;
  timezone: string;
  currency: string;
  business_day_starts: Generated<string>;
  accept_mode: Generated<"manual" | "auto">;
  default_station_id: string | null;
  menu_revision: Generated<number>;
  /** Who is called when an order waits too long. */
  alert_phone: string | null;
  /** Up to when its owners have been told of failures. */
  digested_until: Date | null;
  /** Who is called next. */
  second_alert_phone: string | null;
  tax_inclusive: Generated<boolean>;
  tax_rounding: Generated<"line" | "component">;
  order_types: Generated<("dine_in" | "pickup" | "delivery")[]>;
  pay_later_types: Generated<("dine_in" | "pickup" | "delivery")[]>;
  accept_timeout_seconds: Generated<number>;
  payment_timeout_seconds: Generated<number>;
  busy_minutes: Generated<number>;
  /** Minor units. */
  cashier_void_limit: Generated<number>;
  paused_until: Date | null;
  routing_version: Generated<number>;
  settings_version: Generated<number>;
  pay_later_needs_phone: Generated<boolean>;
  /** What its people, and guests who name none, are written to in. */
  language: Generated<"en" | "de">;
  message_texts_version: Generated<number>;
  /** What guests call. */
  phone: string | null;
  address: string | null;
}
export interface LocationStreamTable {
  location_id: string;
  seq: Generated<number>;
}
export interface StaffTable {
  id: string;
  email_norm: string;
  display_name: string;
  password_hash: string;
  disabled_at: Date | null;
  created_at: Generated<Date>;
}
export interface MembershipTable {
  staff_id: string;
  location_id: string;
  role: "owner" | "manager" | "cashier" | "chef" | "courier";
}
/** What the access tokens of one refresh family say of its sign-in. */
export interface StaffSessionTable {
  family_id: string;
  staff_id: string;
  location_id: string;
  carried: "bearer" | "cookie";
  acr: "aal1" | "aal2";
  authenticated_at: Date;
  created_at: Generated<Date>;
}
export interface StaffSecondFactorTable {
  staff_id: string;
  /** Encrypted under `SEAL_SECRET`. */
  sealed_secret: string;
  confirmed_at: Date | null;
  /** The step of the last code that counted. */
  last_step: Generated<number>;
}
export interface StaffRecoveryCodeTable {
  staff_id: string;
  code_hash: string;
  used_at: Date | null;
}
export interface StationTable {
  id: string;
  location_id: string;
  name: string;
  kind: "prep" | "expo";
  is_open: Generated<boolean>;
  fallback_station_id: string | null;
  ordinal: Generated<number>;
  parallelism: Generated<number>;
  warn_after_s: Generated<number>;
  late_after_s: Generated<number>;
  archived_at: Date | null;
  version: Generated<number>;
}
export interface StaffStationTable {
  staff_id: string;
  location_id: string;
  station_id: string;
}
/** Somebody who signs in by a code that was sent to them. */
export interface CustomerTable {
  id: string;
  phone: string | null;
  /** In lower case. */
  email: string | null;
  name: string | null;
  addresses: ColumnType<Json, string | undefined, string>;
  created_at: Generated<Date>;
}
export interface CustomerCodeTable {
  id: string;
  location_id: string;
  /** Either a number or an address. */
  phone: string | null;
  email: string | null;
  /** Whose account it is to be added to; `null` where somebody signs in. */
  customer_id: Generated<string | null>;
  language: Generated<"en" | "de">;
  tries: Generated<number>;
  created_at: Date;
  expires_at: Date;
  used_at: Date | null;
}
