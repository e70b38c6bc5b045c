/** The audit trail's rows are chained in batches by any number of processes. */
import { sql } from "kysely";
import { expect, it } from "vitest";
import { describeDatabases } from "../test-support/index.js";
import { audit, sealAudit, trailVerdict } from "./index.js";

describeDatabases("the seals", ({ open }) => {
  it("follow the order of commits over many batches and two who seal at once, and every later change shows", async () => {
    const { db } = await open();
    const entry = { actor: { kind: "system" }, action: "a", entity: "b" } as const;
    await sql`insert into audit_log (actor_kind, action, entity, entity_id)
      select 'system', 'a', 'b', n::text from generate_series(1, 1200) as n`.execute(db);
    const counts = await Promise.all([sealAudit(db), sealAudit(db)]);
    expect(counts[0] + counts[1]).toBe(1200);
    expect(await trailVerdict(db)).toMatchObject({ intact: true, seq: 1200 });
    await audit(db, { ...entry, entityId: "late" });
    expect(await sealAudit(db)).toBe(1);
    expect(await trailVerdict(db)).toMatchObject({ intact: true, seq: 1201 });
  });
});
