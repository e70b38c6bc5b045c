/** What the limits on ordering look at, and integrations as actors of the audit trail. */
import type { Migration } from "./migration.js";

export const limits: Migration = {
  id: 60,
  name: "limits",
  statements: `
create index orders_unpaid_of_phone on orders (location_id, contact_phone)
  where payment_state = 'unpaid' and state not in ('completed', 'rejected', 'expired', 'cancelled');

alter table audit_log drop constraint if exists audit_log_actor_kind_check;
alter table audit_log add constraint audit_log_actor_kind_check
  check (actor_kind in ('staff', 'device', 'integration', 'customer', 'guest', 'provider', 'system'));
`,
};
