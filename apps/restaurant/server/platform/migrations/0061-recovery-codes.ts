/** Codes for whoever has lost the authenticator app. */
import type { Migration } from "./migration.js";

export const recoveryCodes: Migration = {
  id: 61,
  name: "recovery-codes",
  statements: `
create table staff_recovery_code (
  staff_id uuid not null references staff on delete cascade,
  -- SHA-256 over the person and the code, hexadecimal; a code has 75 random bits.
  code_hash text not null check (code_hash ~ '^[0-9a-f]{64}$'),
  used_at timestamptz,
  primary key (staff_id, code_hash)
);
`,
};
