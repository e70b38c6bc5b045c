/** A password that was stolen is not enough where an authenticator app is set up, and a code that was seen is worth nothing. */
import { fixedClock } from "cloche";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeDatabases, fromBase32, startTestApp, type TestApp } from "../test-support/index.js";
import { totpCode, totpStep } from "./totp.js";

describeDatabases(
  "the second factor",
  ({ placeWithSchema }) => {
    const clock = fixedClock(Date.UTC(2026, 5, 1, 12));
    let restaurant: TestApp;
    let secret: Buffer;
    let owner: { readonly authorization: string };
    beforeAll(async () => {
      restaurant = await startTestApp(await placeWithSchema(), { clock });
      owner = await restaurant.signIn("owner");
    }, 120_000);
    afterAll(() => restaurant.stop());

    const PATH = "/api/v1/auth/second-factor";
    const codeNow = (drift = 0) => totpCode(secret, totpStep(clock.now()) + drift);
    const send = (path: string, body: unknown, headers: Record<string, string>) => restaurant.post(path, body, headers);
    const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
    const login = (code?: string) =>
      restaurant.post("/api/v1/auth/login", { ...restaurant.accounts?.owner, ...(code === undefined ? {} : { code }) });
    const bearerOf = async (answer: Response) => ({
      authorization: `Bearer ${((await answer.json()) as { accessToken: string }).accessToken}`,
    });
    const keys = (headers: Record<string, string>) =>
      fetch(`${restaurant.baseUrl}/api/v1/integrations/keys`, { headers });

    it("is set up by its first code, and not by a wrong one", async () => {
      const begun = (await (await send(PATH, "", owner)).json()) as { secret: string; uri: string };
      secret = fromBase32(begun.secret);
      expect(secret).toHaveLength(20);
      expect(begun.uri).toContain(`secret=${begun.secret}`);
      const wrong = String((Number(codeNow()) + 1) % 1_000_000).padStart(6, "0");
      expect(await codeOf(await send(`${PATH}/confirm`, { code: wrong }, owner))).toBe("code_wrong");
      expect((await login()).status, "not set up yet").toBe(200);
      const strange = await keys(owner);
      expect(strange.status).toBe(401);
      expect(strange.headers.get("www-authenticate")).toContain('acr_values="aal2", max_age="300"');
      const confirmed = await send(`${PATH}/confirm`, { code: codeNow() }, owner);
      expect(confirmed.status).toBe(200);
      owner = await bearerOf(confirmed);
      expect((await keys(owner)).status).toBe(200);
      expect(await codeOf(await send(PATH, "", owner))).toBe("second_factor_set");
      const kept = await restaurant.database.db.selectFrom("staff_second_factor").selectAll().execute();
      for (const form of [secret.toString("base64url"), secret.toString("hex"), begun.secret]) {
        expect(JSON.stringify(kept) + restaurant.log().join()).not.toContain(form);
      }
    });

    it("is asked for at sign-in from then on, and takes each code once", async () => {
      expect(await codeOf(await login())).toBe("second_factor_needed");
      expect(await codeOf(await login(codeNow())), "used to confirm").toBe("sign_in_failed");
      clock.advance(30_000);
      const code = codeNow();
      const answers = await Promise.all([login(code), login(code), login(code)]);
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401, 401]);
      expect(await codeOf(await login(codeNow(-1)))).toBe("sign_in_failed");
    });

    it("is asked for again after five minutes, and the same session goes on", async () => {
      clock.advance(60_000);
      const signed = await bearerOf(await login(codeNow()));
      expect((await keys(signed)).status).toBe(200);
      clock.advance(301_000);
      expect((await keys(signed)).status).toBe(401);
      const { password } = restaurant.accounts?.owner ?? { password: "" };
      expect(await codeOf(await send("/api/v1/auth/step-up", { password }, signed))).toBe("second_factor_needed");
      expect(await codeOf(await send("/api/v1/auth/step-up", { code: "000000" }, signed))).toBe("step_up_failed");
      const again = await send("/api/v1/auth/step-up", { code: codeNow() }, signed);
      expect(again.status).toBe(200);
      expect((await keys(await bearerOf(again))).status).toBe(200);
      expect((await keys(signed)).status, "the old token stays as weak as it was").toBe(401);
    });

    it("lets a password do where no app is set up, for what asks for no more", async () => {
      const manager = await restaurant.signIn("manager");
      const id = "00000000-0000-7000-8000-000000000000";
      const signOut = (by: Record<string, string>) => send(`/api/v1/staff/${id}/sign-out`, "", by);
      expect((await signOut(manager)).status).toBe(404);
      clock.advance(301_000);
      expect((await signOut(manager)).status).toBe(401);
      const { password } = restaurant.accounts?.manager ?? { password: "" };
      expect((await send("/api/v1/auth/step-up", { password: "wrong" }, manager)).status).toBe(403);
      const again = await bearerOf(await send("/api/v1/auth/step-up", { password }, manager));
      expect((await signOut(again)).status).toBe(404);
      expect((await keys(again)).status, "a manager has no keys").toBe(403);
    });

    it("that is lost is made up for by codes that were kept, each good once and no two sets at a time", async () => {
      clock.advance(16 * 60_000);
      const RECOVERY = `${PATH}/recovery-codes`;
      const codesFor = async (by: Record<string, string>) =>
        ((await (await send(RECOVERY, "", by)).json()) as { codes: string[] }).codes;
      expect((await send(RECOVERY, "", await restaurant.signIn("manager"))).status, "without an app").toBe(401);
      const strong = await bearerOf(await login(codeNow()));
      const [old = ""] = await codesFor(strong);
      const codes = await codesFor(strong);
      expect([codes.length, new Set(codes).size]).toEqual([10, 10]);
      expect(await codeOf(await login(old)), "of the set before").toBe("sign_in_failed");
      const [first = "", second = ""] = codes;
      const answers = await Promise.all([login(first.toLowerCase()), login(first), login(first)]);
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 401, 401]);
      expect((await keys(await bearerOf(await login(second)))).status, "it is a second factor").toBe(200);
      const { db } = restaurant.database;
      const kept = JSON.stringify(await db.selectFrom("staff_recovery_code").selectAll().execute());
      for (const code of codes) expect(kept + restaurant.log().join()).not.toContain(code);
      const used = await db.selectFrom("audit_log").select("id").where("action", "=", "recovery_code.used").execute();
      expect(used).toHaveLength(2);
    });

    it("of somebody who has lost it is taken away by an owner alone, who signs them out with it", async () => {
      clock.advance(16 * 60_000);
      const manager = await restaurant.signInStrongly("manager");
      const me = (await (await fetch(`${restaurant.baseUrl}/api/v1/me`, { headers: manager })).json()) as {
        id: string;
      };
      const reset = (by: Record<string, string>, id: string) => send(`/api/v1/staff/${id}/second-factor/reset`, "", by);
      expect((await reset(manager, me.id)).status, "not even their own").toBe(403);
      const strong = await bearerOf(await login(codeNow()));
      expect((await reset(strong, "00000000-0000-7000-8000-000000000000")).status).toBe(404);
      clock.advance(1000);
      expect((await reset(strong, me.id)).status).toBe(204);
      expect((await fetch(`${restaurant.baseUrl}/api/v1/me`, { headers: manager })).status).toBe(401);
      const again = await restaurant.post("/api/v1/auth/login", restaurant.accounts?.manager);
      expect(again.status, "by password, until they set one up again").toBe(200);
      const entry = restaurant.database.db
        .selectFrom("audit_log")
        .selectAll()
        .where("action", "=", "second_factor.reset");
      expect(await entry.executeTakeFirst()).toMatchObject({ actor_kind: "staff", entity_id: me.id });
    });

    it("is removed by a strong session alone", async () => {
      const remove = (by: Record<string, string>) =>
        fetch(restaurant.baseUrl + PATH, { method: "DELETE", headers: by }).then(({ status }) => status);
      // An address signs in twenty times an hour, and this suite has.
      clock.advance(3_600_000);
      const signed = await bearerOf(await login(codeNow()));
      expect(await remove(await restaurant.signIn("chef"))).toBe(401);
      expect(await remove(signed)).toBe(204);
      expect((await login()).status).toBe(200);
    });
  },
  ["pglite"],
);
