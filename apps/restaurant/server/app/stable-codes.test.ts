/** The codes that clients are written against: each is described, and each is what somebody really hears. */
import { type Contract, openApi, Secret } from "cloche";
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import type { Menu, PlacedOrder, Quote, StaffOrder } from "../../contracts/index.js";
import * as exported from "../../contracts/index.js";
import { newId, steadyPartners } from "../platform/index.js";
import { describePostgres, someone, startTestApp, type TestApp } from "../test-support/index.js";
import { gateOptions } from "./posture.js";

/** Every stable code, with the status it comes with. */
const CODES = {
  validation_failed: 400,
  idempotency_missing: 400,
  unauthenticated: 401,
  // As RFC 9470 has it: who signs in again gets in, which 403 would deny.
  step_up_required: 401,
  forbidden: 403,
  not_found: 404,
  illegal_transition: 409,
  price_changed: 409,
  item_unavailable: 409,
  slot_full: 409,
  location_closed: 409,
  location_paused: 409,
  payment_in_progress: 409,
  already_paid: 409,
  refund_exceeds: 409,
  idempotency_running: 409,
  version_conflict: 412,
  idempotency_mismatch: 422,
  rate_limited: 429,
  provider_unavailable: 503,
} as const;

describe("a stable code", () => {
  const contracts = Object.values(exported).filter((one): one is Contract & typeof one =>
    Object.hasOwn(Object(one), "returns"),
  );
  const { paths } = openApi(
    { title: "Restaurant ordering", version: "1" },
    contracts as readonly Contract[],
    gateOptions,
  );
  const operations = Object.values(paths ?? {}).flatMap((path) => Object.values(path ?? {}));

  it.each(Object.entries(CODES))("%s is described where %i is answered", (code, status) => {
    const described = operations.filter((operation) => {
      const { responses } = operation as { readonly responses?: Readonly<Record<string, unknown>> };
      const text = JSON.stringify(responses?.[status] ?? "");
      return text.includes(`{"const":"${code}"}`) || text.includes(`"#/components/schemas/problem-${code}"`);
    });
    expect(described.length).toBeGreaterThan(0);
  });
});

describePostgres("every stable code", ({ placeWithSchema }) => {
  let app: TestApp;
  let place = "";
  let dishes: Menu["items"];
  const carried: Record<string, Readonly<Record<string, string>>> = {};
  beforeAll(async () => {
    // Nobody listens there: a partner that cannot be asked.
    const secretKey = new Secret("sk_test_nobody_of_that_name", "STRIPE_SECRET_KEY");
    const partners = steadyPartners({ stripe: { secretKey, apiUrl: "http://127.0.0.1:9" } });
    app = await startTestApp(await placeWithSchema(), { config: { partners } });
    place = (await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;
    for (const role of ["owner", "manager", "cashier", "chef"] as const) carried[role] = await app.signIn(role);
    dishes = ((await (await fetch(`${app.baseUrl}/api/v1/menu`)).json()) as Menu).items;
    return () => app.stop();
  });

  let keys = 0;
  const key = () => {
    keys += 1;
    return { "idempotency-key": `stable-codes-${String(keys).padStart(8, "0")}` };
  };
  const post = (path: string, body: unknown, role?: string, headers: object = key()) =>
    app.post(`/api/v1${path}`, body, { ...(role === undefined ? {} : carried[role]), ...headers });
  const get = (path: string, role?: string) =>
    fetch(`${app.baseUrl}/api/v1${path}`, { headers: role === undefined ? {} : (carried[role] ?? {}) });
  const lines = (name = "Espresso") => [{ itemId: dishes.find((one) => one.name === name)?.id, quantity: 1 }];
  const order = (more: object = {}) => post("/orders", { lines: lines(), contact: someone(), ...more });
  const placed = async (more: object = {}) => (await (await order(more)).json()) as PlacedOrder;
  const tokenOf = ({ trackUrl }: PlacedOrder) => new URL(trackUrl).pathname.split("/").at(-1);
  const setPlace = (change: object) => app.database.db.updateTable("location").set(change).execute();
  const atTheBar = async () => {
    const body = { orderType: "pickup", lines: lines(), contact: { name: "Ben" } };
    return (await (await post(`/locations/${place}/orders`, body, "cashier")).json()) as StaffOrder;
  };

  const ASKED: Readonly<Record<keyof typeof CODES, () => Promise<Response>>> = {
    validation_failed: () => order({ lines: [] }),
    idempotency_missing: async () => post(`/orders/${newId()}/payments/cash`, { received: 1 }, "cashier", {}),
    unauthenticated: () => get("/me"),
    async step_up_required() {
      return post(`/locations/${place}/guests/export`, { phone: "+4915100000001" }, "owner");
    },
    forbidden: () => get(`/locations/${place}/audit`, "cashier"),
    not_found: () => get(`/track/${"x".repeat(43)}`),
    async illegal_transition() {
      const { id } = await atTheBar();
      return post(`/orders/${id}/accept`, {}, "cashier");
    },
    async price_changed() {
      const asked = await post("/locations/the-copper-lid/quote", {
        lines: lines(),
        orderType: "pickup",
      });
      const { quoteId } = (await asked.json()) as Quote;
      await app.database.db.updateTable("item_variant").set({ price: sql`price + 1` }).execute();
      return post("/orders", { quoteId, contact: someone() });
    },
    async item_unavailable() {
      return order({ lines: [{ itemId: newId(), quantity: 1 }] });
    },
    async slot_full() {
      const startsAt = new Date(Date.now() + 3 * 3_600_000);
      const slot = { id: newId(), location_id: place, order_type: "pickup" as const, starts_at: startsAt, capacity: 1 };
      await app.database.db
        .insertInto("slot")
        .values({ ...slot, used: 1 })
        .execute();
      return order({ requestedAt: startsAt.toISOString() });
    },
    async location_closed() {
      const weekday = ((new Date().getUTCDay() + 2) % 7) + 1;
      const hours = { id: newId(), location_id: place, weekdays: [weekday], from_minute: 600, to_minute: 660 };
      const { db } = app.database;
      const before = await db.selectFrom("opening_hours").selectAll().execute();
      await db.deleteFrom("opening_hours").execute();
      await db.insertInto("opening_hours").values(hours).execute();
      const answer = await order();
      await db.deleteFrom("opening_hours").execute();
      if (before.length > 0) await db.insertInto("opening_hours").values(before).execute();
      return answer;
    },
    async location_paused() {
      await setPlace({ paused_until: new Date(Date.now() + 3_600_000) });
      const answer = await order();
      await setPlace({ paused_until: null });
      return answer;
    },
    async payment_in_progress() {
      const { order: unpaid } = await placed();
      const { db } = app.database;
      const opened = { id: newId(), location_id: place, order_id: unpaid.id, attempt: 1, provider: "stripe" as const };
      const sum = { amount: unpaid.total.amount, currency: "EUR", state: "created" as const, provider_ref: "cs_open" };
      await db
        .insertInto("payment")
        .values({ ...opened, ...sum })
        .execute();
      return post(`/orders/${unpaid.id}/payments/cash`, { received: unpaid.total.amount }, "cashier");
    },
    async already_paid() {
      const { id, total } = await atTheBar();
      const pay = () => post(`/orders/${id}/payments/cash`, { received: total.amount }, "cashier");
      expect((await pay()).status).toBe(201);
      return pay();
    },
    async refund_exceeds() {
      const { id, total } = await atTheBar();
      const paid = await post(`/orders/${id}/payments/cash`, { received: total.amount }, "cashier");
      const { paymentId } = (await paid.json()) as { readonly paymentId: string };
      return post(`/payments/${paymentId}/refunds`, { amount: total.amount + 1, reason: "other" }, "owner");
    },
    async idempotency_running() {
      const { id } = await atTheBar();
      const sent = key();
      const cash = () => post(`/orders/${id}/payments/cash`, { received: 1_000_000 }, "cashier", sent);
      return app.database.db.transaction().execute(async (trx) => {
        // The one that got the key waits for the order; the other is answered.
        await trx.selectFrom("orders").select("id").where("id", "=", id).forUpdate().execute();
        return Promise.race([cash(), cash()]);
      });
    },
    async version_conflict() {
      const headers = { "content-type": "application/json", "if-match": '"999"', ...carried["manager"] };
      const init = { method: "PATCH", headers, body: JSON.stringify({ name: "Another" }) };
      return fetch(`${app.baseUrl}/api/v1/locations/${place}/settings`, init);
    },
    async idempotency_mismatch() {
      const sent = key();
      const cookie = { cookie: "__Host-guest=stable-codes-guest-01A" };
      await post("/orders", { lines: lines(), contact: someone() }, undefined, { ...sent, ...cookie });
      return post("/orders", { lines: lines(), contact: someone("Bea") }, undefined, { ...sent, ...cookie });
    },
    async rate_limited() {
      let answer = await post("/devices/pair", { code: "ABCD2345" });
      for (let n = 0; n < 5 && answer.status !== 429; n += 1)
        answer = await post("/devices/pair", { code: "ABCD2345" });
      return answer;
    },
    async provider_unavailable() {
      const one = await placed();
      return post(`/track/${tokenOf(one)}/payments`, {});
    },
  };

  it.each(Object.entries(CODES))("%s is heard, with %i", async (code, status) => {
    const answer = await ASKED[code as keyof typeof CODES]();
    const problem = (await answer.json()) as Readonly<Record<string, unknown>>;
    expect([answer.status, problem["code"]]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toMatch(/^application\/problem\+json\b/);
    expect(problem).toMatchObject({ status, title: expect.any(String), requestId: expect.any(String) });
    if (code === "rate_limited") expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("of accepting, rejecting and taking back at once one wins, and the others hear how the order stands", async () => {
    await setPlace({ accept_mode: "manual" });
    for (let n = 0; n < 12; n += 1) {
      const one = await placed();
      const { id } = one.order;
      const answers = await Promise.all([
        post(`/orders/${id}/accept`, {}, "cashier"),
        post(`/orders/${id}/reject`, { reason: "sold out" }, "manager"),
        post(`/track/${tokenOf(one)}/cancel`, {}),
      ]);
      const { state } = await app.database.db
        .selectFrom("orders")
        .select("state")
        .where("id", "=", id)
        .executeTakeFirstOrThrow();
      const heard = await Promise.all(
        answers.map(async (answer) => ({ status: answer.status, body: (await answer.json()) as Told })),
      );
      expect(heard.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409]);
      for (const { status, body } of heard.filter((each) => each.status === 409)) {
        expect([status, body.code, body.order?.state]).toEqual([409, "illegal_transition", state]);
      }
    }
    await setPlace({ accept_mode: "auto" });
  });
});

interface Told {
  readonly code?: string;
  readonly order?: { readonly state: string };
}
