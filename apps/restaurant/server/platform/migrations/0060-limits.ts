/** What the limits on ordering look at. */
import type { Migration } from "./migration.js";

export const limits: Migration = {
  id: 60,
  name: "limits",
  statements: `
create index orders_unpaid_of_phone on orders (location_id, contact_phone)
  where payment_state = 'unpaid' and state not in ('completed', 'rejected', 'expired', 'cancelled');
`,
};
