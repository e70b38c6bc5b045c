/** Whom a place lets be called next, where nobody answers at its first number. */
import type { Migration } from "./migration.js";

export const secondContact: Migration = {
  id: 112,
  name: "second-contact",
  statements: `
alter table location add column second_alert_phone text check (second_alert_phone ~ '^[+][1-9][0-9]{6,14}$');
`,
};
