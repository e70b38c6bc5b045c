/** A session is carried one way: a cookie that no script reads and no foreign page can use, a token, or an integration's key. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeDatabases, startTestApp, type TestApp } from "../test-support/index.js";

const COOKIES = new Set(["__Host-refresh", "__Host-access", "__Host-csrf"]);

describeDatabases(
  "carrying a session",
  ({ placeWithSchema }) => {
    let restaurant: TestApp;
    let cookies: Record<string, string>;
    beforeAll(async () => {
      restaurant = await startTestApp(await placeWithSchema());
      cookies = cookiesOf(await login({ carry: "cookie" }));
    }, 120_000);
    afterAll(() => restaurant.stop());

    const login = (more: object) => restaurant.post("/api/v1/auth/login", { ...restaurant.accounts?.manager, ...more });
    const cookiesOf = (answer: Response) =>
      Object.fromEntries(
        answer.headers.getSetCookie().map((cookie) => (cookie.split(";")[0] ?? "").split("=", 2) as [string, string]),
      );
    const header = (held: Record<string, string>) =>
      Object.entries(held)
        .map(([name, value]) => `${name}=${value}`)
        .join("; ");
    const call = (method: string, path: string, headers: Record<string, string>) =>
      fetch(restaurant.baseUrl + path, { method, headers });
    const endAll = (headers: Record<string, string>) => call("POST", "/api/v1/auth/sessions/end-all", headers);

    it("shows a page no token, and gives it three cookies for this host alone", async () => {
      const answer = await login({ carry: "cookie" });
      expect(await answer.json()).toEqual({ tokenType: "Cookie", expiresIn: 600 });
      const set = answer.headers.getSetCookie();
      expect(new Set(set.map((cookie) => cookie.split("=")[0]))).toEqual(COOKIES);
      for (const cookie of set) {
        expect(cookie).toMatch(/; Path=\/; .*Secure/);
        expect(cookie).not.toMatch(/domain/i);
        expect(cookie.includes("HttpOnly")).toBe(!cookie.startsWith("__Host-csrf"));
      }
      const me = await call("GET", "/api/v1/me", { cookie: header(cookiesOf(answer)) });
      expect([me.status, me.headers.get("cache-control")]).toEqual([200, "no-store"]);
    });

    it("renews itself without showing a token", async () => {
      const fresh = cookiesOf(await login({ carry: "cookie" }));
      const answer = await call("POST", "/api/v1/auth/refresh", { cookie: header(fresh) });
      expect(await answer.json()).toEqual({ tokenType: "Cookie", expiresIn: 600 });
      expect(new Set(Object.keys(cookiesOf(answer)))).toEqual(COOKIES);
    });

    it("refuses what another site's page made the browser send", async () => {
      const cookie = header(cookies);
      const foreign = [
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
        { origin: "https://evil.example" },
        { origin: "null" },
        {},
        { "x-csrf-token": "guess" },
        { "x-csrf-token": cookiesOf(await login({ carry: "cookie" }))["__Host-csrf"] ?? "" },
      ];
      for (const headers of foreign) {
        const answer = await endAll({ cookie, ...(headers as Record<string, string>) });
        expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, "cross_site_refused"]);
      }
      expect((await call("GET", "/api/v1/me", { cookie })).status, "nothing was ended").toBe(200);
    });

    it("refuses a token and a cookie at once, rather than choose", async () => {
      const { authorization } = await restaurant.signIn("chef");
      const answer = await call("GET", "/api/v1/me", { cookie: header(cookies), authorization });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, "request_malformed"]);
    });

    it("lets a page of ours, and an old browser with its token, through", async () => {
      const fresh = cookiesOf(await login({ carry: "cookie" }));
      const csrf = { cookie: header(fresh), "x-csrf-token": fresh["__Host-csrf"] ?? "" };
      const path = "/api/v1/auth/sessions/AAAAAAAAAAAAAAAAAAAAAA";
      expect((await call("DELETE", path, csrf)).status).toBe(404);
      expect((await call("DELETE", path, { cookie: header(fresh), "sec-fetch-site": "same-origin" })).status).toBe(404);
      expect((await endAll({ ...csrf, "sec-fetch-site": "same-origin" })).status).toBe(204);
    });

    it("lets a key do what its scopes say, at its own location, until it is revoked", async () => {
      const owner = await restaurant.signInStrongly("owner");
      const path = "/api/v1/integrations/keys";
      const made = await restaurant.post(path, { label: "Delivery portal", scopes: ["orders:read"] }, owner);
      expect(made.status).toBe(201);
      const { key, id } = (await made.json()) as { key: string; id: string };
      expect(key).toMatch(/^restaurant_/);
      const self = (credential: string) =>
        call("GET", "/api/v1/integrations/self", { authorization: `ApiKey ${credential}` });
      const first = await self(key);
      expect([first.status, await first.json()]).toEqual([
        200,
        { id, locationId: expect.stringMatching(/^[0-9a-f-]{36}$/), scopes: ["orders:read"] },
      ]);
      expect((await call("GET", "/api/v1/me", { authorization: `ApiKey ${key}` })).status, "people only").toBe(401);
      expect((await call("GET", "/api/v1/kitchen/board", { authorization: `ApiKey ${key}` })).status).toBe(403);
      const rotated = (await (await restaurant.post(`${path}/${id}/rotate`, "", owner)).json()) as { key: string };
      expect([(await self(key)).status, (await self(rotated.key)).status]).toEqual([200, 200]);
      expect((await call("DELETE", `${path}/${id}`, owner)).status).toBe(204);
      expect([(await self(key)).status, (await self(rotated.key)).status]).toEqual([401, 200]);
      const rows = JSON.stringify(await restaurant.database.db.selectFrom("audit_log").selectAll().execute());
      for (const secret of [key, rotated.key]) expect(rows + restaurant.log().join()).not.toContain(secret);
    });
  },
  ["pglite"],
);
