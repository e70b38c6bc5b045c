/** The cameras show what was refused to whom the place belongs alone; the audit trail is sealed and shows what was touched. */
import { sql } from "kysely";
import { afterEach, beforeAll, expect, it } from "vitest";
import type { AuditPage, Footage, Incident } from "../contracts/index.js";
import { sealAudit } from "../server/platform/index.js";
import { describeDatabases, startTestApp, type TestApp } from "../server/test-support/index.js";
import { eventually } from "./eventually.js";
import { openStream } from "./live-stream.js";

describeDatabases("the cameras", ({ placeWithSchema }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema());
    return () => app.stop();
  });
  const open = new Set<{ close(): void }>();
  afterEach(() => {
    for (const stream of open) stream.close();
    open.clear();
  });
  const get = async (path: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(app.baseUrl + path, { headers });
  const forge = () => app.post("/webhooks/stripe", { id: "evt_1" }, { "stripe-signature": "t=1,v1=00" });

  it("show a forged webhook in the picture and in the stream, with what to do, and none of what was sent", async () => {
    const headers = await app.signIn("manager");
    const footage = (await (await get("/api/v1/office/cameras", headers)).json()) as Footage;
    const stream = await openStream(`${app.baseUrl}/api/v1/office/cameras/stream?after=${footage.asOf}`, headers);
    open.add(stream);
    expect((await forge()).status).toBe(400);
    const { data } = await stream.until(({ event }) => event === "incident");
    const { incident } = JSON.parse(data) as { incident: Incident };
    expect(incident).toMatchObject({ kind: "signature", event: "signature.failed", route: "POST /webhooks/stripe" });
    expect(incident.action).toContain("Compare the endpoint's secret");
    expect(incident.network).toBe("127.0.0.0/24");
    const after = (await (await get("/api/v1/office/cameras", headers)).json()) as Footage;
    expect(after.incidents.map(({ seq }) => seq)).toContain(incident.seq);
    expect(after.minutes.at(-1)?.counts.signature).toBeGreaterThanOrEqual(1);
    expect(JSON.stringify(after)).not.toContain("v1=00");
  });

  it("begin anew where a cursor is of another tape", async () => {
    const headers = await app.signIn("manager");
    const other = `${"0".repeat(8)}-0000-4000-8000-${"0".repeat(12)}:5`;
    const stream = await openStream(`${app.baseUrl}/api/v1/office/cameras/stream?after=${other}`, headers);
    open.add(stream);
    await stream.until(({ event }) => event === "resync");
    expect(await stream.ended).toBe("done");
  });

  it("are for who runs the place alone", async () => {
    const headers = await app.signIn("chef");
    for (const path of ["/api/v1/office/cameras", "/api/v1/office/cameras/stream"]) {
      expect((await get(path, headers)).status).toBe(403);
      expect((await get(path)).status).toBe(401);
    }
    const owner = await app.signIn("owner");
    const elsewhere = "00000000-0000-4000-8000-000000000000";
    expect((await get(`/api/v1/locations/${elsewhere}/audit`, owner)).status).toBe(404);
  });

  it("tell the audit trail, sealed, and which row somebody touched", async () => {
    const { db } = app.database;
    const { id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const headers = await app.signIn("owner");
    await forge();
    const read = async (query = "") =>
      (await (await get(`/api/v1/locations/${id}/audit${query}`, headers)).json()) as AuditPage;
    await eventually(async () => (await read("?action=signature.failed")).entries.length > 0, "the forged delivery");
    await sealAudit(db);
    const { entries, trail } = await read();
    expect(entries.some(({ action }) => action === "sign_in.succeeded")).toBe(true);
    expect(entries.filter(({ sealed }) => sealed).length).toBeGreaterThan(1);
    expect(trail).toMatchObject({ intact: true, fault: null });
    expect(trail.seal).toMatch(/^[0-9a-f]{64}$/);
    await expect(sql`update audit_log set seal = 'x' where seal is not null`.execute(db)).rejects.toThrow(
      "append-only",
    );
    await expect(sql`update audit_log set seal = 'x', action = 'y'`.execute(db)).rejects.toThrow("append-only");
    await sql`alter table audit_log disable trigger audit_log_guard`.execute(db);
    await sql`update audit_log set detail = '{"reason":"none"}' where seal_seq = 2`.execute(db);
    await sql`alter table audit_log enable trigger audit_log_guard`.execute(db);
    expect((await read()).trail).toEqual({ intact: false, fault: "changed", seq: 2, seal: null });
  });
});
