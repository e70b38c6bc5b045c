/** Where guests find a place, and how they reach it. */
import type { Migration } from "./migration.js";

export const placeContact: Migration = {
  id: 71,
  name: "place-contact",
  statements: `
alter table location add column phone text check (phone ~ '^[+][1-9][0-9]{6,14}$');
alter table location add column address text check (length(address) between 1 and 200);
`,
};
