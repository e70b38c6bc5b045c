/** What happened to an order is read each time somebody opens it. */
import type { Migration } from "./migration.js";

export const orderHistory: Migration = {
  id: 81,
  name: "order-history",
  statements: `
create index audit_log_of_entity on audit_log (entity, entity_id);
create index outbox_of_order on outbox ((payload ->> 'orderId'));
create index payment_of_place on payment (location_id, state);
create index refund_of_place on refund (location_id);
`,
};
