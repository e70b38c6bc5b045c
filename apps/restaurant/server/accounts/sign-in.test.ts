import type { SecurityEvent } from "cloche";
import { alerts, DEFAULT_ALERT_RULES } from "cloche/observe";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeDatabases, startTestApp, type TestApp } from "../test-support/index.js";
import { type AccountsParts, signIn } from "./accounts.service.js";

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as { exp: number; iat: number };
const cookieOf = (answer: Response) => answer.headers.get("set-cookie")?.split(";")[0] ?? "";

interface Session {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly expiresIn: number;
}

describeDatabases("signing in", ({ placeWithSchema }) => {
  let restaurant: TestApp;
  beforeAll(async () => {
    restaurant = await startTestApp(await placeWithSchema());
  });
  afterAll(() => restaurant.stop());

  const accountOf = (role: "owner" | "manager" | "cashier" | "chef") => {
    const account = restaurant.accounts?.[role];
    if (account === undefined) throw new Error("not seeded");
    return account;
  };
  const login = (body: unknown) => restaurant.post("/api/v1/auth/login", body);
  const withCookie = (path: string, cookie: string, headers: Record<string, string> = {}) =>
    fetch(`${restaurant.baseUrl}/api/v1/auth/${path}`, { method: "POST", headers: { cookie, ...headers } });
  const staffOf = (email: string) =>
    restaurant.database.db.selectFrom("staff").selectAll().where("email_norm", "=", email).executeTakeFirstOrThrow();

  it("gives a short token with the claims that are promised, and a cookie scripts cannot read", async () => {
    const { email, password } = accountOf("chef");
    const answer = await login({ email: ` ${email.toUpperCase()} `, password });
    expect(answer.status).toBe(200);
    const session = (await answer.json()) as Session;
    expect(session).toMatchObject({ tokenType: "Bearer", expiresIn: 600 });
    const claims = claimsOf(session.accessToken);
    const { id } = await staffOf(email);
    expect(claims).toMatchObject({ sub: id, role: "chef", iss: restaurant.baseUrl });
    expect(Object.keys(claims).sort()).toEqual([
      ...["acr", "aud", "auth_time", "exp", "iat", "iss", "jti", "location", "role", "sid", "sub"],
    ]);
    expect(claims.exp - claims.iat).toBe(600);
    const cookie = answer.headers.get("set-cookie") ?? "";
    for (const part of ["__Host-refresh=", "Path=/", "Secure", "HttpOnly", "SameSite=Strict"]) {
      expect(cookie).toContain(part);
    }
    expect(answer.headers.get("cache-control")).toContain("no-store");
  });

  it("answers every failure alike", async () => {
    const { email, password } = accountOf("cashier");
    await restaurant.database.db
      .updateTable("staff")
      .set({ disabled_at: new Date() })
      .where("email_norm", "=", email)
      .execute();
    const failures = [
      { email: accountOf("chef").email, password: "wrong" },
      { email: "nobody@copper-lid.example", password: "wrong" },
      { email: "nul\u0000byte@copper-lid.example", password: "wrong" },
      { email, password },
    ];
    const answers = await Promise.all(failures.map(login));
    const bodies = await Promise.all(answers.map((answer) => answer.json() as Promise<object>));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(new Set(bodies.map((body) => JSON.stringify({ ...body, requestId: "" }))).size).toBe(1);
    expect(answers.every((answer) => answer.headers.get("set-cookie") === null)).toBe(true);
    const names = answers.map((answer) => [...answer.headers.keys()].sort().join());
    expect(new Set(names).size).toBe(1);
  });

  it("records both outcomes without an e-mail address anywhere", async () => {
    const { email, password } = accountOf("manager");
    await login({ email, password });
    await login({ email, password: "wrong" });
    const { id } = await staffOf(email);
    const trail = await restaurant.database.db
      .selectFrom("audit_log")
      .select(["action", "actor_kind"])
      .where("entity_id", "=", id)
      .orderBy("id")
      .execute();
    expect(trail.map(({ action }) => action)).toEqual(["sign_in.succeeded", "sign_in.failed"]);
    const lines = restaurant.log().join("\n");
    expect(lines).toContain('"event":"sign_in.succeeded"');
    expect(lines).toContain('"event":"sign_in.failed"');
    expect(lines).not.toContain("copper-lid.example");
    expect(lines).not.toContain(password);
    const audits = await restaurant.database.db.selectFrom("audit_log").selectAll().execute();
    expect(JSON.stringify(audits)).not.toContain("copper-lid.example");
  });

  it("rotates the refresh token at every use, and a stolen copy ends the session", async () => {
    const first = cookieOf(await login(accountOf("chef")));
    const second = await withCookie("refresh", first);
    expect(second.status).toBe(200);
    const third = await withCookie("refresh", cookieOf(second));
    expect(third.status).toBe(200);
    // So many uses later the first token cannot be a retry any more.
    let newest = third;
    for (let use = 0; use < 5; use += 1) newest = await withCookie("refresh", cookieOf(newest));
    const stolen = await withCookie("refresh", first);
    expect(stolen.status).toBe(401);
    expect(stolen.headers.get("set-cookie")).toContain("Max-Age=0");
    expect((await withCookie("refresh", cookieOf(newest))).status).toBe(401);
    expect(restaurant.log().join("\n")).toContain('"event":"token.reused"');
  });

  it("ends the session at sign-out, and clears the cookie", async () => {
    const cookie = cookieOf(await login(accountOf("chef")));
    const out = await withCookie("logout", cookie);
    expect(out.status).toBe(204);
    expect(out.headers.get("set-cookie")).toContain("__Host-refresh=; Path=/; Max-Age=0");
    expect((await withCookie("refresh", cookie)).status).toBe(401);
    expect((await withCookie("logout", "")).status).toBe(204);
  });

  it("takes no refresh from another site's page", async () => {
    const cookie = cookieOf(await login(accountOf("chef")));
    const forged = await withCookie("refresh", cookie, {
      "sec-fetch-site": "cross-site",
      origin: "https://evil.example",
    });
    expect(forged.status).toBe(403);
    expect((await withCookie("refresh", cookie)).status).toBe(200);
  });

  it("gives no new token to somebody who has left", async () => {
    const { email } = accountOf("owner");
    const cookie = cookieOf(await login(accountOf("owner")));
    const { id } = await staffOf(email);
    const left = restaurant.database.db.updateTable("staff").set({ disabled_at: new Date() }).where("id", "=", id);
    await left.execute();
    const answer = await withCookie("refresh", cookie);
    expect(answer.status).toBe(401);
    await restaurant.database.db.updateTable("staff").set({ disabled_at: null }).where("id", "=", id).execute();
    expect((await withCookie("refresh", cookie)).status, "the session stays ended").toBe(401);
  });

  it("tells people who they are: a chef their own stations, a manager every one", async () => {
    const meOf = async (role: "chef" | "manager") => {
      const answer = await fetch(`${restaurant.baseUrl}/api/v1/me`, { headers: await restaurant.signIn(role) });
      return (await answer.json()) as { role: string; stations: { name: string }[] };
    };
    expect((await meOf("chef")).stations.map(({ name }) => name)).toEqual(["Grill"]);
    expect((await meOf("manager")).stations.map(({ name }) => name)).toEqual(["Grill", "Fry", "Cold & Bar", "Pass"]);
    expect((await fetch(`${restaurant.baseUrl}/api/v1/me`)).status).toBe(401);
  });

  it("believes no token that another secret, or none, has signed", async () => {
    const { authorization } = await restaurant.signIn("chef");
    const [header, payload, signature] = authorization.replace("Bearer ", "").split(".");
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const claims = claimsOf(authorization);
    const forged = [
      `${header}.${encode({ ...claims, role: "owner" })}.${signature}`,
      `${encode({ alg: "none", typ: "at+jwt" })}.${payload}.`,
    ];
    for (const token of forged) {
      const headers = { authorization: `Bearer ${token}` };
      expect((await fetch(`${restaurant.baseUrl}/api/v1/me`, { headers })).status).toBe(401);
    }
  });

  it("rings the alarm for one network that tries many accounts, and names none of them", async () => {
    const alarm = alerts({ rules: DEFAULT_ALERT_RULES.filter(({ kind }) => kind !== "burn") });
    const events: SecurityEvent[] = [];
    const parts = {
      db: restaurant.database.db,
      clock: { now: () => 0 },
      emit: (event: SecurityEvent) => void events.push(event),
      pace: { wait: async () => {}, forget: async () => {} },
      passwords: { hash: async () => "", check: async () => false },
    } as unknown as AccountsParts;
    const rest = { password: "wrong", carry: "bearer", address: "192.0.2.7", requestId: "r", route: "r" } as const;
    for (let count = 0; count < 12; count += 1) await signIn(parts, { ...rest, email: `guest-${count}@tried.example` });
    const raised = events.flatMap((event) => alarm.hear(event));
    expect(raised.map(({ rule, key }) => [rule, key])).toEqual([["credential_stuffing", events[0]?.network]]);
    expect(JSON.stringify(events)).not.toMatch(/guest-|tried\.example|192\.0\.2\.7/);
  });

  it("checks exactly one hash whatever is wrong, so that time tells nothing", async () => {
    const checks: (string | undefined)[] = [];
    const parts = {
      db: restaurant.database.db,
      clock: { now: () => 0 },
      emit: () => {},
      pace: { wait: async () => {}, forget: async () => {} },
      passwords: {
        hash: async () => "",
        check: async (hash: string | undefined) => {
          checks.push(hash);
          return false;
        },
      },
    } as unknown as AccountsParts;
    const emails = [accountOf("chef").email, "nobody@copper-lid.example", accountOf("cashier").email, ""];
    const rest = { password: "wrong", carry: "bearer", address: "192.0.2.7", requestId: "r", route: "r" } as const;
    for (const email of emails) expect(await signIn(parts, { ...rest, email })).toBe("failed");
    expect(checks).toHaveLength(emails.length);
    expect(checks.map((hash) => hash !== undefined)).toEqual([true, false, false, false]);
  });
});
