/** Texts, e-mail and calls: once each, to whom agreed, where allowed, within the day's budget, and again while a partner is away. */
import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { fixedClock, Secret } from "cloche";
import { observer } from "cloche/observe";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import {
  filled,
  isTold,
  LANGUAGES,
  MESSAGE_CHANNELS,
  TEXT_NEWS_NAMES,
  textFault,
  twilioWebhook,
} from "../../contracts/index.js";
import { smsLength } from "../../contracts/sms-length.js";
import { type Partners, startPartners } from "../../partners/index.js";
import { type Database, newId, outboxState, seedSample } from "../platform/index.js";
import { describeDatabases } from "../test-support/index.js";
import { digestUntil, writeDigests } from "./digests.js";
import { amountWords, rateWords } from "./facts.js";
import { messageDesk, messagesHandlers, smtpMailer, twilioSender } from "./index.js";
import { type MessagesWorkerDeps, sendOne } from "./messages-worker.js";
import { markSent } from "./outbox.store.js";
import { transportOptions } from "./smtp-mailer.js";
import { codeText, guestText, placeCall, type Told, valuesOf } from "./texts.js";
import { MessageRefused } from "./twilio-sender.js";
import { houseText, wordsOf as houseWords } from "./words/index.js";

const AUTH_TOKEN = "7".repeat(32);
const MINUTE = 60_000;

describeDatabases("messages go out", ({ open }) => {
  let db: Kysely<Database>;
  let partners: Partners;
  let deps: MessagesWorkerDeps;
  let clock: ReturnType<typeof fixedClock>;
  let troubles: string[] = [];
  let number = 0;

  beforeAll(async () => {
    const opened = await open();
    ({ db } = opened);
    await seedSample(db, async () => "hash");
    const secrets = { stripeWebhookSecret: "unused", razorpayWebhookSecret: "unused", twilioAuthToken: AUTH_TOKEN };
    partners = await startPartners({ restaurantUrl: "http://127.0.0.1:9", ...secrets });
    partners.deliveries.hold();
    clock = fixedClock(Date.now());
    const { accountSid, from, url: apiUrl } = partners.twilio;
    const authToken = new Secret(AUTH_TOKEN, "TWILIO_AUTH_TOKEN");
    const sender = twilioSender({
      accountSid,
      from,
      apiUrl,
      authToken: () => authToken,
      callbackUrl: "http://127.0.0.1:9/webhooks/twilio",
    });
    const onTrouble = (reason: string) => void troubles.push(reason);
    const linkOf = ({ orderId }: { readonly orderId: string }) => `https://order.example/track/${orderId}`;
    const mailer = smtpMailer({ url: new Secret(partners.mail.smtpUrl, "SMTP_URL"), from: partners.mail.from });
    const budgets = { countries: ["+49"], perDay: 100, mailPerDay: 100, codesPerDay: 100, mailer };
    deps = {
      db,
      clock,
      sender,
      wakeups: opened.wakeups,
      ...budgets,
      codeOf: (id) => `code of ${id}`,
      linkOf,
      officeUrl: "https://order.example/office/health",
      onTrouble,
    };
  });
  afterAll(() => partners.stop());
  beforeEach(async () => {
    troubles = [];
    clock.advance(24 * 60 * MINUTE);
    await db.deleteFrom("outbox").execute();
    await db.updateTable("location").set({ alert_phone: null, second_alert_phone: null }).execute();
  });

  async function newOrder(phone: string | null, consent = true): Promise<string> {
    number += 1;
    const id = newId();
    const { id: location_id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const money = { currency: "EUR", menu_revision: 1, subtotal: 5, total: 5 };
    const row = { id, location_id, business_date: "2026-06-15", number, state: "placed" as const, ...money };
    const contact = { contact_phone: phone, consent_sms: consent, track_hash: id.replaceAll("-", "").repeat(2) };
    await db
      .insertInto("orders")
      .values({ ...row, ...contact })
      .execute();
    return id;
  }
  const tell = (orderId: string, news: "ready" | "accepted" = "ready") =>
    db.transaction().execute((trx) => messageDesk.tellGuest(trx, { orderId, news }));
  const waits = (orderId: string) => ({ orderId, news: "order_waiting", now: new Date(clock.now()) }) as const;
  const sendAll = async () => {
    while (await sendOne(deps));
  };
  const sentTo = (phone: string) => partners.twilio.sent.filter(({ to }) => to === phone);
  const states = async () =>
    (await db.selectFrom("outbox").select("state").orderBy("id").execute()).map(({ state }) => state);

  it("once, however often they are told, to guests who agreed and left a number", async () => {
    const orderId = await newOrder("+4915100000001");
    for (let n = 0; n < 3; n += 1) await tell(orderId);
    await tell(await newOrder("+4915100000002", false));
    await tell(await newOrder(null));
    await Promise.all([sendAll(), sendAll()]);
    expect(sentTo("+4915100000001").map(({ content }) => content)).toEqual([
      expect.stringMatching(/order #\d{3} is ready/),
    ]);
    expect(await states()).toEqual(["sent"]);
  });

  const newMailOrder = async (contact_email: string | null, more: object = {}) => {
    const id = await newOrder(null, false);
    await db
      .updateTable("orders")
      .set({ contact_email, consent_email: true, ...more })
      .where("id", "=", id)
      .execute();
    return id;
  };
  const mailTo = (address: string) => partners.mail.received.filter(({ to }) => to.includes(address));

  it("as e-mail to guests who gave an address, once, with the order's time and page, and no answer asked for", async () => {
    const promised_at = new Date(clock.now() + 20 * MINUTE);
    const orderId = await newMailOrder("Ana.Guest@guests.example", { promised_at });
    for (let n = 0; n < 3; n += 1) await tell(orderId, "accepted");
    await tell(await newMailOrder("untold@guests.example", { consent_email: false }));
    await tell(await newMailOrder(null));
    const [waiting] = await db.selectFrom("outbox").select(["kind", "payload"]).execute();
    expect(waiting).toEqual({ kind: "mail", payload: { orderId, news: "accepted" } });
    await Promise.all([sendAll(), sendAll()]);
    expect([await states(), mailTo("untold@guests.example")]).toEqual([["sent"], []]);
    const [mail, ...others] = mailTo("Ana.Guest@guests.example");
    expect([others, mail?.to, mail?.from]).toEqual([[], ["Ana.Guest@guests.example"], "orders@restaurant.example"]);
    expect(mail?.headers).toMatchObject({
      from: expect.stringMatching(/^"?The Copper Lid"? <orders@restaurant\.example>$/) as string,
      to: "Ana.Guest@guests.example",
      subject: expect.stringMatching(/^Order #\d{3} at The Copper Lid is accepted$/) as string,
      "auto-submitted": "auto-generated",
    });
    const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "Europe/Berlin" }).format(
      promised_at,
    );
    for (const said of [mail?.text, mail?.html]) {
      expect(said).toContain(`https://order.example/track/${orderId}`);
      expect(said).toMatch(new RegExp(`for about (?:\\w.*, )?${time}\\.`));
      expect(said).toContain("this address was given with an order at The Copper Lid");
    }
    expect(mail?.html).not.toMatch(/<(?:img|link|script|style|iframe)|url\(|\son\w+=/i);
    const kept = await db.selectFrom("outbox").select("provider_ref").execute();
    expect(kept.map(({ provider_ref }) => provider_ref)).toEqual([mail?.headers["message-id"]]);
  });

  it("as e-mail again under the same name while the server is away, and not once it has refused for good", async () => {
    const orderId = await newMailOrder("later@guests.example");
    await tell(orderId);
    partners.mail.refuse(1, 451);
    await sendAll();
    expect([await states(), mailTo("later@guests.example")]).toEqual([["pending"], []]);
    clock.advance(MINUTE);
    await sendAll();
    // As where the server took it and its answer was lost.
    await db
      .updateTable("outbox")
      .set({ state: "pending", next_attempt_at: new Date(0), locked_until: null })
      .execute();
    await sendAll();
    const names = mailTo("later@guests.example").map(({ headers }) => headers["message-id"]);
    expect([names.length, new Set(names).size, names[0]]).toEqual([
      ...[2, 1],
      expect.stringMatching(/^<[0-9a-f]{32}@restaurant\.example>$/),
    ]);
    await tell(await newMailOrder("never@guests.example"));
    partners.mail.refuse(1, 550);
    await sendAll();
    // That the server takes no e-mail from us is ours to mend.
    await tell(await newMailOrder("mended@guests.example"));
    partners.mail.refuse(1, 550, "sender");
    await sendAll();
    expect([await states(), troubles]).toEqual([
      ["sent", "dead", "pending"],
      ["partner_away", "message_refused", "partner_away"],
    ]);
  });

  it("as e-mail within a budget of its own, and to no text that is no address", async () => {
    const before = deps;
    deps = { ...deps, mailPerDay: 1, perDay: 1 };
    await tell(await newOrder("+4915100000012"));
    for (let n = 0; n < 2; n += 1) await tell(await newMailOrder("budget@guests.example"));
    await tell(await newMailOrder("a@b.example\r\nBcc: x@y.example"));
    await sendAll();
    deps = before;
    expect([sentTo("+4915100000012").length, mailTo("budget@guests.example").length]).toEqual([1, 1]);
    expect([...troubles].sort()).toEqual(["address_unknown", "budget_spent"]);
  });

  it("only where somebody takes them: without a mail server e-mail waits, and texts go", async () => {
    const before = deps;
    deps = { ...deps, mailer: undefined };
    await tell(await newMailOrder("waiting@guests.example"));
    await tell(await newOrder("+4915100000013"));
    await sendAll();
    deps = before;
    expect([await states(), sentTo("+4915100000013").length]).toEqual([["pending", "sent"], 1]);
  });

  it("in the place's own words and the guest's language, with what stands in braces filled in", async () => {
    const { id: location_id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const own = { location_id, channel: "sms", news: "ready", language: "de", subject: null } as const;
    await db
      .insertInto("message_text")
      .values({ ...own, body: "Abholbereit: {number} {link}" })
      .execute();
    const [german, english] = [await newOrder("+4915100000010"), await newOrder("+4915100000011")];
    await db.updateTable("orders").set({ language: "de" }).where("id", "=", german).execute();
    for (const orderId of [german, english]) await tell(orderId);
    await sendAll();
    expect(sentTo("+4915100000010").map(({ content }) => content)).toEqual([
      expect.stringMatching(new RegExp(`^Abholbereit: \\d{3} https://order\\.example/track/${german}$`)),
    ]);
    expect(sentTo("+4915100000011")[0]?.content).toMatch(/your order #\d{3} is ready\.$/);
    await db.deleteFrom("message_text").execute();
  });

  it("to no country that is not allowed, and to nobody beyond the day's budget", async () => {
    await tell(await newOrder("+882160000000"));
    await sendAll();
    expect([await states(), troubles]).toEqual([["dead"], ["number_not_allowed"]]);
    for (let n = 0; n < 4; n += 1) await tell(await newOrder("+4915100000003"));
    const before = deps;
    deps = { ...deps, perDay: 2 };
    await sendAll();
    deps = before;
    expect(sentTo("+4915100000003")).toHaveLength(2);
    expect(await states()).toEqual(["dead", "sent", "sent", "dead", "dead"]);
  });

  it("again after a pause while Twilio is away, and not once it has refused", async () => {
    await tell(await newOrder("+4915100000004"));
    partners.twilio.refuse(1, 503);
    await sendAll();
    expect([await states(), sentTo("+4915100000004")]).toEqual([["pending"], []]);
    clock.advance(MINUTE);
    await sendAll();
    expect(sentTo("+4915100000004")).toHaveLength(1);
    await tell(await newOrder("+4915100000005"));
    partners.twilio.refuse(1, 400);
    await sendAll();
    expect([await states(), troubles]).toEqual([
      ["sent", "dead"],
      ["partner_away", "message_refused"],
    ]);
  });

  it("not again where only Twilio's answer was lost: its callback tells that it has the message", async () => {
    await tell(await newOrder("+4915100000006"));
    partners.twilio.loseAnswers(1);
    await sendAll();
    expect(await states()).toEqual(["pending"]);
    const { url, body } = partners.deliveries.taken().at(-1) ?? { url: "", body: "" };
    const outbox = Number(new URL(url).searchParams.get("outbox"));
    await markSent(db, outbox, new URLSearchParams(body).get("MessageSid") ?? "");
    clock.advance(10 * MINUTE);
    await sendAll();
    expect([await states(), sentTo("+4915100000006").length]).toEqual([["sent"], 1]);
  });

  const ask = async (to: string, id: string = randomUUID()) => {
    const by = to.includes("@") ? "mail" : "sms";
    const reached = by === "mail" ? { email: to } : { phone: to };
    const { id: location_id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const times = { created_at: new Date(clock.now()), expires_at: new Date(clock.now() + 10 * MINUTE) };
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto("customer_code")
        .values({ id, location_id, ...reached, ...times })
        .execute();
      await messageDesk.sendCode(trx, { requestId: id, locationId: location_id, by });
    });
    return id;
  };

  it("with a code to sign in by, as long as it is good, and keeps neither number nor code in what waits", async () => {
    const id = await ask("+4915100000007");
    const [waiting] = await db.selectFrom("outbox").select("payload").execute();
    expect(waiting?.payload).toEqual({ codeId: id });
    await sendAll();
    const [text] = sentTo("+4915100000007");
    expect([text?.kind, text?.content.startsWith(`code of ${id} is your code for The Copper Lid`)]).toEqual([
      "Message",
      true,
    ]);
    await ask("+4915100000007");
    clock.advance(11 * MINUTE);
    await sendAll();
    expect([sentTo("+4915100000007").length, await states(), troubles]).toEqual([1, ["sent", "dead"], ["code_over"]]);
  });

  it("with a code by e-mail, as long as it is good, and keeps neither address nor code in what waits", async () => {
    const id = await ask("codes@guests.example");
    const [waiting] = await db.selectFrom("outbox").select(["kind", "payload"]).execute();
    expect(waiting).toEqual({ kind: "mail_code", payload: { codeId: id } });
    await sendAll();
    expect(mailTo("codes@guests.example").map(({ headers }) => headers["subject"])).toEqual([
      `code of ${id} is your code for The Copper Lid`,
    ]);
    await ask("codes@guests.example");
    clock.advance(11 * MINUTE);
    const before = deps;
    deps = { ...deps, codesPerDay: 0 };
    await sendAll();
    deps = before;
    expect([mailTo("codes@guests.example").length, troubles]).toEqual([1, ["code_over"]]);
  });

  it("with codes within a budget of their own, so that whoever asks for codes keeps no guest from their news", async () => {
    const before = deps;
    deps = { ...deps, codesPerDay: 2, perDay: 1 };
    for (let n = 0; n < 3; n += 1) await ask("+4915100000008");
    await tell(await newOrder("+4915100000009"));
    await sendAll();
    deps = before;
    expect([sentTo("+4915100000008").length, sentTo("+4915100000009").length, troubles]).toEqual([
      ...[2, 1],
      ["budget_spent"],
    ]);
  });

  it("each as its place's, of whatever kind, so that health counts for a place what is its own", async () => {
    const { id: here } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    await db.updateTable("location").set({ alert_phone: "+4930000002" }).execute();
    const orderId = await newOrder("+4915100000015");
    await tell(orderId);
    await tell(await newMailOrder("whose@guests.example"));
    await db.transaction().execute((trx) => messageDesk.textPlace(trx, { orderId }));
    await db.transaction().execute((trx) => messageDesk.callPlace(trx, waits(orderId)));
    for (const to of ["+4915100000015", "whose@guests.example"]) await ask(to);
    const kept = await db.selectFrom("outbox").select(["kind", "location_id"]).orderBy("id").execute();
    const kinds = ["sms", "mail", "place_sms", "call", "code", "mail_code"];
    expect(kept).toEqual(kinds.map((kind) => ({ kind, location_id: here })));
    expect(await outboxState(db, here)).toEqual({ waiting: kinds.length, dead: 0 });
  });

  it("as a text to the place, in its own words and language, of an order that still waits, with nothing of the guest", async () => {
    const textPlace = (orderId: string) => db.transaction().execute((trx) => messageDesk.textPlace(trx, { orderId }));
    const orderId = await newOrder("+4915100000014");
    await textPlace(orderId);
    expect(await states()).toEqual([]);
    await db.updateTable("location").set({ alert_phone: "+4930000001", language: "de" }).execute();
    for (let n = 0; n < 2; n += 1) await textPlace(orderId);
    await Promise.all([sendAll(), sendAll()]);
    const of = (at: number) => String(at).padStart(3, "0");
    const german = `The Copper Lid: Bestellung #${of(number)} wartet darauf, angenommen zu werden.`;
    expect(sentTo("+4930000001")).toMatchObject([{ kind: "Message", content: german }]);
    expect(sentTo("+4915100000014")).toEqual([]);
    const { id: location_id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const own = { location_id, channel: "sms", news: "order_waiting", language: "de", subject: null } as const;
    await db
      .insertInto("message_text")
      .values({ ...own, body: "Los: {number} bei {place}" })
      .execute();
    await textPlace(await newOrder(null));
    await sendAll();
    expect(sentTo("+4930000001")[1]?.content).toBe(`Los: ${of(number)} bei The Copper Lid`);
    // Somebody accepts while Twilio is away.
    const accepted = await newOrder(null);
    await textPlace(accepted);
    partners.twilio.refuse(1, 503);
    await sendAll();
    await db.updateTable("orders").set({ state: "accepted" }).where("id", "=", accepted).execute();
    clock.advance(MINUTE);
    await sendAll();
    expect([sentTo("+4930000001").length, await states(), troubles]).toEqual([
      2,
      ["sent", "sent", "dropped"],
      ["partner_away"],
    ]);
    await textPlace(await newOrder(null));
    await textPlace(await newOrder(null));
    const before = deps;
    const { used } = await db
      .selectFrom("message_budget")
      .select("used")
      .orderBy("day", "desc")
      .executeTakeFirstOrThrow();
    deps = { ...deps, perDay: used + 1 };
    await sendAll();
    deps = before;
    expect([sentTo("+4930000001").length, troubles]).toEqual([3, ["partner_away", "budget_spent"]]);
    await db.deleteFrom("message_text").execute();
    await db.updateTable("location").set({ language: "en" }).execute();
  });

  it("as a call to the place, where it has a number", async () => {
    const orderId = await newOrder(null);
    const call = () => db.transaction().execute((trx) => messageDesk.callPlace(trx, waits(orderId)));
    await call();
    expect(await states()).toEqual([]);
    await db.updateTable("location").set({ alert_phone: "+4930000000" }).execute();
    await call();
    await sendAll();
    expect(sentTo("+4930000000")).toMatchObject([
      { kind: "Call", content: expect.stringContaining(">Order number") as string },
    ]);
  });

  it("as a call to the place's second number: at once where the first reaches nobody, later where it waits on, not where somebody came", async () => {
    const [first, second] = ["+4930000003", "+4930000004"];
    await db.updateTable("location").set({ alert_phone: first, second_alert_phone: second }).execute();
    const handled = messagesHandlers({ db, clock, observe: observer() });
    const webhook = handled.find(({ contract }) => contract.name === twilioWebhook.name);
    partners.deliveries.taken();
    /** Twilio's reports of everything that was sent since the last look, each of them twice. */
    const hear = async () => {
      const reports = partners.deliveries.taken();
      for (const { url, body } of [...reports, ...reports]) {
        const payload = Object.fromEntries(new URLSearchParams(body));
        const query = { outbox: Number(new URL(url).searchParams.get("outbox")) };
        expect(await webhook?.handler({ event: { payload }, query } as never)).toMatchObject({ status: 200 });
      }
    };
    const called = () => [sentTo(first).length, sentTo(second).length];
    const call = (told: Parameters<typeof messageDesk.callPlace>[1]) =>
      db.transaction().execute((trx) => messageDesk.callPlace(trx, told));
    const expected = [0, 0];
    const after = async (work: () => Promise<unknown>, more: readonly [number, number], why: string) => {
      await work();
      await sendAll();
      expected.forEach((_, at) => {
        expected[at] = (expected[at] ?? 0) + (more[at] ?? 0);
      });
      expect(called(), why).toEqual(expected);
    };
    for (const status of ["busy", "no-answer", "failed", "canceled"]) {
      partners.twilio.endCalls(1, status);
      const told = waits(await newOrder(null));
      await after(() => call(told), [1, 0], status);
      await after(hear, [0, 1], status);
      // Told again, and later: nobody is called twice.
      await after(() => call(told), [0, 0], status);
      clock.advance(10 * MINUTE);
      await after(hear, [0, 0], status);
    }
    await after(async () => call(waits(await newOrder(null))), [1, 0], "answered");
    await after(hear, [0, 0], "answered, and waits");
    clock.advance(89_000);
    await after(hear, [0, 0], "waits still");
    clock.advance(1000);
    await after(hear, [0, 1], "has waited for long enough");
    partners.twilio.refuse(1, 400);
    await after(async () => call(waits(await newOrder(null))), [0, 1], "a number Twilio refuses");
    const accepted = await newOrder(null);
    await after(() => call(waits(accepted)), [1, 0], "then accepted");
    await db.updateTable("orders").set({ state: "accepted" }).where("id", "=", accepted).execute();
    clock.advance(2 * MINUTE);
    await after(hear, [0, 0], "accepted");
    const station = await db.selectFrom("station").select(["id", "location_id"]).executeTakeFirstOrThrow();
    for (const seen of [false, true]) {
      const orderId = await newOrder(null);
      const ticketId = newId();
      const { id: station_id, location_id } = station;
      await db
        .insertInto("ticket")
        .values({ id: ticketId, location_id, order_id: orderId, station_id, course: 1 } as never)
        .execute();
      await after(() => call({ ...waits(orderId), news: "ticket_unseen", ticketId }), [1, 0], "a ticket");
      if (seen) await db.updateTable("ticket").set({ seen_at: new Date() }).where("id", "=", ticketId).execute();
      clock.advance(2 * MINUTE);
      await after(hear, seen ? [0, 0] : [0, 1], `a ticket, seen ${seen}`);
    }
    await db.updateTable("location").set({ alert_phone: null }).execute();
    await after(async () => call(waits(await newOrder(null))), [0, 1], "the only number there is");
    clock.advance(2 * MINUTE);
    await after(hear, [0, 0], "the only number there is");
    expect(troubles).toEqual(["message_refused"]);
  });

  it("to the owners of a place, once a day, with how often what went wrong and nothing of anybody, where anything did", async () => {
    const { id: here } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const zone = "Europe/Berlin";
    await db.updateTable("location").set({ language: "de" }).execute();
    const until = () => digestUntil(new Date(clock.now()), zone);
    const write = () =>
      writeDigests({
        ...{ db, clock },
        onFailed: (error) => {
          throw error;
        },
      });
    const digests = () => db.selectFrom("outbox").selectAll().where("kind", "=", "digest").orderBy("id").execute();
    // What is behind us was told of.
    await write();
    await db.deleteFrom("outbox").execute();
    const owners = db.selectFrom("membership").innerJoin("staff", "staff.id", "membership.staff_id");
    const owner = await owners.select(["staff.id", "email_norm"]).where("role", "=", "owner").executeTakeFirstOrThrow();
    // A place elsewhere, another owner of it, and one here whose account is closed.
    const elsewhere = { id: newId(), slug: "digests", name: "Elsewhere", timezone: zone, currency: "EUR" };
    await db
      .insertInto("location")
      .values({ ...elsewhere, digested_until: until() })
      .execute();
    for (const [email_norm, location_id, disabled_at] of [
      ["other@people.example", elsewhere.id, null],
      ["gone@people.example", here, new Date()],
    ] as const) {
      const id = newId();
      await db
        .insertInto("staff")
        .values({ id, email_norm, display_name: "Other", password_hash: "hash", disabled_at })
        .execute();
      await db.insertInto("membership").values({ staff_id: id, location_id, role: "owner" }).execute();
    }
    const from = until();
    const to = digestUntil(new Date(from.getTime() + 30 * 60 * MINUTE), zone);
    const before = new Date(from.getTime() - 1);
    const last = new Date(to.getTime() - 1);
    const happened = async (
      action: string,
      at: Date,
      location_id = here,
      actor_kind: "system" | "staff" = "system",
    ) => {
      const about = { entity: "order", entity_id: "A. Guest +4915100000016" };
      await db
        .insertInto("audit_log")
        .values({ ...about, action, at, location_id, actor_kind })
        .execute();
    };
    // On either side of the day, at another place, and by people.
    for (const [at, place] of [
      [before, here],
      [to, here],
      [last, elsewhere.id],
    ] as const) {
      await happened("payment.mismatch", at, place);
    }
    await happened("order.rejected", last, here, "staff");
    for (const at of [from, last]) await happened("order.rejected", at);
    await happened("kitchen.ticket_unseen", from);
    for (const fact of ["payment", "refund", "dispute"]) await happened(`${fact}.mismatch`, last);
    const message = { location_id: here, kind: "sms", payload: "{}" } as const;
    const unsent = [
      { ...message, state: "dead" as const, next_attempt_at: from },
      { ...message, state: "dead" as const, next_attempt_at: before },
      { ...message, state: "dead" as const, next_attempt_at: last, location_id: elsewhere.id },
      { ...message, state: "dropped" as const, next_attempt_at: from },
      ...["failed", "undelivered", "delivered"].map((ref) => ({
        ...message,
        state: "sent" as const,
        provider_ref: ref,
      })),
    ];
    await db
      .insertInto("outbox")
      .values(unsent.map((one) => ({ ...one, dedupe_key: newId() })))
      .execute();
    for (const ref of ["failed", "undelivered", "delivered"]) {
      const heard = { provider: "twilio", message_ref: ref, status: ref, rank: 5, changed_at: last };
      await db.insertInto("message_status").values(heard).execute();
    }
    for (const [state, finished_at, location_id] of [
      ["dead", from, here],
      ["dead", last, null],
      ["dead", to, here],
      ["processed", from, here],
      ["dead", from, elsewhere.id],
    ] as const) {
      const event = { provider: "stripe", event_id: newId(), body_sha256: newId().replaceAll("-", "").repeat(2) };
      await db
        .insertInto("webhook_event")
        .values({ ...event, type: "x", payload: "{}", state, finished_at, location_id })
        .execute();
    }
    clock.advance(to.getTime() + 5 * MINUTE - 1 - clock.now());
    await write();
    expect(await digests(), "what began by eight may not be over").toEqual([]);
    clock.advance(1);
    await Promise.all([write(), write()]);
    await write();
    const failures = {
      ...{ orders_unaccepted: 2, tickets_unseen: 1, payments_mismatched: 3 },
      ...{ messages_unsent: 3, events_dead: 2 },
    };
    const [mine, ...others] = (await digests()).filter(({ location_id }) => location_id === here);
    const span = { since: from.toISOString(), until: to.toISOString() };
    expect([others, mine?.payload]).toEqual([[], { staffId: owner.id, ...span, failures }]);
    await Promise.all([sendAll(), sendAll()]);
    const [mail, ...more] = mailTo(owner.email_norm);
    expect([more, mailTo("gone@people.example"), mailTo("other@people.example").length]).toEqual([[], [], 1]);
    expect(mail?.headers["subject"]).toBe("The Copper Lid: was schiefging");
    const named = houseWords("de").digest.rows;
    for (const [name, many] of Object.entries(failures)) {
      expect(mail?.text).toMatch(new RegExp(`^${named[name as keyof typeof failures]} +${many}$`, "m"));
    }
    for (const said of [mail?.text, mail?.html]) {
      expect(said).toContain("https://order.example/office/health");
      expect(said).toMatch(/Von \w.*08:00 bis 08:00/);
      expect(said).not.toMatch(/Guest|4915100000016/);
    }
    expect(mailTo("other@people.example")[0]?.text).toMatch(/^Reports of payments .* 1$/m);
    // A day without a failure, as this one is after what came at eight, is not written about; the next starts there.
    clock.advance(48 * 60 * MINUTE);
    await write();
    expect((await digests()).filter(({ location_id }) => location_id === here)).toHaveLength(2);
    clock.advance(24 * 60 * MINUTE);
    await write();
    expect(await digests()).toHaveLength(3);
    // Whoever owns it no more by then is told nothing.
    await db.updateTable("membership").set({ role: "manager" }).where("staff_id", "=", owner.id).execute();
    await sendAll();
    await db.updateTable("membership").set({ role: "owner" }).where("staff_id", "=", owner.id).execute();
    expect([mailTo(owner.email_norm).length, (await digests()).at(-1)?.state]).toEqual([1, "dropped"]);
    await db.updateTable("location").set({ language: "en" }).execute();
  });
});

it.each([
  // As clocks go forward, and back.
  ["Europe/Berlin", "2026-03-29T06:04:59Z", "2026-03-28T07:00:00Z"],
  ["Europe/Berlin", "2026-03-29T06:05:00Z", "2026-03-29T06:00:00Z"],
  ["Europe/Berlin", "2026-10-25T07:04:59Z", "2026-10-24T06:00:00Z"],
  ["Europe/Berlin", "2026-10-25T07:05:00Z", "2026-10-25T07:00:00Z"],
  ["Asia/Kolkata", "2026-06-15T23:59:00Z", "2026-06-15T02:30:00Z"],
  ["America/Los_Angeles", "2026-06-15T00:01:00Z", "2026-06-14T15:00:00Z"],
])("owners in %s at %s are told up to %s", (zone, now, until) => {
  expect(digestUntil(new Date(now), zone)).toEqual(new Date(until));
});

const TOLD: Told = {
  ...{ place: "A\u0000\u202e\nB", number: 7, language: "en", timeZone: "Europe/Berlin" },
  ...{ promisedAt: new Date("2026-06-15T16:30:00Z"), link: "https://order.example/track/t" },
  now: new Date("2026-06-15T10:00:00Z"),
};

it("nothing a place is called breaks out of a text or of TwiML", () => {
  expect(guestText("{place}: your order #{number} is ready.", TOLD)).toBe("A B: your order #007 is ready.");
  const code = codeText({ place: TOLD.place, code: "012345", language: "en" });
  expect(code).toMatch(/^012345 is your code for A B, /);
  expect(code, "no link to be lured by").not.toMatch(/:\/\/|www/);
  const calls = LANGUAGES.map((language) => placeCall("order_waiting", { number: 7, language }));
  for (const call of calls)
    expect(call.replaceAll(/<\/?(?:Response|Say(?: language="\w\w-\w\w")?)>/g, "")).not.toContain("</");
});

it("no e-mail leaves this machine unencrypted, whatever the server offers", async () => {
  const optionsOf = (url: string) => transportOptions(new Secret(url, "SMTP_URL"));
  const auth = { user: "a b", pass: "c:d" };
  expect(optionsOf("smtp://a%20b:c%3Ad@mail.example.com")).toMatchObject({
    port: 587,
    secure: false,
    requireTLS: true,
    ignoreTLS: false,
    auth,
  });
  expect(optionsOf("smtps://mail.example.com")).toMatchObject({ port: 465, secure: true });
  expect(optionsOf("smtp://[::1]:2525")).toMatchObject({ host: "::1", port: 2525, requireTLS: false, ignoreTLS: true });
  for (const near of ["127.0.0.2", "127.0.0.1.example.com", "localhost.example"]) {
    expect(optionsOf(`smtp://${near}`)).toMatchObject({ requireTLS: true, ignoreTLS: false });
  }
  // Another address of this machine stands for a server elsewhere.
  const said: string[] = [];
  const plain = createServer((socket) => {
    socket.write("220 mail.example\r\n");
    socket.on("data", (data) => {
      said.push(data.toString("utf8"));
      socket.write(
        data.toString("utf8").startsWith("EHLO") ? "250-mail.example\r\n250 AUTH PLAIN LOGIN\r\n" : "500 No\r\n",
      );
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.2", resolve));
  const { port } = plain.address() as { readonly port: number };
  const url = new Secret(`smtp://user:hunter3secret@127.0.0.2:${port}`, "SMTP_URL");
  const mail = { key: "k", to: "a@guests.example", fromName: "A", subject: "A", text: "secret words", html: "" };
  await expect(smtpMailer({ url, from: "orders@restaurant.example" }).send(mail)).rejects.not.toBeInstanceOf(
    MessageRefused,
  );
  expect(said.join("")).toMatch(/^EHLO /);
  expect(said.join("")).not.toMatch(/AUTH|MAIL FROM|secret/);
  await new Promise((resolve) => plain.close(resolve));
});

it("times, amounts and names are written as their readers write them, in signs of the 7-bit alphabet", () => {
  const later = { ...TOLD, now: new Date("2026-06-14T10:00:00Z") };
  expect(guestText("#{number} {time} {link}", TOLD)).toBe("#007 18:30 https://order.example/track/t");
  expect(guestText("{number} {time}", later)).toMatch(/^007 Mon,? 15 June?,? (?:at )?18:30$/);
  expect(guestText("{number} {time}", { ...later, language: "de" })).toMatch(/^007 Mo\.,? 15\. Juni,? (?:um )?18:30$/);
  expect([amountWords(123_450, "EUR", "en"), amountWords(123_450, "EUR", "de")]).toEqual([
    "\u20ac1,234.50",
    "1.234,50 \u20ac",
  ]);
  expect([amountWords(500, "JPY", "en"), amountWords(1250, "KWD", "en")]).toEqual(["JP\u00a5500", "KWD 1.250"]);
  expect([rateWords(190_000, "de"), rateWords(55_000, "en")]).toEqual(["19 %", "5.5%"]);
});

it("the house's own texts fit: each is told where it may be, names what a guest needs, and no text message is of 70 signs", () => {
  const value = valuesOf({ ...TOLD, place: "Zum gr\u00f6\u00dften Wei\u00dfen Ro\u00df" });
  const told = LANGUAGES.flatMap((language) =>
    MESSAGE_CHANNELS.flatMap((channel) => TEXT_NEWS_NAMES.map((news) => ({ language, channel, news }))),
  );
  expect(told).toHaveLength(36);
  for (const { language, channel, news } of told) {
    const text = houseText(channel, news, language);
    expect([channel, news, text !== undefined]).toEqual([channel, news, isTold(channel, news)]);
    if (text === undefined) continue;
    expect([news, textFault(channel, news, text)]).toEqual([news, undefined]);
    if (channel === "sms")
      expect(smsLength(filled(text.body, { value }))).toMatchObject({ encoding: "gsm7", segments: 1 });
  }
});
