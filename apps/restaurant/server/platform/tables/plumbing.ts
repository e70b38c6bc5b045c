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
}
export interface MessageStatusTable {
  provider: string;
  message_ref: string;
  status: string;
  rank: number;
  first_seen_at: Generated<Date>;
  changed_at: Generated<Date>;
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
  kind: string;
  dedupe_key: string;
  payload: JsonColumn;
  state: Generated<"pending" | "sent" | "dead">;
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
  actor_kind: "staff" | "guest" | "provider" | "system";
  actor_id: string | null;
  action: string;
  entity: string;
  entity_id: string;
  detail: GeneratedJson;
  request_id: string | null;
}
