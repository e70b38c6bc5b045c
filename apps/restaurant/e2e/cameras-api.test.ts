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

  it("are followed by an audit trail that is narrowed and saved, without a cell that is a formula", async () => {
    const headers = await app.signIn("manager");
    const { db } = app.database;
    const { id, timezone } = await db.selectFrom("location").select(["id", "timezone"]).executeTakeFirstOrThrow();
    const at = `/api/v1/locations/${id}`;
    const body = { name: "=1+1", ordinal: 99, active: false, dayparts: [] };
    expect((await app.post(`${at}/categories`, body, headers)).status).toBe(201);
    const page = async (query: string) => (await (await get(`${at}/audit?${query}`, headers)).json()) as AuditPage;
    const menu = await page("action=menu.");
    expect(menu.timezone).toBe(timezone);
    expect(menu.entries.map(({ action, actor }) => [action, actor])).toEqual([["menu.created", "Mina Manager"]]);
    expect((await page("action=menu")).entries).toEqual([]);
    expect((await page("action=menu.created&actor=provider")).entries).toEqual([]);
    const someone = await db
      .selectFrom("staff")
      .select("id")
      .where("display_name", "=", "Mina Manager")
      .executeTakeFirst();
    expect((await page(`action=menu.&person=${someone?.id}`)).entries).toHaveLength(1);
    // A business day begins at four in the place's own time.
    await sql`update location set business_day_starts = '04:00', timezone = 'Europe/Berlin'`.execute(db);
    for (const moment of ["2026-03-29T01:59:00Z", "2026-03-29T02:01:00Z"]) {
      const entry = {
        actor_kind: "system" as const,
        action: "test.made",
        entity: "x",
        entity_id: "=cmd",
        detail: "{}",
      };
      await db
        .insertInto("audit_log")
        .values({ ...entry, at: new Date(moment), location_id: id })
        .execute();
    }
    const on = async (day: string) =>
      (await page(`action=test.made&from=${day}&to=${day}`)).entries.map(({ at: when }) => when);
    expect(await on("2026-03-28")).toEqual(["2026-03-29T01:59:00.000Z"]);
    expect(await on("2026-03-29")).toEqual(["2026-03-29T02:01:00.000Z"]);
    const file = await get(`${at}/audit/csv?action=test.made`, headers);
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(file.headers.get("content-disposition")).toBe('attachment; filename="audit.csv"');
    const lines = (await file.text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(
      '"id","at","actor_kind","actor_id","action","entity","entity_id","detail","request_id","seal"',
    );
    expect(lines[1]).toContain(`"'=cmd"`);
    expect((await get(`${at}/audit/csv`, await app.signIn("cashier"))).status).toBe(403);
  });
});
