/** What the limits on ordering look at, versions of settings, refunds of voids, integrations as actors. */
import type { Migration } from "./migration.js";

export const limits: Migration = {
  id: 60,
  name: "limits",
  statements: `
create index orders_unpaid_of_phone on orders (location_id, contact_phone)
  where payment_state = 'unpaid' and state not in ('completed', 'rejected', 'expired', 'cancelled');

alter table location add column settings_version int not null default 1;

-- What is paid beyond a bill that became smaller goes back.
alter table refund drop constraint refund_reason_check;
alter table refund add constraint refund_reason_check check (reason in
  ('cancelled', 'rejected', 'voided', 'item_missing', 'quality', 'duplicate', 'late_payment', 'other'));

alter table audit_log drop constraint audit_log_actor_kind_check;
alter table audit_log add constraint audit_log_actor_kind_check
  check (actor_kind in ('staff', 'device', 'integration', 'customer', 'guest', 'provider', 'system'));
`,
};
