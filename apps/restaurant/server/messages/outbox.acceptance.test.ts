/** Texts and calls: once each, to whom agreed, where allowed, within the day's budget, and again while Twilio is away. */
import { randomUUID } from "node:crypto";
import { fixedClock, Secret } from "cloche";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Partners, startPartners } from "../../partners/index.js";
import { type Database, newId, seedSample } from "../platform/index.js";
import { describeDatabases } from "../test-support/index.js";
import { messageDesk, twilioSender } from "./index.js";
import { type MessagesWorkerDeps, sendOne } from "./messages-worker.js";
import { markSent } from "./outbox.store.js";
import { codeText, guestText, placeCall } from "./texts.js";

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
    const budgets = { countries: ["+49"], perDay: 100, codesPerDay: 100 };
    deps = { db, clock, sender, wakeups: opened.wakeups, ...budgets, codeOf: (id) => `code of ${id}`, onTrouble };
  });
  afterAll(() => partners.stop());
  beforeEach(async () => {
    troubles = [];
    clock.advance(24 * 60 * MINUTE);
    await db.deleteFrom("outbox").execute();
    await db.updateTable("location").set({ alert_phone: null }).execute();
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

  const ask = async (phone: string, id: string = randomUUID()) => {
    const { id: location_id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const times = { created_at: new Date(clock.now()), expires_at: new Date(clock.now() + 10 * MINUTE) };
    await db.transaction().execute(async (trx) => {
      await trx
        .insertInto("customer_code")
        .values({ id, location_id, phone, ...times })
        .execute();
      await messageDesk.textCode(trx, id);
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

  it("as a call to the place, where it has a number", async () => {
    const orderId = await newOrder(null);
    const call = () =>
      db.transaction().execute((trx) => messageDesk.callPlace(trx, { orderId, news: "order_waiting" }));
    await call();
    expect(await states()).toEqual([]);
    await db.updateTable("location").set({ alert_phone: "+4930000000" }).execute();
    await call();
    await sendAll();
    expect(sentTo("+4930000000")).toMatchObject([
      { kind: "Call", content: expect.stringContaining("<Say>") as string },
    ]);
  });
});

it("nothing a place is called breaks out of a text or of TwiML", () => {
  expect(guestText("ready", { place: "A\u0000\u202e\nB", number: 7 })).toBe("A B: your order #007 is ready.");
  const code = codeText({ place: "A\u0000\u202e\nB", code: "012345" });
  expect(code).toMatch(/^012345 is your code for A B, /);
  expect(code, "no link to be lured by").not.toMatch(/:\/\/|www/);
  expect(placeCall("order_waiting", { place: "</Say><Hangup/>", number: 7 })).not.toContain("Hangup");
});
