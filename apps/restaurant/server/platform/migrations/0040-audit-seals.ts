/** The seals of the audit trail: a row may be sealed once, and never changed otherwise. */
import type { Migration } from "./migration.js";

export const auditSeals: Migration = {
  id: 40,
  name: "audit-seals",
  statements: `
alter table audit_log add column seal_seq bigint unique;
alter table audit_log add column seal text;
create index audit_log_unsealed on audit_log (id) where seal is null;
create or replace function audit_log_guard() returns trigger language plpgsql as $guard$
begin
  if tg_op = 'UPDATE' then
    if old.seal is null and new.seal is not null
      and to_jsonb(new) - 'seal' - 'seal_seq' = to_jsonb(old) - 'seal' - 'seal_seq' then
      return new;
    end if;
  end if;
  raise exception 'the audit trail is append-only' using errcode = 'insufficient_privilege';
end
$guard$;
`,
};
