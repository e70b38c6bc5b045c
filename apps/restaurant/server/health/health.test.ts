/** Health that would say all is well while something is not. */
import { beforeAll, describe, expect, it } from "vitest";
import type { HealthReport } from "../../contracts/index.js";
import { newId } from "../platform/index.js";
import { describePglite, startTestApp, type TestApp } from "../test-support/index.js";
import { healthReport, type Said } from "./health-report.js";

const NOW = Date.UTC(2026, 5, 15, 12);
const ago = (minutes: number) => new Date(NOW - minutes * 60_000);
const WELL: Said = {
  inbox: { partners: [{ partner: "stripe", lastEventAt: ago(60) }], waiting: 0, oldestAt: null, dead: 0 },
  ...{ messages: { waiting: 0, dead: 0 }, reconcilerLagSeconds: undefined, unseenTickets: 0 },
  sms: { usedToday: 3, perDay: 200 },
  screens: [
    { id: "s", name: "Grill", station: { name: "Grill" }, lastSeenAt: ago(0.1).toISOString(), lastAckAt: null },
  ],
};

describe("a report", () => {
  it("worries about nothing where all is well", () => {
    expect(healthReport(WELL, NOW)).toMatchObject({ worries: [], partners: [{ lastEventAt: ago(60).toISOString() }] });
  });

  it.each<[HealthReport["worries"][number], Partial<Said>]>([
    ["events_dead", { inbox: { ...WELL.inbox, dead: 1 } }],
    ["inbox_behind", { inbox: { ...WELL.inbox, waiting: 1, oldestAt: ago(6) } }],
    ["tickets_unseen", { unseenTickets: 1 }],
    ["screens_silent", { screens: WELL.screens.map((one) => ({ ...one, lastSeenAt: ago(2).toISOString() })) }],
    ["screens_silent", { screens: WELL.screens.map((one) => ({ ...one, lastSeenAt: null })) }],
    ["reconciler_behind", { reconcilerLagSeconds: 16 * 60 }],
    ["messages_dead", { messages: { waiting: 0, dead: 1 } }],
    ["sms_spent", { sms: { usedToday: 200, perDay: 200 } }],
  ])("worries of %s", (worry, change) => {
    expect(healthReport({ ...WELL, ...change }, NOW).worries).toEqual([worry]);
  });
});

describePglite("the route", ({ placeWithSchema }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema());
    return () => app.stop();
  });

  it("tells managers of their own place, and nobody else", async () => {
    const location = await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const read = async (id: string, headers: Readonly<Record<string, string>>) =>
      fetch(`${app.baseUrl}/api/v1/locations/${id}/health`, { headers });
    const answer = await read(location.id, await app.signIn("manager"));
    expect(await answer.json()).toMatchObject({ worries: [], partners: [], screens: [], unseenTickets: 0 });
    const other = { id: newId(), slug: "elsewhere", name: "Elsewhere", timezone: "UTC", currency: "EUR" };
    await app.database.db.insertInto("location").values(other).execute();
    const states = { [location.id]: ["pending", "sent", "dropped"], [other.id]: ["pending", "dead", "dead"] } as const;
    const messages = Object.entries(states).flatMap(([location_id, all]) =>
      all.map((state) => ({ location_id, state, kind: "sms", dedupe_key: newId(), payload: "{}" })),
    );
    // Not of any place, as before places were told apart.
    const nobodys = { ...messages[0], state: "dead", dedupe_key: newId(), location_id: null } as const;
    await app.database.db
      .insertInto("outbox")
      .values([...messages, nobodys] as never)
      .execute();
    const own = await (await read(location.id, await app.signIn("manager"))).json();
    expect(own).toMatchObject({ messages: { waiting: 1, dead: 0 }, worries: [] });
    expect((await read(other.id, await app.signIn("manager"))).status).toBe(404);
    expect((await read(location.id, await app.signIn("chef"))).status).toBe(403);
    expect((await read(newId(), await app.signIn("owner"))).status).toBe(404);
    expect((await read(location.id, {})).status).toBe(401);
  });
});
