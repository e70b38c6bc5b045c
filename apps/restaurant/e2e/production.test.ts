/** A start in production: no half-configured start, nobody's default account, and one way in for the first owner. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AppProcess, type AppProcessOptions, newFolder, removeFolder, runToEnd, startApp } from "./app-process.js";
import { type Engine, openEngine } from "./engines.js";
import { PATIENT } from "./eventually.js";
import { sharedSecrets } from "./fleet.js";
import { json, signedIn, visitor } from "./visitor.js";

const SECRETS = Object.keys(sharedSecrets());
/** Partners' may come later, in the office. */
const OF_PARTNERS = ["STRIPE_WEBHOOK_SECRET", "RAZORPAY_WEBHOOK_SECRET", "TWILIO_AUTH_TOKEN"];
const OWN = SECRETS.filter((name) => !OF_PARTNERS.includes(name));
const BAD = {
  JWT_SECRET: "changeme-changeme-changeme-changeme-changeme",
  REFRESH_SECRET: "short-canary",
  TRACK_SECRET: "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
  STRIPE_WEBHOOK_SECRET: "whsec_...",
  RAZORPAY_WEBHOOK_SECRET: "your-razorpay-webhook-secret-goes-here-please",
  TWILIO_AUTH_TOKEN: "00000000000000000000000000000000",
  LIMIT_DEFAULT: "canary per fortnight",
  DATABASE_URL: "canary://user:canary-password@db.example/x",
};

describe("a start in production", PATIENT, () => {
  const folders: string[] = [];
  const running: AppProcess[] = [];
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine("postgres");
  });
  afterAll(async () => {
    await Promise.all(running.map((app) => app.kill9()));
    await engine?.stop();
    for (const folder of folders) removeFolder(folder);
  });
  const start = async (options: AppProcessOptions) => {
    const app = await startApp(options);
    running.push(app);
    return app;
  };
  const folder = () => {
    const made = newFolder();
    folders.push(made);
    return made;
  };

  it("is refused while secrets of its own are missing, and every one is named", async () => {
    const dataFolder = folder();
    const { code, output } = await runToEnd({ dataFolder, env: { NODE_ENV: "production" } });
    expect(code).toBeGreaterThan(0);
    for (const name of OWN) expect(output).toContain(name);
    expect(output, "sentences, no stack").not.toMatch(/\n\s+at /);
    expect(existsSync(join(dataFolder, "secrets.json")), "none is made up").toBe(false);
    expect(existsSync(join(dataFolder, "pg")), "nothing is begun").toBe(false);
  });

  it("is refused for weak and placeholder secrets: all mistakes at once, no value", async () => {
    const { code, output } = await runToEnd({ dataFolder: folder(), env: { NODE_ENV: "production", ...BAD } });
    expect(code).toBeGreaterThan(0);
    for (const [name, value] of Object.entries(BAD)) {
      expect(output, `${name} is named`).toContain(name);
      expect(output, `the value of ${name}`).not.toContain(value);
    }
    expect(output).not.toContain("canary");
  });

  it.each(Object.entries(BAD))("is refused for %s alone", async (name, value) => {
    const env = { NODE_ENV: "production", ...sharedSecrets(), [name]: value };
    const { code, output } = await runToEnd({ dataFolder: folder(), env });
    expect(code).toBeGreaterThan(0);
    const named = [...SECRETS, "LIMIT_DEFAULT", "DATABASE_URL"].filter((one) => output.includes(one));
    expect(named).toEqual([name]);
  });

  it("seeds nothing, has no account, and prints a set-up token that is good until the next start", async () => {
    const dataFolder = folder();
    const secrets = sharedSecrets();
    const env = { NODE_ENV: "production", ...engine.env, ...secrets };
    const tokens: string[] = [];
    for (const which of ["the first", "the second"]) {
      const app = await start({ dataFolder, env });
      const token = tokenIn(app.output());
      expect(token, `the token of ${which} start`).not.toBe("");
      tokens.push(token);
      for (const value of Object.values(secrets)) expect(app.output()).not.toContain(value);
      expect(JSON.stringify(app.log()), "the log is kept, the terminal is not").not.toContain(token);
      const menu = await visitor(app.baseUrl).get("/api/v1/menu");
      expect(menu.status, "an empty place is no failure").toBeLessThan(500);
      const guess = { email: "owner@copper-lid.example", password: "x" };
      expect(
        (await json<{ code: string }>(await visitor(app.baseUrl).post("/api/v1/auth/login", guess), 401)).code,
      ).toBe("sign_in_failed");
      expect((await visitor(app.baseUrl).get("/readyz")).status).toBe(200);
      expect(await app.stop()).toEqual({ code: 0, signal: null });
    }
    expect(new Set(tokens).size).toBe(2);
    expect(existsSync(join(dataFolder, "demo.json"))).toBe(false);
    expect(await engine.query("select from staff")).toEqual([]);
    expect(await engine.query("select from location")).toEqual([]);
    const [install] = await engine.query<{ setup_token_hash: string }>("select setup_token_hash from install");
    for (const token of tokens) expect(install?.setup_token_hash).not.toContain(token);

    const app = await start({ dataFolder, env });
    const newest = tokenIn(app.output());
    const somebody = visitor(app.baseUrl);
    const owner = { email: "first@owner.example", password: "a long enough passphrase", name: "Olga" };
    for (const token of tokens) {
      expect((await somebody.post("/api/v1/setup", { ...owner, token })).status, "an older start's token").toBe(403);
    }
    expect((await somebody.post("/api/v1/setup", { ...owner, token: newest })).status).toBe(201);
    expect((await somebody.post("/api/v1/setup", { ...owner, token: newest })).status, "it is good once").toBe(403);
    const session = await signedIn(somebody, owner);
    expect(await json<{ role: string }>(await session.get("/api/v1/me"))).toMatchObject({ role: "owner" });
    const text = JSON.stringify(app.log());
    for (const secret of [newest, owner.email, owner.password, ...Object.values(secrets)]) {
      expect(text).not.toContain(secret);
    }
    expect(await app.stop()).toEqual({ code: 0, signal: null });
    const withoutPartners = Object.fromEntries(OF_PARTNERS.map((name) => [name, ""]));
    const owned = await start({ dataFolder, env: { ...env, ...withoutPartners } });
    expect(tokenIn(owned.output()), "there is an owner").toBe("");
    await owned.stop();
  });
});

/** The set-up token among what was printed. */
function tokenIn(printed: string): string {
  return (/^ {4}[\w-]{43}$/m.exec(printed)?.[0] ?? "").trim();
}
