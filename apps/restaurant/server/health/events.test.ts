/** Events that were given up on: shown without what they hold, and worked once more when somebody says so. */
import { createHash } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import type { DeadEvent } from "../../contracts/index.js";
import { describeDatabases, startTestApp, type TestApp } from "../test-support/index.js";

describeDatabases("events that were given up on", ({ placeWithSchema }) => {
  let app: TestApp;
  let path: string;
  let manager: Readonly<Record<string, string>>;
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema());
    const { id } = await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    path = `${app.baseUrl}/api/v1/locations/${id}/health/events`;
    manager = await app.signIn("manager");
    return () => app.stop();
  });

  const given = (eventId: string, state: "dead" | "processed") =>
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
