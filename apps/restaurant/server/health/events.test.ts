/** Events that were given up on: shown without what they hold, and worked once more when somebody says so. */
import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import type { DeadEvent, HealthReport } from "../../contracts/index.js";
import { newId } from "../platform/index.js";
import { describeDatabases, startTestApp, type TestApp } from "../test-support/index.js";

describeDatabases("events that were given up on", ({ placeWithSchema }) => {
  let app: TestApp;
  let path: string;
  let place: string;
  let manager: Readonly<Record<string, string>>;
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema());
    const { id } = await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    place = id;
    path = `${app.baseUrl}/api/v1/locations/${id}/health/events`;
    manager = await app.signIn("manager");
    return () => app.stop();
  });

  const given = (eventId: string, state: "dead" | "processed", location_id: string | null = place) =>
    app.database.db
      .insertInto("webhook_event")
      .values({
        provider: "stripe",
        event_id: eventId,
        body_sha256: createHash("sha256").update(eventId).digest("hex"),
        type: "customer.created",
        object_ref: null,
        payload: JSON.stringify({ canary: "canary-payload" }),
        state,
        attempts: 7,
        finished_at: new Date(),
        last_error: "event_failed",
        location_id,
      })
      .execute();
  const redeliver = (body: unknown, headers = manager) =>
    fetch(`${path}/redeliver`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const stateOf = async (eventId: string) =>
    (
      await app.database.db
        .selectFrom("webhook_event")
        .select("state")
        .where("event_id", "=", eventId)
        .executeTakeFirstOrThrow()
    ).state;

  it("are listed without their payload", async () => {
    await given("evt_dead", "dead");
    const answer = await fetch(path, { headers: manager });
    const text = await answer.text();
    expect(text).not.toContain("canary");
    const { events } = JSON.parse(text) as { events: DeadEvent[] };
    expect(events).toEqual([
      {
        partner: "stripe",
        eventId: "evt_dead",
        type: "customer.created",
        receivedAt: expect.any(String),
        attempts: 7,
        reason: "event_failed",
      },
    ]);
  });

  it("are worked once more, and that leaves a record", async () => {
    await given("evt_again", "dead");
    const answer = await redeliver({ partner: "stripe", eventId: "evt_again" });
    expect(answer.status).toBe(202);
    // Nothing here acts on a customer that Stripe has made: the worker puts the event aside.
    await expect.poll(() => stateOf("evt_again"), { timeout: 30_000 }).toBe("ignored");
    const entry = await app.database.db
      .selectFrom("audit_log")
      .select(["entity_id", "actor_kind"])
      .where("action", "=", "webhook.redelivered")
      .executeTakeFirst();
    expect(entry).toEqual({ entity_id: "evt_again", actor_kind: "staff" });
  });

  it("of another place are not there, and those that no place can be told for are the owner's alone", async () => {
    const { db } = app.database;
    const other = newId();
    const names = { slug: "elsewhere", name: "Elsewhere", timezone: "UTC", currency: "EUR" };
    await db
      .insertInto("location")
      .values({ id: other, ...names })
      .execute();
    await given("evt_elsewhere", "dead", other);
    await given("evt_house", "dead", null);
    const owner = await app.signIn("owner");
    const idsFor = async (headers: Readonly<Record<string, string>>) => {
      const { events } = (await (await fetch(path, { headers })).json()) as { events: DeadEvent[] };
      const health = await fetch(path.replace(/\/events$/, ""), { headers });
      expect(((await health.json()) as HealthReport).inbox.dead).toBe(events.length);
      return events.map(({ eventId }) => eventId);
    };
    expect(await idsFor(manager)).not.toEqual(expect.arrayContaining(["evt_house"]));
    expect(await idsFor(owner)).toEqual(expect.arrayContaining(["evt_house"]));
    for (const headers of [manager, owner]) {
      expect(await idsFor(headers)).not.toContain("evt_elsewhere");
      expect((await redeliver({ partner: "stripe", eventId: "evt_elsewhere" }, headers)).status).toBe(404);
    }
    expect((await redeliver({ partner: "stripe", eventId: "evt_house" })).status).toBe(404);
    expect((await redeliver({ partner: "stripe", eventId: "evt_house" }, owner)).status).toBe(202);
  });

  it("are told from those that are done, and from those that are not there", async () => {
    await given("evt_done", "processed");
    const done = await redeliver({ partner: "stripe", eventId: "evt_done" });
    expect([done.status, ((await done.json()) as { code: string }).code]).toEqual([409, "event_not_dead"]);
    expect((await redeliver({ partner: "stripe", eventId: "evt_none" })).status).toBe(404);
    expect((await redeliver({ partner: "razorpay", eventId: "evt_done" })).status).toBe(404);
    expect((await redeliver({ partner: "nobody", eventId: "evt_done" })).status).toBe(400);
    expect((await redeliver({ partner: "stripe", eventId: "evt_done" }, await app.signIn("cashier"))).status).toBe(403);
  });
});
