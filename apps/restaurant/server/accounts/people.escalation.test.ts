/** A manager who wants to be more, a place without an owner, and somebody who was let go and is still signed in. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { StaffMember } from "../../contracts/index.js";
import { newId } from "../platform/index.js";
import { describePglite, startTestApp, type TestApp } from "../test-support/index.js";

describePglite("the people of a place", ({ placeWithSchema }) => {
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
    { as = "manager", body }: { as?: string; body?: object } = {},
  ) => {
    const answer = await fetch(`${app.baseUrl}/api/v1${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...by[as] },
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
});
