/** Tables, slots, zones and hours as types. */
import type { Generated } from "kysely";

export type OrderType = "dine_in" | "pickup" | "delivery";

export interface OpeningHoursTable {
  id: string;
  location_id: string;
  /** 1 is Monday (ISO 8601). */
  weekdays: number[];
  from_minute: number;
  to_minute: number;
}
export interface DiningTableTable {
  id: string;
  location_id: string;
  label: string;
  service_area: Generated<string>;
  /** SHA-256 of the printed code's token, hexadecimal. */
  qr_hash: string;
  generation: Generated<number>;
  version: Generated<number>;
  archived_at: Date | null;
}
export interface TableSessionTable {
  id: string;
  location_id: string;
  table_id: string;
  opened_at: Generated<Date>;
  closed_at: Date | null;
}
export interface SlotTable {
  id: string;
  location_id: string;
  order_type: OrderType;
  starts_at: Date;
  capacity: number;
  used: Generated<number>;
  version: Generated<number>;
}
export interface DeliveryZoneTable {
  id: string;
  location_id: string;
  name: string;
  postcodes: string[];
  fee: number;
  minimum: Generated<number>;
  minutes: Generated<number>;
  version: Generated<number>;
  archived_at: Date | null;
}
