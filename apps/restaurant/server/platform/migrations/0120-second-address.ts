/** A customer adds a second way to be known by: a number beside an address, or the reverse. */
import type { Migration } from "./migration.js";

export const secondAddress: Migration = {
  id: 120,
  name: "second-address",
  statements: `
-- Whose account the number or address is to be added to; a code to sign in by has none. The one is never good for the other.
alter table customer_code add column customer_id uuid references customer on delete cascade;
create index customer_code_of on customer_code (customer_id) where customer_id is not null;
`,
};
