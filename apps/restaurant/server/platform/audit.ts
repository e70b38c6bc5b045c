/** Writes the audit trail: who did what to which thing. Append-only by trigger. */
import type { Kysely } from "kysely";
import type { Database, Json } from "./schema.js";

/** Who acted. */
export interface Actor {
  readonly kind: "staff" | "device" | "integration" | "customer" | "guest" | "provider" | "system";
  /** A staff, device or key id or a provider's name; never a guest's data. */
  readonly id?: string | undefined;
}

/** One entry. `detail` holds no personal data, no token and no secret. */
export interface AuditEntry {
  readonly actor: Actor;
  /** A verb such as `order.placed`. */
  readonly action: string;
  readonly entity: string;
  readonly entityId: string;
  readonly locationId?: string | undefined;
  readonly detail?: Json | undefined;
  readonly requestId?: string | undefined;
}

/**
 * Adds an entry; give the transaction of the effect, so that both happen or neither.
 *
 * @example
 * await audit(trx, { actor: { kind: "staff", id: caller.id }, action: "ticket_item.done", entity: "ticket_item", entityId });
 */
export async function audit(trx: Kysely<Database>, entry: AuditEntry): Promise<void> {
  const row = {
    actor_kind: entry.actor.kind,
    actor_id: entry.actor.id ?? null,
    action: entry.action,
    entity: entry.entity,
    entity_id: entry.entityId,
    location_id: entry.locationId ?? null,
    detail: JSON.stringify(entry.detail ?? {}),
    request_id: entry.requestId ?? null,
  };
  await trx.insertInto("audit_log").values(row).execute();
}
