/** Orders and tickets as types. */
import type { ColumnType, Generated } from "kysely";
import type { Json } from "./plumbing.js";

/** The states of an order; which may follow which is in `order_transition`. */
export type OrderState =
  | "draft"
  | "pending_payment"
  | "placed"
  | "accepted"
  | "preparing"
  | "ready"
  | "out_for_delivery"
  | "completed"
  | "rejected"
  | "expired"
  | "cancelled";
/** What has been paid of an order. */
export type PaymentState = "unpaid" | "authorized" | "paid" | "partially_refunded" | "refunded";

export interface OrderTransitionTable {
  from_state: OrderState;
  to_state: OrderState;
}
export interface OrdersTable {
  id: string;
  location_id: string;
  business_date: string;
  /** Missing only until the end of the transaction that writes the order. */
  number: ColumnType<number, number | undefined, number>;
  channel: Generated<"web" | "qr" | "staff" | "phone">;
  order_type: Generated<"dine_in" | "pickup" | "delivery">;
  state: OrderState;
  payment_state: Generated<PaymentState>;
  contact_name: string | null;
  contact_phone: string | null;
  contact_email: string | null;
  currency: string;
  menu_revision: number;
  subtotal: Generated<number>;
  discount: Generated<number>;
  tax_included: Generated<number>;
  tax_added: Generated<number>;
  fees: Generated<number>;
  tip: Generated<number>;
  total: number;
  track_version: Generated<number>;
  /** SHA-256 of the tracking token, hexadecimal. */
  track_hash: string;
  /** Raised by a trigger at every update. */
  version: Generated<number>;
  created_at: Generated<Date>;
  placed_at: Date | null;
  accepted_at: Date | null;
  fired_at: Date | null;
  ready_at: Date | null;
  completed_at: Date | null;
  closed_reason: string | null;
  pay_later: Generated<boolean>;
  table_session_id: string | null;
  delivery_zone_id: string | null;
  delivery_address: ColumnType<Json, string | null | undefined, string | null>;
  courier_id: string | null;
  order_note: string | null;
  allergy_note: string | null;
  /** What the guest is written to in. */
  language: Generated<"en" | "de">;
  /** Whether the guest wants to be texted. */
  consent_sms: Generated<boolean>;
  /** Whether the guest is written to at the address they gave. */
  consent_email: Generated<boolean>;
  slot_id: string | null;
  promised_at: Date | null;
  fire_at: Date | null;
  expires_at: Date | null;
  /** When the place was texted, and called, because nobody had accepted it. */
  waiting_texted_at: Date | null;
  waiting_called_at: Date | null;
  copied_from: string | null;
  /** Who was signed in when it was ordered. */
  customer_id: string | null;
}
export interface OrderCounterTable {
  location_id: string;
  business_date: string;
  last_number: number;
}
export interface OrderLineTable {
  id: string;
  location_id: string;
  order_id: string;
  variant_id: string;
  ordinal: number;
  item_name: string;
  variant_name: string;
  quantity: number;
  unit_price: number;
  line_total: number;
  course: Generated<number>;
  note: string | null;
  allergens: Generated<string[]>;
  created_at: Generated<Date>;
  hold: Generated<boolean>;
  fired_at: Date | null;
  added_by: Generated<"guest" | "staff">;
  voided_at: Date | null;
  void_reason: string | null;
  voided_by: string | null;
}
export interface OrderLineTaxTable {
  location_id: string;
  order_line_id: string;
  ordinal: number;
  name: string;
  rate_ppm: number;
  taxable: number;
  amount: number;
  included: boolean;
}
export interface StockHoldTable {
  location_id: string;
  order_id: string;
  target_kind: "variant" | "option";
  target_id: string;
  quantity: number;
  state: Generated<"held" | "consumed" | "released">;
}
export interface OrderLineModifierTable {
  location_id: string;
  order_line_id: string;
  option_id: string;
  ordinal: number;
  group_name: string;
  option_name: string;
  quantity: number;
  price_delta: number;
}
export interface TicketTable {
  id: string;
  location_id: string;
  order_id: string;
  station_id: string;
  course: Generated<number>;
  state: Generated<"open" | "bumped" | "void">;
  fired_at: Generated<Date>;
  bumped_at: Date | null;
  bumped_by: string | null;
  bumped_by_kind: "staff" | "device" | null;
  recall_count: Generated<number>;
  priority: Generated<number>;
  changed_at: Date | null;
  told_seq: number | null;
  seen_at: Date | null;
  escalation: Generated<number>;
  version: Generated<number>;
}
export interface TicketItemTable {
  id: string;
  location_id: string;
  ticket_id: string;
  order_line_id: string;
  quantity: number;
  /** How long one of it takes, as the menu said when it was sent. */
  prep_seconds: Generated<number>;
  state: Generated<"queued" | "started" | "done" | "void">;
  started_at: Date | null;
  done_at: Date | null;
  added: Generated<boolean>;
  void_seen_at: Date | null;
  version: Generated<number>;
}
