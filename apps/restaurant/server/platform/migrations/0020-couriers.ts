/** Couriers work here too. */
import type { Migration } from "./migration.js";

export const couriers: Migration = {
  id: 20,
  name: "couriers",
  statements: `
alter table membership drop constraint membership_role_check;
alter table membership add constraint membership_role_check
  check (role in ('owner', 'manager', 'cashier', 'chef', 'courier'));
`,
};
