/** Partners' keys in the office: in force everywhere within seconds, read back by nobody, and bound to where they lie. */
import { randomBytes, randomUUID } from "node:crypto";
import { Secret } from "cloche";
import { fixedSource, type Rotating } from "cloche/secrets";
import { signStripe } from "cloche/webhooks";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PartnerKey, PartnerKeyName, PartnerKeys } from "../../contracts/index.js";
import { deliver, type Partners, startPartners } from "../../partners/index.js";
import { type Config, keptKeys, newId, readConfig, seal } from "../platform/index.js";
import { describePostgres, startTestApp, steady, type TestApp, type TestPlace } from "../test-support/index.js";
import { startKeeper } from "./index.js";

const random = (bytes: number) => randomBytes(bytes).toString("hex");
const hook = () => `whsec_${randomBytes(32).toString("base64url")}`;
const SEAL = random(32);
const OF_THE_ENVIRONMENT = random(32);
/** Whatever was ever written; none of it may be seen anywhere. */
const WRITTEN: string[] = [];
const SETTINGS = Object.fromEntries(["JWT", "REFRESH", "CSRF", "TRACK"].map((name) => [`${name}_SECRET`, random(32)]));

describePostgres("partners' keys", ({ placeWithSchema }) => {
  let place: TestPlace;
  let partners: Partners;
  let app: TestApp;
  let other: TestApp;
  let location = "";
  let owner: Readonly<Record<string, string>> = {};
  /** The owner's, from before there was an authenticator app. */
  let weak: Readonly<Record<string, string>> = {};

  /** A house of which the environment tells this much about partners. */
  async function house(told: Readonly<Record<string, string>>, seed: boolean): Promise<TestApp> {
    const { stripe, razorpay, twilio } = partners;
    const urls = { stripe: stripe.url, razorpay: razorpay.url, twilio: twilio.url };
    const whole = { ...SETTINGS, SEAL_SECRET: SEAL, NODE_ENV: "test", DATA_DIR: place.dataFolder, ...told };
    const { sealSecret, partnerKeys, partnerKeyFrom, keptKeys: kept, ...read } = readConfig([fixedSource(whole)], urls);
    const { stripeWebhookSecret, razorpayWebhookSecret, twilioAuthToken, watchSecrets, partnerUrls } = read;
    const webhooks = { stripeWebhookSecret, razorpayWebhookSecret, twilioAuthToken };
    const keys = { sealSecret, partnerKeys, partnerKeyFrom, keptKeys: kept, partners: read.partners, partnerUrls };
    const config: Partial<Config> = { ...webhooks, ...keys, watchSecrets };
    return startTestApp(place, { config, seed });
  }

  beforeAll(async () => {
    place = await placeWithSchema();
    const secrets = { stripeWebhookSecret: "unused", razorpayWebhookSecret: "unused", twilioAuthToken: random(16) };
    partners = await startPartners({ restaurantUrl: "http://127.0.0.1:9", ...secrets });
    partners.deliveries.hold();
    app = await house({}, true);
    other = await house({ RAZORPAY_WEBHOOK_SECRET: OF_THE_ENVIRONMENT }, false);
    ({ id: location } = await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow());
    weak = await app.signIn("owner");
    owner = await app.signInStrongly("owner");
  }, 240_000);
  afterAll(async () => {
    await Promise.all([app.stop(), other.stop()]);
    await partners.stop();
  });

  const path = (at = location) => `/api/v1/locations/${at}/partner-keys`;
  const ask = async (method: string, to: string, { by = owner, body }: { by?: object; body?: object } = {}) => {
    const answer = await fetch(app.baseUrl + to, {
      method,
      headers: { ...by, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, json: JSON.parse(text) as PartnerKey & PartnerKeys & { code?: string } };
  };
  const list = async () => (await ask("GET", path())).json;
  const keyNow = async (name: PartnerKeyName) => {
    const found = (await list()).keys.find((one) => one.name === name);
    if (found === undefined) throw new Error(name);
    return found;
  };
  const write = async (
    name: PartnerKeyName,
    value: string,
    more: { tryIt?: boolean; replaces?: string | null } = {},
  ) => {
    WRITTEN.push(value);
    const replaces = (await keyNow(name)).kept.find(({ endsAt }) => endsAt === null)?.id ?? null;
    return ask("PUT", `${path()}/${name}`, { body: { value, replaces, ...more } });
  };
  const takeBack = async (name: PartnerKeyName, which = 0) =>
    ask("DELETE", `${path()}/${name}/versions/${(await keyNow(name)).kept[which]?.id}`);
  const signed = (secret: string, at: TestApp = app) => {
    const event = { id: `evt_${randomUUID()}`, type: "x", livemode: false, data: { object: { id: "o" } } };
    const body = JSON.stringify(event);
    const headers = { "content-type": "application/json", ...signStripe({ body, secret }) };
    return deliver({ url: `${at.baseUrl}/webhooks/stripe`, body, headers });
  };
  const payWith = async (at: TestApp) => {
    const { slug } = await app.database.db
      .selectFrom("location")
      .select("slug")
      .orderBy("id")
      .executeTakeFirstOrThrow();
    return ((await (await fetch(`${at.baseUrl}/api/v1/locations/${slug}`)).json()) as { payWith: string[] }).payWith;
  };
  const inOther = (what: () => Promise<unknown>, value: unknown) =>
    expect.poll(what, { timeout: 20_000, interval: 100 }).toEqual(value);

  it("are in force in every process within seconds, and are shown by their last four characters alone", async () => {
    expect([await payWith(app), await payWith(other)]).toEqual([[], []]);
    let rung = 0;
    const silence = other.database.wakeups.listen("partner_key", () => (rung += 1));
    const { json, status } = await write("STRIPE_SECRET_KEY", partners.stripe.secretKey, { tryIt: true });
    expect([status, json]).toMatchObject([
      200,
      { from: "office", mode: "test", ending: partners.stripe.secretKey.slice(-4), canTry: true },
    ]);
    expect(json.kept).toMatchObject([{ writtenBy: expect.stringMatching(/./), endsAt: null }]);
    expect(await payWith(app)).toEqual(["stripe"]);
    await inOther(() => payWith(other), ["stripe"]);
    await inOther(async () => rung > 0, true);
    silence();
    const short = await write("DELIVERY_PUBLIC_KEY", "short");
    expect([short.status, short.json.code]).toEqual([422, "key_malformed"]);
    const token = partners.twilio.accountSid.replace("AC", "");
    expect((await write("TWILIO_AUTH_TOKEN", token)).json).toMatchObject({ mode: null, ending: token.slice(-4) });
    await takeBack("TWILIO_AUTH_TOKEN");
    expect(await keyNow("TWILIO_AUTH_TOKEN")).toMatchObject({ kept: [], from: "made_here" });
    expect(app.config.twilioAuthToken.all().map(({ secret }) => secret.reveal())).not.toContain(token);
    expect(await keyNow("DELIVERY_PUBLIC_KEY")).toMatchObject({ kept: [], from: null, ending: null, since: null });
  });

  it("of a webhook overlap for a day, and one that is taken back ends at once", async () => {
    const [first, second, third] = [hook(), hook(), hook()];
    expect(await signed(first)).toBe(400);
    await write("STRIPE_WEBHOOK_SECRET", first);
    expect([await signed(first), await signed(second)]).toEqual([200, 400]);
    expect((await write("STRIPE_WEBHOOK_SECRET", second)).status).toBe(200);
    expect([await signed(first), await signed(second)]).toEqual([200, 200]);
    await inOther(() => signed(second, other), 200);
    expect(await signed(first, other)).toBe(200);
    const before = (await keyNow("STRIPE_WEBHOOK_SECRET")).kept[1];
    expect(Date.parse(before?.endsAt ?? "") - Date.now()).toBeGreaterThan(86_000_000);
    expect((await write("STRIPE_WEBHOOK_SECRET", third)).json.code, "two at most").toBe("key_overlapping");
    expect((await list()).partners.find(({ partner }) => partner === "stripe")?.heardAt).not.toBeNull();

    await takeBack("STRIPE_WEBHOOK_SECRET");
    expect([await signed(first), await signed(second)]).toEqual([200, 400]);
    await inOther(() => signed(second, other), 400);
    await write("STRIPE_WEBHOOK_SECRET", third);
    await takeBack("STRIPE_WEBHOOK_SECRET", 1);
    expect([await signed(first), await signed(third)]).toEqual([400, 200]);
  });

  it("are nobody's but an owner's of the whole house, strongly signed in", async () => {
    const { db } = app.database;
    const manager = await app.signInStrongly("manager");
    const tries = (by: object, at = location) => [
      ask("GET", path(at), { by }),
      ask("PUT", `${path(at)}/STRIPE_SECRET_KEY`, { by, body: { value: "sk_test_x", replaces: null } }),
      ask("DELETE", `${path(at)}/STRIPE_SECRET_KEY/versions/${newId()}`, { by }),
    ];
    const heard = async (by: object, at?: string) => (await Promise.all(tries(by, at))).map(({ status }) => status);
    expect(await heard(manager)).toEqual([403, 403, 403]);
    expect(await heard({})).toEqual([401, 401, 401]);
    expect(await heard(weak), "by password alone").toEqual([401, 401, 401]);
    const elsewhere = { id: newId(), slug: "elsewhere", name: "Elsewhere", timezone: "UTC", currency: "EUR" };
    await db.insertInto("location").values(elsewhere).execute();
    expect(await heard(owner, elsewhere.id), "of another place").toEqual([404, 404, 404]);
    const ofOne = await Promise.all(tries(owner));
    expect(ofOne.map(({ json }) => json.code)).toEqual(Array(3).fill("not_the_houses_owner"));
    await db.deleteFrom("location").where("id", "=", elsewhere.id).execute();
    expect((await ask("GET", path())).status).toBe(200);
  });

  it.each<[PartnerKeyName, string, string]>([
    ["STRIPE_SECRET_KEY", `pk_test_${random(12)}`, "key_malformed"],
    ["STRIPE_SECRET_KEY", hook(), "key_malformed"],
    ["STRIPE_SECRET_KEY", `sk_live_${random(12)}`, "key_live"],
    ["RAZORPAY_API_KEY", `rzp_live_${random(7)}:${random(12)}`, "key_live"],
    ["RAZORPAY_API_KEY", `rzp_test_${random(7)}`, "key_malformed"],
    ["STRIPE_WEBHOOK_SECRET", `sk_test_${random(12)}`, "key_malformed"],
    ["STRIPE_WEBHOOK_SECRET", "whsec_short", "key_weak"],
    ["RAZORPAY_WEBHOOK_SECRET", "changeme", "key_weak"],
    ["TWILIO_SENDER", `AC${random(16)}`, "key_malformed"],
    ["STRIPE_WEBHOOK_SECRET", "  ", "validation_failed"],
  ])("of %s are refused where they cannot be meant: %s is %s", async (name, value, code) => {
    const before = await keyNow(name);
    const { json, text } = await write(name, value);
    expect(json.code).toBe(code);
    if (value.trim() !== "") expect(text).not.toContain(value);
    expect(await keyNow(name)).toEqual(before);
  });

  it("are kept only if their partner takes them, where it is asked", async () => {
    const strange = await write("STRIPE_SECRET_KEY", `sk_test_${random(12)}`, { tryIt: true });
    expect([strange.status, strange.json.code]).toEqual([422, "key_refused"]);
    const { keyId, keySecret } = partners.razorpay;
    expect((await write("RAZORPAY_API_KEY", `${keyId}:${random(12)}`, { tryIt: true })).json.code).toBe("key_refused");
    expect((await write("RAZORPAY_API_KEY", `${keyId}:${keySecret}`, { tryIt: true })).status).toBe(200);
    expect((await write("TWILIO_AUTH_TOKEN", random(16), { tryIt: true })).json.code).toBe("key_untryable");
    expect((await write("STRIPE_WEBHOOK_SECRET", hook(), { tryIt: true })).json.code).toBe("key_untryable");
    partners.stripe.loseAnswers(10);
    const away = await write("STRIPE_SECRET_KEY", `sk_test_${random(12)}x`.replace(/.*/, partners.stripe.secretKey), {
      tryIt: true,
    });
    partners.stripe.loseAnswers(0);
    expect([away.status, away.json.code]).toEqual([503, "partner_away"]);
  });

  it("are changed once by a request that is sent again, and by no stale one", async () => {
    const body = { value: random(32), replaces: null };
    WRITTEN.push(body.value);
    const put = () => ask("PUT", `${path()}/RAZORPAY_WEBHOOK_SECRET`, { body });
    const answers = await Promise.all([put(), put(), put()]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409, 409]);
    expect((await put()).json.code).toBe("key_changed");
    expect((await write("RAZORPAY_WEBHOOK_SECRET", body.value)).json.code).toBe("key_known");
    const { kept } = await keyNow("RAZORPAY_WEBHOOK_SECRET");
    const end = () => ask("DELETE", `${path()}/RAZORPAY_WEBHOOK_SECRET/versions/${kept[0]?.id}`);
    expect([(await end()).status, (await end()).json.code]).toEqual([200, "version_unknown"]);
    const another = (await keyNow("STRIPE_WEBHOOK_SECRET")).kept[0]?.id;
    const wrong = await ask("DELETE", `${path()}/RAZORPAY_WEBHOOK_SECRET/versions/${another}`);
    expect(wrong.json.code, "by another key's version").toBe("version_unknown");
  });

  it("do not overrule what stands in the environment", async () => {
    const value = random(32);
    await write("RAZORPAY_WEBHOOK_SECRET", value);
    await inOther(
      async () => (await other.database.db.selectFrom("partner_key").selectAll().execute()).length > 0,
      true,
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(other.config.partnerKeyFrom("RAZORPAY_WEBHOOK_SECRET")).toContain("fixed");
    expect(other.config.razorpayWebhookSecret.all().map(({ secret }) => secret.reveal())).toEqual([OF_THE_ENVIRONMENT]);
    expect(app.config.razorpayWebhookSecret.current()?.reveal()).toBe(value);
  });

  it("open nowhere but in their own row: not swapped, cut off, turned, or carried to another house", async () => {
    const { db } = app.database;
    const rows = await db.selectFrom("partner_key").selectAll().execute();
    const of = (name: PartnerKeyName) => rows.find((row) => row.name === name && row.ends_at === null);
    const row = of("STRIPE_SECRET_KEY");
    const sealed = row?.sealed ?? "";
    const lie = (text: string) =>
      db
        .updateTable("partner_key")
        .set({ sealed: text })
        .where("id", "=", row?.id ?? "")
        .execute();
    const flipped = sealed.slice(0, -1) + (sealed.endsWith("A") ? "B" : "A");
    const cut = [sealed.slice(0, -2), sealed.slice(0, 40), `${sealed.slice(0, 60)}${sealed.slice(64)}`];
    for (const text of [of("RAZORPAY_API_KEY")?.sealed ?? "", flipped, ...cut]) {
      await lie(text);
      expect((await keyNow("STRIPE_SECRET_KEY")).kept).toMatchObject([{ readable: false, ending: null, mode: null }]);
      await lie(sealed);
      expect((await keyNow("STRIPE_SECRET_KEY")).kept).toMatchObject([{ readable: true }]);
    }
    const { house_id } = await db.selectFrom("install").select("house_id").executeTakeFirstOrThrow();
    await db.updateTable("install").set({ house_id: newId() }).execute();
    expect((await list()).keys.flatMap(({ kept }) => kept).some(({ readable }) => readable)).toBe(false);
    await db.updateTable("install").set({ house_id }).execute();
    await lie(flipped);
    const told = async () =>
      app.log().some((line) => line.includes("STRIPE_SECRET_KEY") && line.includes("cannot be opened"));
    await inOther(told, true);
    expect(await payWith(app), "what was good serves on").toEqual(["stripe", "razorpay"]);
    await lie(sealed);
  });

  it("that cannot be opened keep no house from starting: it says which, and takes them anew", async () => {
    await other.stop();
    other = await house({ SEAL_SECRET: random(32) }, false);
    expect((await fetch(`${other.baseUrl}/api/v1/menu`)).status).toBe(200);
    expect(await payWith(other)).toEqual([]);
    const told = other.log().filter((line) => line.includes("a secret was not exchanged"));
    for (const part of ["STRIPE_SECRET_KEY", "RAZORPAY_API_KEY", "SEAL_SECRET is another one"])
      expect(told.join()).toContain(part);
  });

  it("are sealed anew when the secret of this server is exchanged, without a word from anybody", async () => {
    const { db, wakeups } = app.database;
    const sealedNow = async () =>
      (await db.selectFrom("partner_key").select("sealed").orderBy("id").execute()).map(({ sealed }) => sealed);
    const before = await sealedNow();
    const labelled = (text: string) => ({ label: "SEAL_SECRET", secret: new Secret(text, "SEAL_SECRET") });
    const [current, old] = [labelled(random(32)), labelled(SEAL)];
    const both: Rotating = { ...steady(current.secret), all: () => [current, old] };
    const clock = { now: () => Date.now() };
    const held = keptKeys();
    const keep = (secret: Rotating, kept = held) =>
      startKeeper({
        ...{ db, wakeups, clock, keptKeys: kept, refresh: async () => {} },
        ...{ seal: seal(secret, "partner key"), onAway: () => {} },
      });
    await (await keep(both)).stop();
    const after = await sealedNow();
    expect(after.filter((one) => before.includes(one))).toEqual([]);
    const alone = keptKeys();
    await (await keep(steady(current.secret), alone)).stop();
    expect(alone.source.read("STRIPE_SECRET_KEY")?.value).toBe(partners.stripe.secretKey);
    expect(alone.source.read("JWT_SECRET")).toBeUndefined();
  });

  it("stand in no answer, log line, audit entry or row", async () => {
    const { db } = app.database;
    const audit = await db.selectFrom("audit_log").selectAll().where("entity", "=", "partner_key").execute();
    expect(audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["partner_key.written", "partner_key.taken_back"]),
    );
    const rows = await db.selectFrom("partner_key").selectAll().execute();
    const seen = [JSON.stringify([audit, rows, await list()]), ...app.log(), ...other.log()].join("\n");
    for (const value of WRITTEN.filter((text) => text.trim().length > 6)) expect(seen).not.toContain(value);
  });
});
