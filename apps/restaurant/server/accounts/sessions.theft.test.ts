/** A session that was ended must be over at the door at once, and only its own people may end it. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeDatabases, startTestApp, type TestApp } from "../test-support/index.js";

interface Listed {
  readonly sessions: readonly { id: string; device: string | null; current: boolean }[];
}

describeDatabases(
  "ending sessions",
  ({ placeWithSchema }) => {
    let one: TestApp;
    beforeAll(async () => {
      one = await startTestApp(await placeWithSchema());
    }, 120_000);
    afterAll(() => one.stop());

    const json = async <Value>(answer: Response) => (await answer.json()) as Value;
    const signIn = async (role: "owner" | "manager" | "cashier" | "chef", device?: string) => {
      const answer = await one.post("/api/v1/auth/login", { ...one.accounts?.[role], device });
      const { accessToken } = await json<{ accessToken: string }>(answer);
      const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
      return { authorization: `Bearer ${accessToken}`, cookie };
    };
    type Signed = Awaited<ReturnType<typeof signIn>>;
    const me = async ({ authorization }: Signed) =>
      (await fetch(`${one.baseUrl}/api/v1/me`, { headers: { authorization } })).status;
    const renew = async ({ cookie }: Signed) =>
      (await fetch(`${one.baseUrl}/api/v1/auth/refresh`, { method: "POST", headers: { cookie } })).status;
    const call = (method: string, path: string, { authorization }: { authorization: string }) =>
      fetch(one.baseUrl + path, { method, headers: { authorization } });
    const listed = async (signed: Signed) =>
      (await json<Listed>(await call("GET", "/api/v1/auth/sessions", signed))).sessions;
    const idOf = async (role: "owner" | "manager" | "chef") =>
      (await json<{ id: string }>(await call("GET", "/api/v1/me", await signIn(role)))).id;

    it("ends the access token with the session at sign-out", async () => {
      const signed = await signIn("chef");
      expect(await me(signed)).toBe(200);
      await fetch(`${one.baseUrl}/api/v1/auth/logout`, { method: "POST", headers: { cookie: signed.cookie } });
      expect([await me(signed), await renew(signed)]).toEqual([401, 401]);
    });

    it("ends the access tokens of a session whose refresh token was copied", async () => {
      const victim = await signIn("chef");
      let newest = victim;
      for (let use = 0; use < 6; use += 1) {
        const headers = { cookie: newest.cookie };
        const answer = await fetch(`${one.baseUrl}/api/v1/auth/refresh`, { method: "POST", headers });
        const { accessToken } = await json<{ accessToken: string }>(answer);
        const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
        newest = { authorization: `Bearer ${accessToken}`, cookie };
      }
      expect(await me(newest)).toBe(200);
      expect(await renew(victim), "the copy").toBe(401);
      expect(await me(newest)).toBe(401);
    });

    it("lists devices, and signs one of them out", async () => {
      const here = await signIn("cashier", "The till");
      const lost = await signIn("cashier", "The lost phone");
      const sessions = await listed(here);
      expect(sessions.filter(({ current }) => current).map(({ device }) => device)).toEqual(["The till"]);
      const phone = sessions.find(({ device }) => device === "The lost phone");
      const foreign = await signIn("chef");
      const path = `/api/v1/auth/sessions/${phone?.id}`;
      expect((await call("DELETE", path, foreign)).status, "somebody else's").toBe(404);
      expect(await me(lost)).toBe(200);
      expect((await call("DELETE", path, here)).status).toBe(204);
      expect([await me(lost), await renew(lost), await me(here)]).toEqual([401, 401, 200]);
      expect((await call("DELETE", path, here)).status).toBe(404);
    });

    it("signs a person out everywhere by one cut-off", async () => {
      const [first, second] = [await signIn("cashier"), await signIn("cashier")];
      expect((await call("POST", "/api/v1/auth/sessions/end-all", first)).status).toBe(204);
      expect([await me(first), await me(second), await renew(second)]).toEqual([401, 401, 401]);
    });

    it("lets a manager sign staff out, but no owner, and staff nobody", async () => {
      const [manager, chef, owner] = [await signIn("manager"), await signIn("chef"), await signIn("owner")];
      const out = (id: string, by: Signed) => call("POST", `/api/v1/staff/${id}/sign-out`, by);
      const [chefId, ownerId] = [await idOf("chef"), await idOf("owner")];
      expect((await out(chefId, chef)).status).toBe(403);
      expect((await out(ownerId, manager)).status).toBe(404);
      expect((await out("00000000-0000-7000-8000-000000000000", manager)).status).toBe(404);
      expect((await out(chefId, manager)).status).toBe(204);
      expect([await me(chef), await renew(chef), await me(owner), await me(manager)]).toEqual([401, 401, 200, 200]);
    });

    it("ends a session with the membership it was for", async () => {
      // Not the chef, whose cut-off a moment ago refuses the tokens of its own second.
      const signed = await signIn("manager");
      const { id } = await json<{ id: string }>(await call("GET", "/api/v1/me", signed));
      const { db } = one.database;
      const row = await db.selectFrom("membership").selectAll().where("staff_id", "=", id).executeTakeFirstOrThrow();
      await db.deleteFrom("membership").where("staff_id", "=", id).execute();
      expect([await me(signed), await renew(signed)]).toEqual([401, 401]);
      await db.insertInto("membership").values(row).execute();
    });

    it("writes down who ended what", async () => {
      const trail = await one.database.db.selectFrom("audit_log").select("action").execute();
      const actions = new Set(trail.map(({ action }) => action));
      for (const action of ["session.ended", "sessions.ended"]) expect(actions).toContain(action);
    });
  },
  ["pglite"],
);
