/** A manager who wants to be more, a place without an owner, and somebody who was let go and is still signed in. */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MadePlace, Menu, Places, StaffMember } from "../../contracts/index.js";
import { newId } from "../platform/index.js";
import { describePglite, someone, startTestApp, type TestApp } from "../test-support/index.js";

interface Problem {
  readonly errors?: readonly { readonly path: string }[];
}

describePglite("the people of a place, and its owner's next one", ({ placeWithSchema }) => {
  let app: TestApp;
  let place = "";
  let grill = "";
  type Headers = Readonly<Record<string, string>>;
  const by: Record<string, Headers> = {};
  beforeAll(async () => {
    app = await startTestApp(await placeWithSchema());
    const { db } = app.database;
    place = (await db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;
    grill = (await db.selectFrom("station").select("id").where("name", "=", "Grill").executeTakeFirstOrThrow()).id;
    for (const role of ["owner", "manager", "cashier"] as const) by[role] = await app.signIn(role);
  });
  afterAll(() => app.stop());

  const call = async <Body>(
    method: string,
    path: string,
    { as = "manager", body, headers = {} }: { as?: string; body?: object; headers?: Headers } = {},
  ) => {
    const answer = await fetch(`${app.baseUrl}/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...by[as], ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === "" ? {} : JSON.parse(text)) as Body & { readonly code?: string } };
  };
  const at = (path = "") => `/locations/${place}/staff${path}`;
  const people = async () => (await call<{ staff: readonly StaffMember[] }>("GET", at())).body.staff;
  const idOf = async (role: string) => (await people()).find((one) => one.role === role)?.id ?? "";
  const signIn = async (email: string, password: string) => {
    const answer = await app.post("/api/v1/auth/login", { email, password });
    const { accessToken } = (await answer.json()) as { readonly accessToken?: string };
    return { status: answer.status, headers: { authorization: `Bearer ${accessToken}` } };
  };
  const meAs = async (headers: Headers) => (await fetch(`${app.baseUrl}/api/v1/me`, { headers })).status;

  it("are taken on with a password that is shown once, changed by themselves, and kept in no record", async () => {
    const nora = { name: "Nora New", email: "Nora@Copper-Lid.example", role: "chef", stationIds: [grill] };
    const added = await call<{ member: StaffMember; initialPassword: string }>("POST", at(), { body: nora });
    expect(added).toMatchObject({ status: 201, body: { member: { role: "chef", stationIds: [grill] } } });
    const { member, initialPassword } = added.body;
    expect((await call("POST", at(), { body: nora })).body.code).toBe("works_here");
    const strange = { ...nora, email: "o@copper-lid.example", stationIds: [newId()] };
    expect(await call("POST", at(), { body: strange })).toMatchObject({
      status: 422,
      body: { code: "station_unknown" },
    });
    expect(
      (await people()).some(({ email }) => email.startsWith("o@")),
      "half done",
    ).toBe(false);
    const first = await signIn("nora@copper-lid.example", initialPassword);
    expect(first.status).toBe(200);
    by.nora = first.headers;
    const next = "a long one of my own";
    const wrong = { current: "guess", next };
    expect((await call("POST", "/auth/password", { as: "nora", body: wrong })).body.code).toBe("password_wrong");
    expect(
      (await call("POST", "/auth/password", { as: "nora", body: { current: initialPassword, next } })).status,
    ).toBe(204);
    expect(await meAs(first.headers), "every session ends").toBe(401);
    expect((await signIn(nora.email, initialPassword)).status).toBe(401);
    expect((await signIn(nora.email, next)).status).toBe(200);
    const trail = JSON.stringify(await app.database.db.selectFrom("audit_log").selectAll().execute());
    for (const secret of [initialPassword, next, "nora@"]) expect(trail + app.log().join()).not.toContain(secret);
    expect(trail).toContain("staff.added");
    const reset = await call<{ initialPassword: string }>("POST", at(`/${member.id}/password`));
    expect((await signIn(nora.email, next)).status).toBe(401);
    expect((await signIn(nora.email, reset.body.initialPassword)).status).toBe(200);
  });

  it("are given no role above the giver's, nor touched where they are above", async () => {
    const [owner, manager] = [await idOf("owner"), await idOf("manager")];
    const evil = { name: "E", email: "e@copper-lid.example", role: "owner" };
    expect((await call("POST", at(), { body: evil })).status).toBe(403);
    expect((await call("PATCH", at(`/${manager}`), { body: { role: "owner" } })).status, "themselves").toBe(403);
    for (const [method, path] of [
      ["PATCH", `/${owner}`],
      ["DELETE", `/${owner}`],
      ["POST", `/${owner}/password`],
    ] as const) {
      const body = method === "PATCH" ? { role: "cashier" } : undefined;
      const answer = await call(method, at(path), body === undefined ? {} : { body });
      expect([method, answer.status, answer.body.code]).toEqual([method, 404, "staff_unknown"]);
    }
    expect((await call("GET", at(), { as: "cashier" })).status).toBe(403);
    expect((await call("DELETE", at(`/${manager}`))).body.code).toBe("not_yourself");
    expect((await call("POST", at(`/${owner}/password`), { as: "owner" })).body.code).toBe("not_yourself");
  });

  it("always hold an owner", async () => {
    const owner = await idOf("owner");
    expect((await call("DELETE", at(`/${owner}`), { as: "owner" })).body.code).toBe("last_owner");
    const second = { name: "Second", email: "second@copper-lid.example", role: "owner" };
    const { body } = await call<{ member: StaffMember }>("POST", at(), { as: "owner", body: second });
    const demote = { as: "owner", body: { role: "manager" } };
    expect((await call("PATCH", at(`/${owner}`), demote)).body.code).toBe("not_yourself");
    expect((await call("PATCH", at(`/${body.member.id}`), demote)).body).toMatchObject({ role: "manager" });
  });

  it("that were let go, or are something else, are out at their next request", async () => {
    const headers = by.cashier ?? {};
    const cashier = await idOf("cashier");
    expect(await meAs(headers)).toBe(200);
    expect((await call<StaffMember>("PATCH", at(`/${cashier}`), { body: { role: "courier" } })).body.role).toBe(
      "courier",
    );
    expect(await meAs(headers)).toBe(401);
    const again = await app.signIn("cashier");
    expect((await call("DELETE", at(`/${cashier}`))).status).toBe(204);
    expect(await meAs(again)).toBe(401);
    expect((await app.post("/api/v1/auth/login", app.accounts?.cashier)).status).toBe(401);
    expect((await call("DELETE", at(`/${cashier}`))).body.code).toBe("staff_unknown");
  });

  describe("another place", () => {
    const paper = { name: "Harbour Lid", slug: "harbour", currency: "CHF", timezone: "Europe/Zurich" };
    const make = (body: object, key: string = randomUUID()) =>
      call<MadePlace & Problem>("POST", "/locations", { as: "strong", body, headers: { "idempotency-key": key } });
    /** How many rows there are of what a place is made of. */
    const rows = async () => {
      const { db } = app.database;
      const tables = ["location", "location_stream", "station", "membership", "audit_log", "idempotency_key"] as const;
      const counted = tables.map((table) =>
        db
          .selectFrom(table)
          .select((row) => row.fn.countAll().as("n"))
          .execute(),
      );
      return (await Promise.all(counted)).map(([one]) => Number(one?.n));
    };
    beforeAll(async () => {
      by.strong = await app.signInStrongly("owner");
      by.manager = await app.signInStrongly("manager");
    });

    it("is made by nobody but a strong owner, and not without a key", async () => {
      const before = await rows();
      const headers = { "idempotency-key": randomUUID() };
      expect((await call("POST", "/locations", { as: "manager", body: paper, headers })).status).toBe(403);
      expect((await call("POST", "/locations", { as: "owner", body: paper, headers })).status).toBe(401);
      expect((await call("POST", "/locations", { as: "strong", body: paper })).status).toBe(400);
      expect(await rows()).toEqual(before);
    });

    it("has an address, a zone and a currency that can be, each told by its field", async () => {
      for (const wrong of [
        ...["", "a", "Harbour", "har bour", "../x", "h".repeat(65)].map((slug) => ({ slug })),
        ...[{ timezone: "Atlantis/Main" }, { currency: "chf" }, { language: "fr" }, { businessDayStarts: "24:00" }],
        ...[{ name: "" }, { name: "n".repeat(81) }],
      ]) {
        const { status, body } = await make({ ...paper, ...wrong });
        const [path] = Object.keys(wrong);
        expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, "validation_failed", `/${path}`]);
      }
      expect((await make({ ...paper, acceptMode: "auto" })).body.code).toBe("validation_failed");
    });

    it("that fails half way leaves nothing, and its key is good for another try", async () => {
      const { db } = app.database;
      const before = await rows();
      await sql`create function falls() returns trigger language plpgsql as $$ begin raise 'cut'; end $$`.execute(db);
      await sql`create trigger falls before insert on audit_log for each row when (new.action = 'place.made')
        execute function falls()`.execute(db);
      const key = randomUUID();
      expect((await make(paper, key)).status).toBe(500);
      expect(await rows()).toEqual(before);
      await sql`drop trigger falls on audit_log`.execute(db);
      const made = await make(paper, key);
      expect(made).toMatchObject({ status: 201, body: paper });
      expect((await make(paper, key)).body, "the same again").toEqual(made.body);
      expect((await make({ ...paper, slug: "other" }, key)).body.code).toBe("idempotency_mismatch");
      const taken = await make(paper);
      expect(taken).toMatchObject({ status: 409, body: { code: "slug_taken" } });
      expect(taken.body.errors).toMatchObject([{ path: "/slug", in: "body", code: "taken" }]);
      const added = (await rows()).map((count, index) => count - (before[index] ?? 0));
      expect(added).toEqual([1, 1, 2, 1, 1, 1]);
    });

    it("is its owner's to work at, takes no orders yet, and leaves the other one as it was", async () => {
      const { baseUrl } = app;
      const me = await call<{ locations: readonly { id: string; slug: string; role: string }[] }>("GET", "/me", {
        as: "strong",
      });
      const there = me.body.locations.find(({ slug }) => slug === "harbour");
      expect(there).toMatchObject({ role: "owner" });
      const moved = await call<{ accessToken: string }>("POST", "/auth/location", {
        ...{ as: "strong", body: { locationId: there?.id } },
      });
      by.there = { authorization: `Bearer ${moved.body.accessToken}` };
      const stations = await call<{ stations: readonly { name: string }[] }>(
        ...(["GET", `/locations/${there?.id}/stations`, { as: "there" }] as const),
      );
      expect(stations.body.stations.map(({ name }) => name)).toEqual(["Kitchen", "Pass"]);
      expect((await call("GET", `/locations/${there?.id}/stations`)).status, "another place's manager").toBe(404);
      const listed = (await (await fetch(`${baseUrl}/api/v1/locations`)).json()) as Places;
      expect(listed.places.map(({ slug }) => slug)).toEqual(["the-copper-lid"]);
      const here = await fetch(`${baseUrl}/api/v1/menu`);
      expect(((await here.json()) as Menu).restaurant.slug).toBe("the-copper-lid");
      const slip = { location: "harbour", lines: [{ itemId: newId(), quantity: 1 }], contact: someone() };
      const order = await app.post("/api/v1/orders", slip);
      expect(await order.json()).toMatchObject({ code: "order_type_unavailable" });
    });

    it("is every house owner's, and made by nobody who owns but some of them", async () => {
      const { db } = app.database;
      const ofOwners = () => db.selectFrom("membership").select("staff_id").where("role", "=", "owner");
      const [owner] = await ofOwners().where("location_id", "=", place).execute();
      const second = await db.selectFrom("staff").select("id").where("display_name", "=", "Second").executeTakeFirst();
      const everywhere = (await db.selectFrom("location").select("id").execute()).map(({ id: location_id }) => ({
        ...{ staff_id: second?.id ?? "", location_id, role: "owner" as const },
      }));
      await db
        .deleteFrom("membership")
        .where("staff_id", "=", second?.id ?? "")
        .execute();
      await db.insertInto("membership").values(everywhere).execute();
      const { body } = await make({ ...paper, slug: "shared" });
      const owners = await ofOwners().where("location_id", "=", body.id).execute();
      expect(new Set(owners.map(({ staff_id }) => staff_id))).toEqual(new Set([owner?.staff_id, second?.id]));
      await db.deleteFrom("membership").where("location_id", "=", body.id).where("role", "=", "owner").execute();
      expect(await make({ ...paper, slug: "third" })).toMatchObject({
        ...{ status: 403, body: { code: "not_the_houses_owner" } },
      });
    });
  });
});
