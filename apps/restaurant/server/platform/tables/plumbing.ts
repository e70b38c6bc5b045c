/** Payments and what every slice leans on as types. */
import type { ColumnType, Generated, GeneratedAlways } from "kysely";

/** What jsonb may hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Written as JSON text, read as the value. */
type JsonColumn = ColumnType<Json, string, string>;
type GeneratedJson = ColumnType<Json, string | undefined, string>;

export interface PaymentTable {
  id: string;
  location_id: string;
  order_id: string;
  attempt: number;
  provider: "stripe" | "razorpay" | "cash" | "card_terminal";
  provider_ref: string | null;
  provider_payment_ref: string | null;
  amount: number;
  currency: string;
  state: Generated<"created" | "processing" | "authorized" | "succeeded" | "failed" | "cancelled" | "mismatch">;
  failure_code: string | null;
  created_at: Generated<Date>;
  settled_at: Date | null;
  /** Who took cash. */
  taken_by: string | null;
  /** What was handed over in cash, of which `amount` stayed. */
  received: number | null;
  /** How often the partner was asked about it. */
  checks: Generated<number>;
  next_check_at: Generated<Date>;
  last_checked_at: Date | null;
  /** Until then one process puts the attempt to the partner. */
  leased_until: Date | null;
}
export interface RefundTable {
  id: string;
  location_id: string;
  order_id: string;
  payment_id: string;
  amount: number;
  reason: "cancelled" | "rejected" | "voided" | "item_missing" | "quality" | "duplicate" | "late_payment" | "other";
  state: Generated<"requested" | "pending" | "succeeded" | "failed">;
  idempotency_key: string;
  provider_refund_ref: string | null;
  requested_by: string | null;
  failure_code: string | null;
  attempts: Generated<number>;
  next_attempt_at: Generated<Date>;
  created_at: Generated<Date>;
  settled_at: Date | null;
}
export interface DisputeTable {
  provider: string;
  provider_ref: string;
  location_id: string;
  payment_id: string;
  amount: number;
  currency: string;
  reason: string;
  state: "open" | "won" | "lost";
  opened_at: Date;
  changed_at: Date;
}
export interface RefundLimitTable {
  location_id: string;
  role: "manager" | "owner";
  per_refund: number;
  per_day: number;
}
export interface WebhookEventTable {
  provider: string;
  event_id: string;
  /** Hexadecimal, as `VerifiedDelivery.bodyDigest` has it. */
  body_sha256: string;
  type: string;
  object_ref: string | null;
  payload: JsonColumn;
  state: Generated<"pending" | "processed" | "ignored" | "mismatch" | "dead">;
  attempts: Generated<number>;
  received_at: Generated<Date>;
  next_attempt_at: Generated<Date>;
  finished_at: Date | null;
  last_error: string | null;
  /** The place it concerns, once it was given up on and where that can be told. */
  location_id: string | null;
}
export interface MessageStatusTable {
  provider: string;
  message_ref: string;
  status: string;
  rank: number;
  first_seen_at: Generated<Date>;
  changed_at: Generated<Date>;
}
/** A text that a place has written itself. */
export interface MessageTextTable {
  location_id: string;
  channel: "sms" | "mail";
  news: string;
  language: "en" | "de";
  /** An e-mail's. */
  subject: string | null;
  body: string;
}
export interface MessageBudgetTable {
  location_id: string;
  /** `2026-01-31`, in UTC. */
  day: string;
  purpose: Generated<"news" | "codes" | "mail" | "mail_codes" | "digests">;
  used: number;
}
export interface PartnerKeyTable {
  id: string;
  name: string;
  /** Encrypted under `SEAL_SECRET`. */
  sealed: string;
  written_at: Date;
  written_by: string | null;
  /** When a version that has a successor ends. */
  ends_at: Date | null;
}
export interface IdempotencyKeyTable {
  scope: string;
  key: string;
  fingerprint: string;
  status: number;
  resource_id: string;
  created_at: Generated<Date>;
  expires_at: Date;
}
export interface LocationEventTable {
  location_id: string;
  seq: number;
  type: string;
  station_ids: Generated<string[]>;
  order_id: string | null;
  payload: JsonColumn;
  created_at: Generated<Date>;
}
export interface OutboxTable {
  id: GeneratedAlways<number>;
  /** Whose it is. */
  location_id: string | null;
  kind: string;
  dedupe_key: string;
  payload: JsonColumn;
  /** Dropped, where what it was about was over before it went. */
  state: Generated<"pending" | "sent" | "dead" | "dropped">;
  attempts: Generated<number>;
  next_attempt_at: Generated<Date>;
  locked_until: Date | null;
  provider_ref: string | null;
  created_at: Generated<Date>;
}
export interface AuditLogTable {
  id: GeneratedAlways<number>;
  at: Generated<Date>;
  location_id: string | null;
  actor_kind: "staff" | "device" | "integration" | "customer" | "guest" | "provider" | "system";
  actor_id: string | null;
  action: string;
  entity: string;
  entity_id: string;
  detail: GeneratedJson;
  request_id: string | null;
  /** Its number in the chain; empty until it is sealed. */
  seal_seq: Generated<number | null>;
  seal: Generated<string | null>;
}
