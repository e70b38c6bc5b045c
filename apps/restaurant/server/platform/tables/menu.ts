/** The menu as types. */
import type { Generated } from "kysely";

export interface MenuCategoryTable {
  id: string;
  location_id: string;
  name: string;
  ordinal: number;
  active: Generated<boolean>;
  version: Generated<number>;
  archived_at: Date | null;
}
export interface MenuItemTable {
  id: string;
  location_id: string;
  category_id: string;
  name: string;
  description: Generated<string>;
  ordinal: number;
  allergens: Generated<string[]>;
  diets: Generated<string[]>;
  course: Generated<number>;
  no_prep: Generated<boolean>;
  tax_category_id: string | null;
  image_id: string | null;
  version: Generated<number>;
  archived_at: Date | null;
}
export interface MenuImageTable {
  id: string;
  location_id: string;
  alt: string;
  /** When its item got another, or none. */
  left_at: Date | null;
}
export interface MenuImageSizeTable {
  image_id: string;
  /** Pixels across. */
  size: number;
  /** WebP. */
  bytes: Uint8Array;
}
export interface ItemVariantTable {
  id: string;
  location_id: string;
  item_id: string;
  name: string;
  price: number;
  ordinal: number;
  prep_seconds: Generated<number>;
  version: Generated<number>;
  archived_at: Date | null;
}
export interface ModifierGroupTable {
  id: string;
  location_id: string;
  name: string;
  min_select: Generated<number>;
  max_select: Generated<number>;
  max_per_option: Generated<number>;
  version: Generated<number>;
  archived_at: Date | null;
}
export interface ModifierOptionTable {
  id: string;
  location_id: string;
  group_id: string;
  name: string;
  price_delta: Generated<number>;
  allergens: Generated<string[]>;
  extra_station_id: string | null;
  ordinal: number;
  archived_at: Date | null;
}
export interface ItemModifierGroupTable {
  location_id: string;
  item_id: string;
  group_id: string;
  ordinal: number;
}
export interface TaxCategoryTable {
  id: string;
  location_id: string;
  name: string;
  version: Generated<number>;
  archived_at: Date | null;
}
export interface TaxComponentTable {
  id: string;
  location_id: string;
  tax_category_id: string;
  order_type: "dine_in" | "pickup" | "delivery";
  name: string;
  /** Parts per million: 190000 is 19 %. */
  rate_ppm: number;
  ordinal: number;
}
export interface DaypartTable {
  id: string;
  location_id: string;
  category_id: string | null;
  item_id: string | null;
  /** 1 is Monday (ISO 8601). */
  weekdays: number[];
  from_minute: number;
  to_minute: number;
}
export interface AvailabilityTable {
  location_id: string;
  target_kind: "variant" | "option";
  target_id: string;
  status: "limited" | "sold_out";
  remaining: number | null;
  until: Date | null;
  changed_by: string | null;
  changed_at: Generated<Date>;
}
export interface StationRouteTable {
  location_id: string;
  scope: "category" | "item" | "variant";
  scope_id: string;
  station_id: string;
}
