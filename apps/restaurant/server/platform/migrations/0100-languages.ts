/** In which language a guest, and the people of a place, are written to. */
import type { Migration } from "./migration.js";

export const languages: Migration = {
  id: 100,
  name: "languages",
  statements: `
alter table location add column language text not null default 'en' check (language in ('en', 'de'));
-- The language an order was placed in stays with it, whatever its place speaks later.
alter table orders add column language text not null default 'en' check (language in ('en', 'de'));
`,
};
