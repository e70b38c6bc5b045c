/** One order from the guest to the kitchen and to a paid bill, over real HTTP, on both databases. */
import { randomUUID } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Board, Menu, Ticket, TrackedOrder } from "../contracts/index.js";
import { type AppProcess, type Demo, newFolder, removeFolder, startApp } from "./app-process.js";
import { ENGINES, type Engine, openEngine } from "./engines.js";
import { eventually, PATIENT } from "./eventually.js";
import { type LiveStream, openStream } from "./live-stream.js";
import { type Delivery, type Payment, razorpayPaid, stripePaid, twilioStatus } from "./partners.js";
import {
  from,
  GUEST,
  itemAt,
  itemNamed,
  json,
  type Problem,
  type Session,
  signedIn,
  slipOf,
  type Visitor,
  visitor,
} from "./visitor.js";

const SCRIPT = "<script>alert(1)</script>";
const DROP = "'); DROP TABLE orders;--";
const LESS = "x < y";
const PAID_WITHIN_MILLISECONDS = 5000;
const HOUR_SECONDS = 3600;
/** How long a spent refresh cookie is taken for a repeated request, and a little more. */
const GRACE_MILLISECONDS = 11_000;
/** The cover of every answer that is no page. */
const COVER = {
  "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};
/** The numbers of `someone` begin so. */
const THEIR_NUMBERS = "+49170000";
/** Every secret thing this suite has seen; none of it may stand in the log. */
const secrets = new Set<string>([...Object.values(GUEST), THEIR_NUMBERS]);

describe.each(ENGINES)("the main job on %s", PATIENT, (name) => {
  const folder = newFolder();
  const streams: LiveStream[] = [];
  let engine: Engine;
  let app: AppProcess;
  let demo: Demo;
  let guest: Visitor;
  let partner: Visitor;
  let chef: Visitor;
  let manager: Visitor;
  let menu: Menu;
  let spent: { readonly cookie: string; readonly successor: string; readonly at: number };

  beforeAll(async () => {
    engine = await openEngine(name);
    // One trusted proxy, so that each test can come from an address of its own and the limits stay as they are.
    app = await startApp({ dataFolder: folder, env: { ...engine.env, TRUSTED_PROXIES: "1" } });
    demo = app.demo();
    expect(demo.baseUrl).toBe(app.baseUrl);
    guest = visitor(app.baseUrl, from("198.51.100.1"));
    partner = visitor(app.baseUrl, from("198.51.100.2"));
    const staff = visitor(app.baseUrl, from("198.51.100.3"));
    chef = await signedIn(staff, demo.accounts.chef);
    manager = await signedIn(staff, demo.accounts.manager);
    menu = await guest.menu();
    spent = await spendCookie(staff);
    for (const { email, password } of Object.values(demo.accounts)) secrets.add(email).add(password);
    secrets.add(demo.webhooks.stripe.secret).add(demo.webhooks.razorpay.secret).add(demo.webhooks.twilio.authToken);
    for (const { headers } of [chef, manager]) secrets.add(String(headers["authorization"]).replace("Bearer ", ""));
  });
  afterAll(async () => {
    for (const stream of streams) stream.close();
    await app?.stop();
    await engine?.stop();
    removeFolder(folder);
  });

  async function stream(path: string, who: Visitor): Promise<LiveStream> {
    const opened = await openStream(app.baseUrl + path, who.headers);
    streams.push(opened);
    expect(opened.response.status).toBe(200);
    expect(opened.response.headers.get("content-type")).toContain("text/event-stream");
    await opened.until(({ event }) => event === "hb" || event === "order");
    return opened;
  }

  const ticketOf = (data: string) => (JSON.parse(data) as { readonly ticket: Ticket }).ticket;
  const ticketOn = async (live: LiveStream, orderId: string, station: string) => {
    const fits = (ticket: Ticket) => ticket.orderId === orderId && ticket.station.name === station;
    return ticketOf((await live.until(({ event, data }) => event === "ticket" && fits(ticketOf(data)))).data);
  };
  const orderOn = (live: LiveStream, fits: (order: TrackedOrder) => boolean) =>
    live.until(({ event, data }) => event === "order" && fits(JSON.parse(data) as TrackedOrder));
  const eventsOf = (trackUrl: string) => `/api/v1${new URL(trackUrl).pathname}/events`;
  const orderOf = (who: Visitor, names: readonly string[] = ["Cheeseburger"]) => who.order(slipOf(menu, names));
  const isPaid = (trackUrl: string) => async () => (await partner.track(trackUrl)).paymentState === "paid";

  describe("signing in", () => {
    it("gives a ten-minute token with the promised claims, and a cookie that scripts cannot read", async () => {
      const answer = await visitor(app.baseUrl, from("198.51.100.10")).post("/api/v1/auth/login", demo.accounts.owner);
      const session = await json<Session>(answer);
      expect(session).toMatchObject({ tokenType: "Bearer", expiresIn: 600 });
      const claims = claimsOf(session.accessToken);
      expect(claims).toMatchObject({ role: "owner", iss: app.baseUrl, aud: `${app.baseUrl}/api` });
      for (const claim of ["sub", "iat", "exp", "jti"]) expect(claims[claim], claim).toBeDefined();
      const cookie = answer.headers.get("set-cookie");
      for (const part of ["__Host-refresh=", "Path=/", "Secure", "HttpOnly", "SameSite=Strict"]) {
        expect(cookie).toContain(part);
      }
      expect(answer.headers.get("cache-control")).toContain("no-store");
      secrets.add(session.accessToken);
    });

    it("answers a wrong password and an unknown address alike", async () => {
      const stranger = visitor(app.baseUrl, from("198.51.100.11"));
      const { email } = demo.accounts.chef;
      const tries = [
        { email, password: "wrong-password-7741" },
        { email: "nobody@copper-lid.example", password: "wrong-password-7741" },
      ];
      secrets.add("wrong-password-7741").add("nobody@copper-lid.example");
      const answers = [];
      for (const one of tries) answers.push(await stranger.post("/api/v1/auth/login", one));
      const problems = await Promise.all(answers.map((answer) => json<Problem>(answer, 401)));
      expect(problems[0]?.code).toBe("sign_in_failed");
      expect(new Set(problems.map((problem) => JSON.stringify({ ...problem, requestId: "" }))).size).toBe(1);
      expect(new Set(answers.map(({ headers }) => [...headers.keys()].sort().join())).size).toBe(1);
      expect(answers.every(({ headers }) => headers.get("set-cookie") === null)).toBe(true);
    });

    it("ends the session at sign-out", async () => {
      const person = visitor(app.baseUrl, from("198.51.100.12"));
      const cookie = cookieOf(await person.post("/api/v1/auth/login", demo.accounts.cashier));
      const rotated = await person.post("/api/v1/auth/refresh", undefined, { cookie });
      expect(rotated.status).toBe(200);
      const next = cookieOf(rotated);
      expect(next).not.toBe(cookie);
      const out = await person.post("/api/v1/auth/logout", undefined, { cookie: next });
      expect(out.status).toBe(204);
      expect(out.headers.get("set-cookie")).toMatch(/^__Host-refresh=; .*Max-Age=0/);
      expect((await person.post("/api/v1/auth/refresh", undefined, { cookie: next })).status).toBe(401);
    });

    it("opens the kitchen to those who work there alone", async () => {
      const cashier = await signedIn(visitor(app.baseUrl, from("198.51.100.13")), demo.accounts.cashier);
      expect((await guest.get("/api/v1/kitchen/board")).status).toBe(401);
      expect((await cashier.get("/api/v1/kitchen/board")).status).toBe(403);
      expect((await cashier.get("/api/v1/kitchen/stream")).status).toBe(403);
      const [header, , signature] = String(chef.headers["authorization"]).split(".");
      const claims = claimsOf(String(manager.headers["authorization"]));
      const forged = `${header}.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${signature}`;
      expect((await guest.get("/api/v1/kitchen/board", { authorization: forged })).status).toBe(401);
    });
  });

  describe("ordering", () => {
    it("prices from the menu in whole minor units, whatever the guest says", async () => {
      const extra = itemNamed(menu, "Cheeseburger").optionGroups[0]?.options.find(({ name: n }) => n === "Bacon");
      const lines = [
        { itemId: itemNamed(menu, "Cheeseburger").id, quantity: 2, options: [{ id: extra?.id, quantity: 2 }] },
      ];
      const { order } = await guest.order({ lines, contact: GUEST });
      expect(order).toMatchObject({ total: { amount: 2 * (1250 + 2 * 180), currency: "EUR" }, paymentState: "unpaid" });
      const cheap = [{ ...lines[0], price: 1, total: { amount: 1, currency: "EUR" } }];
      expect((await guest.post("/api/v1/orders", { lines: cheap, contact: GUEST })).status).toBe(400);
      const unfit = [{ itemId: itemNamed(menu, "Rib-eye steak").id, quantity: 1 }];
      const refused = await json<Problem>(await guest.post("/api/v1/orders", { lines: unfit, contact: GUEST }), 422);
      expect(refused.code).toBe("options_invalid");
    });

    it("makes one order per Idempotency-Key, however often and at once it is sent", async () => {
      const shop = visitor(app.baseUrl, from("198.51.100.20"));
      const headers = { "idempotency-key": randomUUID() };
      const slip = slipOf(menu, ["Espresso"]);
      const first = await shop.order(slip, headers);
      expect(await shop.order(slip, headers)).toEqual(first);
      const other = await shop.post("/api/v1/orders", slipOf(menu, ["Pale ale"]), headers);
      expect((await json<Problem>(other, 422)).code).toBe("idempotency_mismatch");

      const together = { "idempotency-key": randomUUID() };
      const answers = await Promise.all(Array.from({ length: 8 }, () => shop.post("/api/v1/orders", slip, together)));
      const taken = await Promise.all(answers.filter(({ status }) => status === 201).map((one) => one.text()));
      const running = answers.filter(({ status }) => status === 409);
      expect(taken.length + running.length).toBe(8);
      expect(new Set(taken).size).toBe(1);
      const elsewhere = visitor(app.baseUrl, from("198.51.100.21"));
      expect((await elsewhere.order(slip, headers)).order.id, "another guest's key is another key").not.toBe(
        first.order.id,
      );
    });

    it("answers bad input with each path and reason, and never with what was sent", async () => {
      const shop = visitor(app.baseUrl, from("198.51.100.22"));
      const line = { itemId: "canary-item", quantity: 0, options: [{ id: "canary-option" }], instructions: 5 };
      const bad = { lines: [line], contact: { name: "", phone: "canary-phone", email: "canary-mail" }, canaryField: 1 };
      const answer = await shop.post("/api/v1/orders", bad);
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
      const problem = await json<Problem>(answer, 400);
      const paths = problem.errors?.map(({ path }) => path) ?? [];
      const wanted = ["itemId", "quantity", "options/0/id", "instructions"].map((field) => `/lines/0/${field}`);
      for (const path of [...wanted, "/contact/name", "/contact/phone", "/contact/email"])
        expect(paths).toContain(path);
      expect(problem.errors?.every(({ reason }) => reason.length > 0)).toBe(true);
      // A field's name is the caller's own text as well.
      expect(JSON.stringify(problem).replace(/"canaryField"|canaryField/g, "")).not.toContain("canary");

      const empty = await shop.post("/api/v1/orders", undefined, { "content-type": "application/json" });
      expect(empty.status).toBe(400);
      const broken = { path: "/api/v1/orders", headers: { "content-type": "application/json" }, body: '{"canary":' };
      const text = await (await shop.deliver(broken)).text();
      expect(text).toContain('"status":400');
      expect(text).not.toContain("canary");
      expect((await shop.deliver({ ...broken, headers: { "content-type": "text/plain" } })).status).toBe(415);
      const polluted = `{"__proto__":{"admin":true},"lines":[],"contact":{"name":"A"}}`;
      expect((await shop.deliver({ ...broken, body: polluted })).status).toBe(400);
      const huge = JSON.stringify({ lines: [], contact: { name: "A".repeat(3_000_000) } });
      expect((await shop.deliver({ ...broken, body: huge })).status).toBe(413);
    });

    it("shows a tracking link's holder the order, and nothing personal", async () => {
      const { order, trackUrl } = await orderOf(guest, ["Cheeseburger", "French fries"]);
      secrets.add(new URL(trackUrl).pathname.replace("/track/", ""));
      const answer = await guest.get(`/api/v1${new URL(trackUrl).pathname}`);
      const text = await answer.text();
      const tracked = JSON.parse(text) as TrackedOrder;
      expect(tracked).toMatchObject({ number: order.number, paymentState: "unpaid", total: order.total });
      expect(tracked.lines.map((one) => one.name)).toEqual(["Cheeseburger", "French fries"]);
      for (const personal of [...Object.values(GUEST), THEIR_NUMBERS, "Quillon", "marchbanks"])
        expect(text).not.toContain(personal);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect((await guest.get(`/api/v1/track/${"A".repeat(43)}`)).status).toBe(404);
      expect((await guest.get(`/api/v1/track/${order.id}`)).status, "the order's id opens nothing").toBe(404);
    });
  });

  describe("the kitchen", () => {
    it("gets each line at its station, live and byte for byte", async () => {
      const before = (await manager.board()).asOf;
      const all = await stream("/api/v1/kitchen/stream", manager);
      const own = await stream("/api/v1/kitchen/stream", chef);
      const lines = [
        { itemId: itemNamed(menu, "Cheeseburger").id, quantity: 1, instructions: SCRIPT },
        { itemId: itemNamed(menu, "Fish and chips").id, quantity: 3, instructions: LESS },
        { itemId: itemNamed(menu, "House lemonade").id, quantity: 1, instructions: DROP },
      ];
      const { order } = await guest.order({ lines, contact: GUEST });
      // Fish and chips is of the grill's category, but has a station of its own.
      const wanted = { Grill: SCRIPT, Fry: LESS, "Cold & Bar": DROP };
      for (const [station, instructions] of Object.entries(wanted)) {
        const told = await ticketOn(all, order.id, station);
        expect(told.items.map((item) => item.instructions)).toEqual([instructions]);
        expect(JSON.stringify(told)).not.toContain(GUEST.phone);
      }
      expect((await ticketOn(own, order.id, "Grill")).items[0]?.instructions).toBe(SCRIPT);

      const stationsOn = (board: Board) =>
        board.tickets.filter(({ orderId }) => orderId === order.id).map(({ station }) => station.name);
      expect(stationsOn(await manager.board()).sort()).toEqual(["Cold & Bar", "Fry", "Grill"]);
      const seen = await chef.board();
      expect(stationsOn(seen)).toEqual(["Grill"]);
      expect(seen.stations.map(({ name: station }) => station)).toEqual(["Grill"]);
      expect(seen.tickets.every(({ station }) => station.name === "Grill")).toBe(true);
      const instructions = (await manager.board()).tickets
        .filter(({ orderId }) => orderId === order.id)
        .flatMap(({ items }) => items.map((item) => item.instructions));
      expect(new Set(instructions)).toEqual(new Set([SCRIPT, DROP, LESS]));

      const late = await stream(`/api/v1/kitchen/stream?after=${before}`, manager);
      for (const station of Object.keys(wanted)) await ticketOn(late, order.id, station);
      await orderOf(guest, ["Espresso"]);
      const foreign = own.events.filter(({ event, data }) => event === "ticket" && !data.includes('"name":"Grill"'));
      expect(foreign).toEqual([]);
    });

    it("bumps and takes back, and the guest sees it live", async () => {
      const { order, trackUrl } = await orderOf(guest);
      const live = await stream("/api/v1/kitchen/stream", chef);
      const followed = await stream(eventsOf(trackUrl), guest);
      const item = itemAt((await chef.board()).tickets, order.id, "Grill");
      const path = `/api/v1/kitchen/ticket-items/${item.id}`;
      const done = await json<{ ticket: Ticket }>(await chef.post(`${path}/done`, { expectedVersion: item.version }));
      expect(done.ticket).toMatchObject({ state: "bumped", orderId: order.id });
      expect(await orderOn(followed, ({ state }) => state === "ready")).toBeDefined();
      expect((await guest.track(trackUrl)).state).toBe("ready");
      await live.until(({ event, data }) => event === "ticket" && ticketOf(data).state === "bumped");
      expect((await chef.board()).tickets.some(({ orderId }) => orderId === order.id)).toBe(false);
      const stale = await chef.post(`${path}/undo`, { expectedVersion: item.version });
      expect((await json<Problem>(stale, 409)).code).toBe("version_conflict");
      await json(await chef.post(`${path}/undo`));
      expect((await guest.track(trackUrl)).state).toBe("preparing");
      expect((await chef.board()).tickets.some(({ orderId }) => orderId === order.id)).toBe(true);
    });

    it("lets a chef touch nothing of another station", async () => {
      const { order } = await orderOf(guest, ["Onion rings"]);
      const item = itemAt((await manager.board()).tickets, order.id, "Fry");
      const path = `/api/v1/kitchen/ticket-items/${item.id}/done`;
      expect((await chef.post(path)).status).toBe(404);
      expect((await guest.post(path)).status).toBe(401);
      expect((await manager.post(path)).status).toBe(200);
    });
  });

  describe("payment", () => {
    const stripe = (payment: Payment, at?: number) =>
      stripePaid(payment, { secret: demo.webhooks.stripe.secret, ...(at === undefined ? {} : { at }) });
    const razorpay = (payment: Payment) => razorpayPaid(payment, { secret: demo.webhooks.razorpay.secret });
    const fullyPaid = ({ order }: { order: { id: string; total: { amount: number; currency: string } } }): Payment => ({
      orderId: order.id,
      ...order.total,
    });
    const signatureOf = ({ headers }: Delivery) =>
      String(headers["stripe-signature"] ?? headers["x-razorpay-signature"] ?? headers["x-twilio-signature"]);
    const send = async (delivery: Delivery) => {
      secrets.add(signatureOf(delivery));
      return (await partner.deliver(delivery)).status;
    };
    const unpaidNow = async (trackUrl: string) => (await guest.track(trackUrl)).paymentState === "unpaid";
    /** Events are worked in order, so once this one is, those before it have been. */
    const workedOff = async () => {
      const placed = await orderOf(guest, ["Espresso"]);
      expect(await send(stripe(fullyPaid(placed)))).toBe(200);
      await eventually(isPaid(placed.trackUrl), "a later payment");
    };
    const inboxOf = (orderId: string) =>
      engine.query<{ state: string; last_error: string | null }>(
        "select state, last_error from webhook_event where payload::text like '%' || $1 || '%' order by received_at",
        [orderId],
      );
    const audited = (entityId: string) =>
      engine.query<{ action: string; detail: unknown }>(
        "select action, detail from audit_log where entity_id = $1 order by id",
        [entityId],
      );

    it.each([
      ["Stripe", stripe],
      ["Razorpay", razorpay],
    ] as const)("is believed when %s signs it", async (_, signed) => {
      const placed = await orderOf(guest);
      const followed = await stream(eventsOf(placed.trackUrl), guest);
      expect(await send(signed(fullyPaid(placed)))).toBe(200);
      await eventually(isPaid(placed.trackUrl), "the order to be paid", PAID_WITHIN_MILLISECONDS);
      await orderOn(followed, ({ paymentState }) => paymentState === "paid");
    });

    it("is not believed when it is forged, stale or changed on the way", async () => {
      const placed = await orderOf(guest);
      const payment = fullyPaid(placed);
      const now = Math.floor(Date.now() / 1000);
      const honest = stripe(payment);
      const captured = razorpay(payment);
      const forgeries: Record<string, Delivery> = {
        "stripe, another secret": stripePaid(payment, { secret: `whsec_${"A1b2".repeat(11)}` }),
        "stripe, an hour old": stripe(payment, now - HOUR_SECONDS),
        "stripe, an hour ahead": stripe(payment, now + HOUR_SECONDS),
        "stripe, another body": { ...honest, body: honest.body.replace('"livemode":false', '"livemode": false') },
        "stripe, no signature": { ...honest, headers: { "content-type": "application/json" } },
        "stripe, signed by razorpay": { ...honest, headers: captured.headers },
        "razorpay, another secret": razorpayPaid(payment, { secret: "A1b2".repeat(11) }),
        "razorpay, another body": { ...captured, body: `${captured.body} ` },
        "razorpay, no signature": { ...captured, headers: { "content-type": "application/json" } },
        "razorpay, at stripe's door": { ...captured, path: "/webhooks/stripe" },
      };
      for (const [what, forged] of Object.entries(forgeries)) expect(await send(forged), what).toBe(400);
      await workedOff();
      expect(await unpaidNow(placed.trackUrl)).toBe(true);
      if (name === "pglite") return;
      expect(await inboxOf(placed.order.id)).toEqual([]);
      const recorded = await eventually(async () => {
        const rows = await engine.query<{ actor_id: string; entity_id: string; detail: { reason: string } }>(
          "select actor_id, entity_id, detail from audit_log where action = 'signature.failed'",
        );
        return rows.length >= Object.keys(forgeries).length && rows;
      }, "a record of every forgery");
      const reasons = new Set(recorded.map(({ detail }) => detail.reason));
      for (const reason of ["signature_missing", "signature_mismatch", "timestamp_stale", "timestamp_future"]) {
        expect(reasons).toContain(reason);
      }
      const doors = new Set(recorded.map(({ entity_id }) => entity_id));
      expect(doors).toEqual(new Set(["POST /webhooks/stripe", "POST /webhooks/razorpay"]));
      expect(new Set(recorded.map(({ actor_id }) => actor_id))).toEqual(new Set(["stripe", "razorpay"]));
    });

    it("counts once when it is delivered twice, and the second is recorded", async () => {
      for (const signed of [stripe, razorpay]) {
        const placed = await orderOf(guest);
        const delivery = signed(fullyPaid(placed));
        expect(await send(delivery)).toBe(200);
        await eventually(isPaid(placed.trackUrl), "the order to be paid");
        expect(await send(delivery)).toBe(200);
        await workedOff();
        if (name === "pglite") continue;
        const payments = await engine.query("select from payment where order_id = $1", [placed.order.id]);
        expect(payments).toHaveLength(1);
        expect((await inboxOf(placed.order.id)).map(({ state }) => state)).toEqual(["processed"]);
        expect((await audited(placed.order.id)).filter(({ action }) => action === "payment.succeeded")).toHaveLength(1);
      }
      if (name === "pglite") return;
      await eventually(async () => {
        const rows = await engine.query("select from audit_log where action = 'webhook.duplicate'");
        return rows.length >= 2;
      }, "a record of both repetitions");
    });

    it("changes nothing when it does not fit its order, and is recorded", async () => {
      const placed = await orderOf(guest);
      const { amount, currency, orderId } = fullyPaid(placed);
      const foreign = await orderOf(guest);
      const paymentId = `pi_${randomUUID()}`;
      expect(await send(stripe({ ...fullyPaid(foreign), paymentId }))).toBe(200);
      await eventually(isPaid(foreign.trackUrl), "the other order to be paid");
      const nobody = randomUUID();
      const misfits = [
        stripe({ orderId, currency, amount: amount - 1 }),
        stripe({ orderId, currency, amount: amount + 1 }),
        stripe({ orderId, currency: "USD", amount }),
        stripe({ orderId, currency, amount, paymentId }),
        razorpay({ orderId, currency, amount: 1 }),
        razorpay({ orderId, currency: "INR", amount }),
        stripe({ orderId: nobody, currency, amount }),
        stripe({ orderId: "'; update orders set payment_state='paid';--", currency, amount }),
      ];
      for (const misfit of misfits) expect(await send(misfit)).toBe(200);
      await workedOff();
      expect(await unpaidNow(placed.trackUrl)).toBe(true);
      expect((await guest.track(foreign.trackUrl)).paymentState).toBe("paid");
      if (name === "pglite") return;
      const inbox = await inboxOf(orderId);
      expect(inbox.map(({ state }) => state)).toEqual(Array(6).fill("mismatch"));
      expect(inbox.map(({ last_error }) => last_error)).toEqual([
        ...["amount", "amount", "currency", "other_order", "amount", "currency"],
      ]);
      expect((await audited(orderId)).filter(({ action }) => action === "payment.mismatch")).toHaveLength(6);
      expect(await inboxOf(nobody)).toEqual([{ state: "pending", last_error: "order_unknown" }]);
      const succeeded = "select from payment where order_id = $1 and state = 'succeeded'";
      expect(await engine.query(succeeded, [orderId])).toEqual([]);
      expect(await engine.query(succeeded, [foreign.order.id])).toHaveLength(1);
    });

    it("has its messages' states told by Twilio alone", async () => {
      const { authToken } = demo.webhooks.twilio;
      const MessageSid = `SM${randomUUID().replaceAll("-", "")}`;
      const status = (MessageStatus: string, signing = { authToken, baseUrl: app.baseUrl }) =>
        twilioStatus({ MessageSid, MessageStatus, To: GUEST.phone, From: "+4930901820", AccountSid: "AC1" }, signing);
      secrets.add("+4930901820");
      expect(await send(status("sent"))).toBe(200);
      expect(await send(status("delivered"))).toBe(200);
      expect(await send(status("sent")), "an older state, later").toBe(200);
      const honest = status("failed");
      expect(await send({ ...honest, body: honest.body.replace("failed", "read") })).toBe(400);
      expect(await send(status("failed", { authToken: "0".repeat(32), baseUrl: app.baseUrl }))).toBe(400);
      expect(await send(status("failed", { authToken, baseUrl: "https://elsewhere.example" }))).toBe(400);
      if (name === "pglite") return;
      const rows = await engine.query("select status from message_status where message_ref = $1", [MessageSid]);
      expect(rows).toEqual([{ status: "delivered" }]);
    });
  });

  describe("the lid", () => {
    it("lets an address ask 100 times in 15 minutes, and says so", async () => {
      // Every public route has a limit of its own; what is not there is counted by the default.
      const eager = visitor(app.baseUrl, from("203.0.113.50"));
      for (let count = 1; count <= 100; count += 1) {
        const answer = await eager.get("/api/v1/not-there");
        await answer.text();
        expect(answer.status, `request ${count}`).toBe(404);
        expect(answer.headers.get("ratelimit-policy")).toMatch(/;q=100;w=900/);
        expect(answer.headers.get("ratelimit")).toContain(`;r=${100 - count};`);
      }
      const refused = await eager.get("/api/v1/not-there");
      expectCover(refused);
      const problem = await json<Problem>(refused, 429);
      expect(problem).toMatchObject({ status: 429, code: "rate_limited" });
      const wait = Number(refused.headers.get("retry-after"));
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(900);
      expect(refused.headers.get("ratelimit-policy")).toMatch(/;q=100;w=900/);
      expect((await eager.post("/api/v1/nor-this")).status).toBe(429);
      expect((await visitor(app.baseUrl, from("203.0.113.51")).get("/api/v1/menu")).status).toBe(200);
      const cook = chef.with(from("203.0.113.50"));
      expect((await cook.get("/api/v1/kitchen/board")).status, "the kitchen has a limit of its own").toBe(200);
    });

    it("counts sign-ins more strictly", async () => {
      const guesser = visitor(app.baseUrl, from("203.0.113.60"));
      const statuses = [];
      for (let count = 0; count < 21; count += 1) {
        const answer = await guesser.post("/api/v1/auth/login", {
          email: `a${count}@b.example`,
          password: `guess-${count}`,
        });
        await answer.text();
        statuses.push(answer.status);
      }
      expect(statuses).toEqual([...Array(20).fill(401), 429]);
    });

    it("covers every kind of answer", async () => {
      const caller = visitor(app.baseUrl, from("203.0.113.70"));
      const answers = {
        "400 of a parameter": await caller.get("/api/v1/track/short"),
        404: await caller.get("/api/v1/nothing/here"),
        "404 outside the API": await caller.get("/wp-admin/setup.php"),
        405: await fetch(`${app.baseUrl}/api/v1/menu`, { method: "DELETE" }),
        401: await caller.get("/api/v1/kitchen/board"),
        "404 of the metrics": await caller.get("/metrics"),
        "400 of a path": await caller.get("/api/v1/%zz"),
        "no preflight": await fetch(`${app.baseUrl}/api/v1/orders`, {
          method: "OPTIONS",
          headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
        }),
      };
      for (const [what, answer] of Object.entries(answers)) {
        expectCover(answer, what);
        expect(answer.headers.get("access-control-allow-origin"), what).toBeNull();
        expect(answer.headers.get("x-powered-by"), what).toBeNull();
        expect(answer.headers.get("server"), what).toBeNull();
      }
      expect([answers[404].status, answers["404 of the metrics"].status]).toEqual([404, 404]);
      expect(answers[401].headers.get("www-authenticate")).toContain("Bearer");
      for (const path of ["/", "/kitchen", "/sign-in", "/reference", "/track/x"]) {
        const page = await caller.get(path);
        const policy = page.headers.get("content-security-policy");
        expect(page.status, path).toBe(200);
        expect(policy, path).toContain("script-src 'self'");
        expect(policy, path).not.toMatch(/unsafe-inline|unsafe-eval|\*/);
      }
    });

    it("keeps secrets and demo.json from everybody else on the machine", () => {
      for (const file of ["demo.json", "secrets.json"]) {
        expect(statSync(join(folder, file)).mode & 0o077, file).toBe(0);
      }
    });

    it("ends a session whose spent cookie is used again after the grace", async () => {
      const thief = visitor(app.baseUrl, from("198.51.100.40"));
      const reuse = async () => (await thief.post("/api/v1/auth/refresh", undefined, { cookie: spent.cookie })).status;
      await eventually(() => performance.now() > spent.at + GRACE_MILLISECONDS, "the grace to be over");
      expect(await reuse()).toBe(401);
      const successor = await thief.post("/api/v1/auth/refresh", undefined, { cookie: spent.successor });
      expect(successor.status).toBe(401);
      await eventually(() => app.log().some(({ event }) => event === "token.reused"), "the reuse in the log");
    });
  });

  it.runIf(name === "postgres")("stays covered and silent while its database is away, and recovers", async () => {
    await engine.server?.kill9();
    const caller = visitor(app.baseUrl, from("203.0.113.80"));
    const failed = await caller.get("/api/v1/menu");
    expectCover(failed);
    const text = await failed.text();
    expect([500, 503]).toContain(failed.status);
    expect(text).not.toMatch(/ECONN|postgres|select|127\.0\.0\.1|at \w+ \(/i);
    expect((await caller.get("/readyz")).status).toBe(503);
    expect((await caller.get("/healthz")).status).toBe(200);
    const unsaid = stripePaid({ orderId: randomUUID(), amount: 1, currency: "EUR" }, demo.webhooks.stripe);
    expect((await caller.deliver(unsaid)).status, "not stored, so Stripe must come again").toBeGreaterThanOrEqual(500);
    await engine.server?.restart();
    await eventually(async () => (await caller.get("/readyz")).status === 200, "the database to be back");
    expect((await caller.get("/api/v1/menu")).status).toBe(200);
  });

  it("writes one line per request with its route's template, and nothing secret", async () => {
    const counted = visitor(app.baseUrl, from("203.0.113.90"));
    const linesOf = (route: string) => app.log().filter((line) => line["msg"] === "request" && line["route"] === route);
    const before = linesOf("GET /api/v1/track/{token}").length;
    for (let count = 0; count < 5; count += 1) await counted.get(`/api/v1/track/${"B".repeat(43)}`);
    await eventually(() => linesOf("GET /api/v1/track/{token}").length >= before + 5, "the lines");
    expect(linesOf("GET /api/v1/track/{token}")).toHaveLength(before + 5);
    expect(linesOf("POST /api/v1/orders").at(-1)).toMatchObject({
      ...{ method: "POST", requestId: expect.any(String), status: expect.any(Number) },
      ...{ outcome: expect.any(String), durationMilliseconds: expect.any(Number) },
    });
    expect(linesOf("GET /api/v1/kitchen/board").some(({ callerId }) => typeof callerId === "string")).toBe(true);
    const requestIds = app
      .log()
      .filter(({ msg }) => msg === "request")
      .map(({ requestId }) => requestId);
    expect(new Set(requestIds).size).toBe(requestIds.length);

    const text = app
      .log()
      .map((line) => JSON.stringify(line))
      .join("\n");
    expect(secrets.size).toBeGreaterThan(30);
    const told = [...secrets].filter((secret) => text.includes(secret));
    expect(told).toEqual([]);
    for (const personal of [
      "Quillon",
      "marchbanks",
      "@",
      SCRIPT,
      "DROP TABLE",
      "__Host-refresh",
      "Bearer ey",
      "BBBB",
    ]) {
      expect(text, personal).not.toContain(personal);
    }
  });

  /** Signs in and uses the refresh cookie once: within the grace the old cookie gives the same successor. */
  async function spendCookie(person: Visitor) {
    const cookie = cookieOf(await person.post("/api/v1/auth/login", demo.accounts.owner));
    const refresh = () => person.post("/api/v1/auth/refresh", undefined, { cookie });
    const successor = cookieOf(await refresh());
    expect(successor).not.toBe(cookie);
    const again = await refresh();
    expect(again.status).toBe(200);
    expect(cookieOf(again)).toBe(successor);
    return { cookie, successor, at: performance.now() };
  }
});

function cookieOf(answer: Response): string {
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  const value = cookie.replace("__Host-refresh=", "");
  if (value !== "") secrets.add(value);
  return cookie;
}

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as Record<string, unknown>;
}

function expectCover(answer: Response, what = `the ${answer.status}`): void {
  for (const [header, value] of Object.entries(COVER))
    expect(answer.headers.get(header), `${header} of ${what}`).toBe(value);
}
