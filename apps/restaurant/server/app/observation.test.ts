/** What is noticed reaches whoever was named: the alert's endpoint, the file beside the database, the metrics of each step. */
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixedClock, Secret } from "cloche";
import { fileAuditRows, verifyAudit } from "cloche/observe";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describePglite, freePort, startTestApp, type TestApp } from "../test-support/index.js";

const SECRET = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;

describePglite("observation", ({ placeWithSchema }) => {
  const folder = mkdtempSync(join(tmpdir(), "restaurant-observed-"));
  const path = join(folder, "security.jsonl");
  const told: { readonly headers: IncomingMessage["headers"]; readonly body: string }[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    told.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    response.end();
  };
  const endpoint = createServer((request, response) => void take(request, response));
  const clock = fixedClock(Date.now());
  let app: TestApp;
  let metricsPort = 0;
  beforeAll(async () => {
    endpoint.listen(0, "127.0.0.1");
    await once(endpoint, "listening");
    const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/alerts`;
    metricsPort = await freePort();
    const alertWebhook = { url, secret: new Secret(SECRET, "ALERT_WEBHOOK secret") };
    const config = { alertWebhook, auditFile: path, metricsSteps: true, traces: true, metricsPort };
    app = await startTestApp(await placeWithSchema(), { config, clock });
  });
  afterAll(async () => {
    await app.stop();
    endpoint.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const spend = (cookie: string) => app.post("/api/v1/auth/refresh", "", { cookie });
  const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";

  it("posts an alert, signed, where a session was stolen, keeps the theft in a file, and measures each step", async () => {
    const first = cookieOf(await app.post("/api/v1/auth/login", app.accounts?.owner));
    const second = cookieOf(await spend(first));
    expect((await spend(second)).status).toBe(200);
    // Past the grace in which two tabs may spend the same one.
    clock.advance(120_000);
    expect((await spend(first)).status).toBe(401);
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(text).toMatch(/cloche_step_duration_seconds_count\{[^}]*step="/);
    await expect.poll(() => told.length, { timeout: 10_000 }).toBeGreaterThan(0);
    const { headers, body } = told[0] ?? { headers: {}, body: "" };
    expect(JSON.parse(body)).toMatchObject({ type: "alert.raised", last: { event: "token.reused" } });
    expect(headers["webhook-signature"]).toMatch(/^v1,/);
    expect(app.log().join()).not.toContain(SECRET);
    const stolen = app.database.db.selectFrom("audit_log").selectAll().where("action", "=", "token.reused");
    expect(await stolen.executeTakeFirst()).toMatchObject({ actor_kind: "system", entity: "staff" });
    await app.stop();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const rows: string[] = [];
    for await (const row of fileAuditRows({ path, open })) rows.push(JSON.stringify(row?.row));
    expect(rows.some((row) => row.includes("token.reused"))).toBe(true);
    expect(await verifyAudit(fileAuditRows({ path, open }))).toMatchObject({ intact: true });
  });
});
