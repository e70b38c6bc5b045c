/** Signing in by a code: whoever has not the telephone or the mailbox gets nowhere, and learns nothing on the way. */
import { randomUUID } from "node:crypto";
import { Secret, systemClock } from "cloche";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Profile } from "../../contracts/index.js";
import { imitated, type Partners, startPartners } from "../../partners/index.js";
import { newId, steadyPartners } from "../platform/index.js";
import {
  carrying,
  cookiesOf,
  describeDatabases,
  freePort,
  signInCustomer,
  startTestApp,
  steady,
  type TestApp,
} from "../test-support/index.js";
import { requestCode } from "./codes.js";
import { insertCode, useCode } from "./codes.store.js";
import type { Proved } from "./customers.store.js";
import { codeMaker } from "./index.js";

const TWILIO = "7".repeat(32);

describeDatabases("a customer", ({ placeWithSchema }) => {
  let app: TestApp;
  let partners: Partners;
  let address = 0;

  beforeAll(async () => {
    const port = await freePort();
    const publicBaseUrl = `http://127.0.0.1:${port}`;
    const secrets = { stripeWebhookSecret: "unused", razorpayWebhookSecret: "unused", twilioAuthToken: TWILIO };
    partners = await startPartners({ restaurantUrl: publicBaseUrl, ...secrets });
    const { twilio, mail } = imitated(partners);
    const twilioAuthToken = steady(new Secret(TWILIO, "TWILIO_AUTH_TOKEN"));
    const told = steadyPartners({ twilio, mail });
    const config = { port, publicBaseUrl, partners: told, twilioAuthToken, proxies: { hops: 1 } };
    app = await startTestApp(await placeWithSchema(), { config });
  }, 120_000);
  afterAll(async () => {
    await app.stop();
    await partners.stop();
  });

  /** Each from an address of its own, so that only what is tried here is limited. */
  const elsewhere = () => {
    address += 1;
    return { "x-forwarded-for": `198.51.100.${address}` };
  };
  const ask = async (to: string, headers: Record<string, string> = elsewhere()) => {
    const body = to.includes("@") ? { email: to } : { phone: to };
    const answer = await app.post("/api/v1/auth/customer/otp", body, headers);
    return { answer, body: (await answer.json()) as { challenge: string; expiresIn: number; code?: string } };
  };
  const verify = (challenge: string, code: string) =>
    app.post("/api/v1/auth/customer/otp/verify", { challenge, code }, elsewhere());
  const codeOf = (challenge: string) => codeMaker(app.config.trackSecret)(challenge);
  const wrong = (challenge: string) => (codeOf(challenge) === "000000" ? "000001" : "000000");
  const call = (path: string, headers: Record<string, string>, method = "GET") =>
    fetch(app.baseUrl + path, { method, headers });
  const textsTo = (phone: string) => partners.twilio.sent.filter(({ to }) => to === phone);

  it("signs in with the code that came to the telephone, once, and has cookies that no script reads", async () => {
    const phone = "+4915100000001";
    const { answer, body } = await ask(phone);
    expect([answer.status, answer.headers.get("cache-control"), body.expiresIn]).toEqual([202, "no-store", 600]);
    await expect.poll(() => textsTo(phone).length, { timeout: 20_000 }).toBe(1);
    const code = /^\d{6}/.exec(textsTo(phone)[0]?.content ?? "")?.[0] ?? "";
    const signed = await verify(body.challenge, code);
    expect([signed.status, await signed.json()]).toEqual([200, { expiresIn: 600 }]);
    for (const cookie of signed.headers.getSetCookie()) {
      expect(cookie).toMatch(/^__Host-(?:customer|customer-refresh|csrf)=[^;]+; .*Secure; .*SameSite=Strict/);
      expect(cookie.includes("HttpOnly")).toBe(!cookie.startsWith("__Host-csrf"));
    }
    const profile = await call("/api/v1/customer", carrying(cookiesOf(signed)));
    expect(await profile.json()).toMatchObject({ phone, name: null, addresses: [] });
    expect((await verify(body.challenge, code)).status).toBe(401);
  });

  it("is one and the same at the next sign-in, however the number is written", async () => {
    const id = newId();
    await app.database.db.insertInto("customer").values({ id, phone: "+4915100000002", name: "Ana" }).execute();
    const { challenge } = (await ask("+49 (151) 0000 0002")).body;
    const cookies = cookiesOf(await verify(challenge, codeOf(challenge)));
    expect(await (await call("/api/v1/customer", carrying(cookies))).json()).toMatchObject({ id, name: "Ana" });
  });

  it("is told the same whether the number has an account, has none, or is never texted", async () => {
    const known = "+4915100000003";
    await app.database.db.insertInto("customer").values({ id: newId(), phone: known, name: null }).execute();
    const answers = [];
    for (const phone of [known, "+4915199999999", "+88216000000"]) {
      const { answer, body } = await ask(phone);
      answers.push([answer.status, Object.keys(body), body.expiresIn, body.challenge.length]);
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    await expect.poll(() => textsTo("+4915199999999").length, { timeout: 20_000 }).toBe(1);
    expect(textsTo("+88216000000")).toEqual([]);
    expect(app.log().filter((line) => /\+4915|\+88216/.test(line))).toEqual([]);
  });

  it("has five tries: then not even the right code does", async () => {
    const { challenge } = (await ask("+4915100000004")).body;
    for (let n = 0; n < 5; n += 1) expect((await verify(challenge, wrong(challenge))).status).toBe(401);
    expect((await verify(challenge, codeOf(challenge))).status).toBe(401);
  });

  it("gets one session out of one code, however many ask at once", async () => {
    const { challenge } = (await ask("+4915100000005")).body;
    const answers = await Promise.all(Array.from({ length: 4 }, () => verify(challenge, codeOf(challenge))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it("uses a code up once where two who tried it got as far as that", async () => {
    const { challenge } = (await ask("+4915100000010")).body;
    const use = () => app.database.db.transaction().execute((trx) => useCode(trx, challenge, new Date()));
    expect([await use(), await use()]).toEqual([true, false]);
  });

  it("gets nowhere with another request's code, an old one, or one of nobody's", async () => {
    const [one, other] = [(await ask("+4915100000006")).body, (await ask("+4915100000007")).body];
    if (codeOf(one.challenge) !== codeOf(other.challenge)) {
      expect((await verify(one.challenge, codeOf(other.challenge))).status).toBe(401);
    }
    const { db } = app.database;
    await db
      .updateTable("customer_code")
      .set({ expires_at: new Date(0) })
      .where("id", "=", one.challenge)
      .execute();
    expect((await verify(one.challenge, codeOf(one.challenge))).status).toBe(401);
    const nobodys = (await ask("+88216000001")).body.challenge;
    expect((await verify(nobodys, codeOf(nobodys))).status).toBe(401);
  });

  it("leaves no code in the database, and the telephone is rung once a minute at most", async () => {
    const phone = "+4915100000008";
    const { challenge } = (await ask(phone)).body;
    const { db } = app.database;
    const kept = [
      ...(await db.selectFrom("customer_code").selectAll().where("id", "=", challenge).execute()),
      ...(await db.selectFrom("outbox").selectAll().where("dedupe_key", "=", `code:${challenge}`).execute()),
    ];
    expect(kept).toHaveLength(2);
    // An id may hold any six digits in a row.
    expect(JSON.stringify(kept.map((row) => ({ ...row, id: "" })))).not.toContain(`"${codeOf(challenge)}"`);
    const again = await ask(phone.replace("+49151", "+49 151 "));
    expect([again.answer.status, again.body.code]).toEqual([429, "rate_limited"]);
    expect(Number(again.answer.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("asks from one address ten times in a day, whichever numbers", async () => {
    const from = elsewhere();
    const statuses: number[] = [];
    for (let n = 10; n < 21; n += 1) statuses.push((await ask(`+491510000010${n}`, from)).answer.status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 202), 429]);
  });

  const mailsTo = (email: string) => partners.mail.received.filter(({ to }) => to.includes(email));

  it("signs in with the code that came to the mailbox, in their language, and is the same however the address is written", async () => {
    const { answer, body } = await ask("Ana.Guest@Guests.Example", { ...elsewhere(), "accept-language": "de" });
    expect([answer.status, Object.keys(body)]).toEqual([202, ["challenge", "expiresIn"]]);
    await expect.poll(() => mailsTo("ana.guest@guests.example").length, { timeout: 20_000 }).toBe(1);
    const [mail] = mailsTo("ana.guest@guests.example");
    const code = /^(\d{6}) ist dein Code f\u00fcr The Copper Lid$/.exec(mail?.headers["subject"] ?? "")?.[1] ?? "";
    for (const said of [mail?.text, mail?.html])
      expect([said?.includes(code), /href|https?:/.test(said ?? "")]).toEqual([true, false]);
    const profileOf = async (signed: Response) =>
      (await call("/api/v1/customer", carrying(cookiesOf(signed)))).json() as Promise<{ id: string }>;
    const first = await profileOf(await verify(body.challenge, code));
    expect(first).toMatchObject({ email: "ana.guest@guests.example", phone: null });
    const again = (await ask("ana.guest@guests.example", { ...elsewhere() })).answer;
    expect(again.status, "however it is written, once a minute").toBe(429);
    const id = newId();
    await app.database.db.insertInto("customer").values({ id, email: "ben@guests.example", name: "Ben" }).execute();
    const { challenge } = (await ask("BEN@guests.example")).body;
    expect(await profileOf(await verify(challenge, codeOf(challenge)))).toMatchObject({ id, name: "Ben" });
  });

  it("has by an address nothing of a number's account, nor what was ordered under the address without proof", async () => {
    const { db } = app.database;
    const [email, phone] = ["cleo@guests.example", "+4915100000030"];
    const mine = (headers: Record<string, string>) => call("/api/v1/customer/orders", headers);
    const byPhone = await signInFrom(phone);
    const dish = (await (await call("/api/v1/menu", {})).json()) as { items: { id: string; name: string }[] };
    const lines = [{ itemId: dish.items.find(({ name }) => name === "Espresso")?.id, quantity: 1 }];
    const order = (headers: Record<string, string>) =>
      app.post("/api/v1/orders", { lines, contact: { name: "Cleo", phone, email } }, { ...elsewhere(), ...headers });
    expect([(await order(byPhone)).status, (await order({})).status]).toEqual([201, 201]);
    const { challenge } = (await ask(email)).body;
    const byMail = carrying(cookiesOf(await verify(challenge, codeOf(challenge))));
    expect(await (await mine(byMail)).json()).toMatchObject({ orders: [] });
    expect(((await (await mine(byPhone)).json()) as { orders: unknown[] }).orders).toHaveLength(1);
    // An address is no number that somebody could be called by.
    await db.updateTable("location").set({ pay_later_needs_phone: true }).execute();
    const refused = await order(byMail);
    await db.updateTable("location").set({ pay_later_needs_phone: false }).execute();
    expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([422, "phone_unproven"]);
  });

  it("is reached by an address as well where the house writes e-mail, and by nothing less", async () => {
    const dish = (await (await call("/api/v1/menu", {})).json()) as { items: { id: string; name: string }[] };
    const lines = [{ itemId: dish.items.find(({ name }) => name === "Espresso")?.id, quantity: 1 }];
    const order = (contact: object) => app.post("/api/v1/orders", { lines, contact }, elsewhere());
    expect((await order({ name: "Dee", email: "dee@guests.example" })).status).toBe(201);
    const refused = await order({ name: "Dee" });
    const said = (await refused.json()) as { code: string; errors: readonly { path: string; reason: string }[] };
    expect([refused.status, said.code, said.errors.map(({ path, reason }) => [path, reason])]).toEqual([
      ...[422, "contact_required"],
      [["/contact/phone", "Give a phone number or an e-mail address."]],
    ]);
  });

  it("gives one of the two, and is told the same where nobody takes e-mail", async () => {
    for (const wrong of [
      {},
      { phone: "+4915100000031", email: "d@guests.example" },
      { email: "d@e.example\r\nBcc: f@g.example" },
    ]) {
      expect((await app.post("/api/v1/auth/customer/otp", wrong, elsewhere())).status).toBe(400);
    }
    const kept = () => app.database.db.selectFrom("customer_code").select("id").execute();
    const before = (await kept()).length;
    const sent = {
      db: app.database.db,
      clock: systemClock,
      codeOf,
      countries: [],
      byMail: false,
      sendCode: async () => {},
    };
    const wish = { locationId: await locationId(), language: "en" } as const;
    const answers = [
      await requestCode(sent, { ...wish, to: { email: "d@guests.example" } }),
      await requestCode(sent, { ...wish, to: { phone: "+4915100000032" } }),
    ];
    expect(new Set(answers.map(({ length }) => length)).size).toBe(1);
    expect((await kept()).length).toBe(before);
  });

  it("is nobody where staff call, and staff are nobody where customers do", async () => {
    const cookies = cookiesOf(await signedInAnew("+4915100000020"));
    const token = cookies["__Host-customer"] ?? "";
    const orders = `/api/v1/locations/${await locationId()}/orders`;
    for (const path of [orders, "/api/v1/me", "/api/v1/kitchen/board", "/api/v1/auth/sessions"]) {
      for (const headers of [
        carrying(cookies),
        carrying({ "__Host-access": token }),
        { authorization: `Bearer ${token}` },
      ]) {
        expect([path, (await call(path, headers)).status]).toEqual([path, 401]);
      }
    }
    const { authorization } = await app.signIn("owner");
    const staffToken = authorization.slice("Bearer ".length);
    for (const headers of [{ authorization }, carrying({ "__Host-customer": staffToken })]) {
      expect((await call("/api/v1/customer", headers)).status).toBe(401);
    }
    // Whoever works here may order here as well, in the same browser.
    const both = { ...carrying({ ...cookies, "__Host-access": staffToken }) };
    expect((await call("/api/v1/customer", both)).status).toBe(200);
    expect((await call("/api/v1/me", both)).status).toBe(200);
  });

  async function signedInAnew(phone: string): Promise<Response> {
    const { challenge } = (await ask(phone)).body;
    return verify(challenge, codeOf(challenge));
  }
  const locationId = async () =>
    (await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;

  it("is not acted for by another site's page", async () => {
    const { cookie } = await signInFrom("+4915100000021");
    for (const more of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, {}]) {
      expect((await call("/api/v1/customer", { cookie, ...more }, "DELETE")).status).toBe(403);
    }
    for (const more of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }]) {
      const answer = await app.post("/api/v1/orders", { lines: [] }, { cookie, ...more });
      expect(answer.status).toBe(403);
    }
    expect((await call("/api/v1/customer", { cookie })).status).toBe(200);
  });

  /** `signInCustomer` asks without an address of its own. */
  const signInFrom = (phone: string) =>
    signInCustomer({ ...app, post: (path, body, more) => app.post(path, body, { ...elsewhere(), ...more }) }, phone);

  /** As a signed-in customer's page asks and answers. */
  const send = async (path: string, body: object, headers: Record<string, string>) => {
    const answer = await app.post(`/api/v1/customer/${path}`, body, { ...elsewhere(), ...headers });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const askToAdd = (to: object, headers: Record<string, string>) => send("otp", to, headers);
  const add = (challenge: unknown, headers: Record<string, string>, code = codeOf(String(challenge))) =>
    send("otp/verify", { challenge, code }, headers);
  const profileOf = async (headers: Record<string, string>) =>
    (await (await call("/api/v1/customer", headers)).json()) as Profile;
  /** A code as it is asked for, without the minute that lies between two of them. */
  const asked = async (to: Proved, customerId?: string) => {
    const id = randomUUID();
    const now = new Date();
    const times = { now, expiresAt: new Date(now.getTime() + 600_000) };
    const about = { id, to, customerId, locationId: await locationId(), language: "en" } as const;
    await app.database.db.transaction().execute((trx) => insertCode(trx, { ...about, ...times }));
    return id;
  };
  const signedInBy = async (to: Proved) => {
    const challenge = await asked(to);
    return carrying(cookiesOf(await verify(challenge, codeOf(challenge))));
  };

  it("adds an address by the code that came to it, signs in by either from then on, and is signed out elsewhere", async () => {
    const [phone, email] = ["+4915100000040", "fritz@guests.example"];
    const [lost, here] = [await signedInBy({ phone }), await signedInBy({ phone })];
    const { id } = await profileOf(here);
    const request = await askToAdd({ email: "Fritz@Guests.Example" }, here);
    expect([request.status, Object.keys(request.body)]).toEqual([202, ["challenge", "expiresIn"]]);
    await expect.poll(() => mailsTo(email).length, { timeout: 20_000 }).toBe(1);
    const code = /^\d{6}/.exec(mailsTo(email)[0]?.headers["subject"] ?? "")?.[0] ?? "";
    const { challenge } = request.body;
    expect(await add(challenge, here, code)).toMatchObject({ status: 200, body: { id, phone, email } });
    expect((await call("/api/v1/customer", here)).status).toBe(200);
    expect((await call("/api/v1/customer", lost)).status, "whoever has the telephone that was lost").toBe(401);
    expect((await add(challenge, here, code)).status, "a code is good once").toBe(403);
    for (const to of [{ phone }, { email }]) expect(await profileOf(await signedInBy(to))).toMatchObject({ id });
    expect((await askToAdd({ email: "other@guests.example" }, here)).body["code"]).toBe("address_present");
    const trail = app.database.db.selectFrom("audit_log").selectAll().where("action", "=", "customer.address_added");
    const entries = await trail.execute();
    expect(entries).toMatchObject([{ entity_id: id, detail: { by: "email" } }]);
    expect(JSON.stringify(entries)).not.toMatch(/fritz@|\+4915/);
    // The reverse, and the number is as good as one that was there first.
    const other = await signedInBy({ email: "frieda@guests.example" });
    const texted = await add((await askToAdd({ phone: "+4915100000041" }, other)).body["challenge"], other);
    expect(texted.body).toMatchObject({ phone: "+4915100000041", email: "frieda@guests.example" });
    expect((await profileOf(await signedInBy({ phone: "+4915100000041" }))).id).toBe(texted.body["id"]);
  });

  it("gets nothing of somebody else's account by adding its address, and hears of none before the mailbox is theirs", async () => {
    const [thief, owner] = [
      await signedInBy({ phone: "+4915100000042" }),
      await signedInBy({ email: "gil@guests.example" }),
    ];
    const before = [await profileOf(thief), await profileOf(owner)];
    const taken = await askToAdd({ email: "gil@guests.example" }, thief);
    const free = await askToAdd({ email: "nobody@guests.example" }, thief);
    expect([taken.status, Object.keys(taken.body)]).toEqual([free.status, Object.keys(free.body)]);
    // Even with the mailbox itself, the other account stays what it is.
    const refused = await add(taken.body["challenge"], thief);
    expect([refused.status, refused.body["code"]]).toEqual([409, "address_taken"]);
    expect(JSON.stringify(refused.body)).not.toMatch(new RegExp(`${before[1]?.id}|gil@`));
    expect([await profileOf(thief), await profileOf(owner)]).toEqual(before);
    // One address, two accounts, the same moment.
    const rivals = [await signedInBy({ phone: "+4915100000043" }), await signedInBy({ phone: "+4915100000044" })];
    const email = "rival@guests.example";
    const codes = await Promise.all(rivals.map(async (one) => asked({ email }, (await profileOf(one)).id)));
    const answers = await Promise.all(codes.map((challenge, at) => add(challenge, rivals[at] ?? {})));
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 409]);
  });

  it("adds nothing by a code that was for another purpose or another account, and signs in by none that was to add", async () => {
    const [mine, theirs] = [
      await signedInBy({ phone: "+4915100000045" }),
      await signedInBy({ phone: "+4915100000046" }),
    ];
    const email = "hal@guests.example";
    const [me, them] = [(await profileOf(mine)).id, (await profileOf(theirs)).id];
    for (const challenge of [await asked({ email }), await asked({ email }, them)])
      expect((await add(challenge, mine)).body["code"]).toBe("code_wrong");
    const toAdd = await asked({ email }, me);
    expect((await verify(toAdd, codeOf(toAdd))).status).toBe(401);
    for (let n = 0; n < 5; n += 1) expect((await add(toAdd, mine, wrong(toAdd))).status).toBe(403);
    expect((await add(toAdd, mine)).status, "five tries").toBe(403);
    expect((await profileOf(mine)).email).toBe(null);
    // What a code is for does not make more of them.
    expect((await askToAdd({ email: "ida@guests.example" }, mine)).status).toBe(202);
    expect((await ask("ida@guests.example")).answer.status).toBe(429);
    expect((await askToAdd({ email: "IDA@guests.example" }, theirs)).status).toBe(429);
  });

  it("adds nothing on a session that was only found: it asks for a code to what is known already, first", async () => {
    const phone = "+4915100000047";
    const challenge = await asked({ phone });
    const first = cookiesOf(await verify(challenge, codeOf(challenge)));
    const renewed = await app.post("/api/v1/auth/customer/refresh", "", { ...carrying(first), ...elsewhere() });
    const found = cookiesOf(renewed);
    expect((await call("/api/v1/customer", carrying(found))).status).toBe(200);
    const refused = await askToAdd({ email: "jo@guests.example" }, carrying(found));
    expect([refused.status, refused.body["code"]]).toEqual([401, "step_up_required"]);
    const { cookie } = carrying(first);
    for (const more of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, {}])
      expect((await askToAdd({ email: "jo@guests.example" }, { cookie, ...more })).status).toBe(403);
    const again = await asked({ phone });
    const proof = { challenge: again, code: codeOf(again) };
    const signed = await app.post("/api/v1/auth/customer/otp/verify", proof, { ...carrying(found), ...elsewhere() });
    const fresh = carrying(cookiesOf(signed));
    expect((await askToAdd({ email: "jo@guests.example" }, fresh)).status).toBe(202);
    // The session that was signed in again is over, in whoever's hands its copy is.
    expect((await call("/api/v1/customer", carrying(found))).status).toBe(401);
  });

  it("goes on with the refresh cookie, and leaves for good", async () => {
    const first = cookiesOf(await signedInAnew("+4915100000022"));
    const renew = (cookies: Readonly<Record<string, string>>) =>
      app.post("/api/v1/auth/customer/refresh", "", { ...carrying(cookies), ...elsewhere() });
    const renewed = await renew(first);
    const second = cookiesOf(renewed);
    expect([renewed.status, second["__Host-customer-refresh"] === first["__Host-customer-refresh"]]).toEqual([
      200,
      false,
    ]);
    await app.post("/api/v1/auth/customer/logout", "", { ...carrying(second), ...elsewhere() });
    expect((await renew(second)).status).toBe(401);
    expect((await call("/api/v1/customer", carrying(second))).status).toBe(401);
    // Neither kind of session is renewed by the other's route.
    const third = cookiesOf(await signedInAnew("+4915100000023"))["__Host-customer-refresh"] ?? "";
    const crossed = carrying({ "__Host-refresh": third });
    expect((await app.post("/api/v1/auth/refresh", "", { ...crossed, ...elsewhere() })).status).toBe(401);
    const staff = await app.post("/api/v1/auth/login", { ...app.accounts?.owner, carry: "cookie" }, elsewhere());
    const staffs = carrying({ "__Host-customer-refresh": cookiesOf(staff)["__Host-refresh"] ?? "" });
    expect((await app.post("/api/v1/auth/customer/refresh", "", { ...staffs, ...elsewhere() })).status).toBe(401);
  });
});
