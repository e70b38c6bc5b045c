/** Texts that are programs somewhere: markup, formulas, printer commands, marks that turn lines around. Nowhere do they run. */
import { Secret } from "cloche";
import { beforeAll, expect, it } from "vitest";
import type { Menu, PlacedOrder, StaffOrder } from "../../contracts/index.js";
import { imitated, type Partners, startPartners } from "../../partners/index.js";
import { steadyPartners } from "../platform/index.js";
import { describePglite, signInCustomer, someone, startTestApp, steady, type TestApp } from "../test-support/index.js";

const MARKUP = "<img src=x onerror=alert(1)>";
/** ESC @ and GS V reset and cut on a kitchen's printer; the last turns the line around. */
const COMMANDS = "\u001b@\u001dV\u0000\u202e";
const FORMULA = '=HYPERLINK("//evil")';
const TWILIO = "7".repeat(32);
const HOSTILE = `${FORMULA}${MARKUP}${COMMANDS}`;
/** Controls and marks that turn lines around: whatever a screen or a printer would obey. Line ends of notes are text. */
const isObeyed = (code: number): boolean =>
  (code < 32 && code !== 9 && code !== 10 && code !== 13) ||
  (code >= 0x7f && code <= 0x9f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069);
const obeyedIn = (text: string): readonly number[] =>
  Array.from(text, (sign) => sign.codePointAt(0) ?? 0).filter(isObeyed);

describePglite("a hostile text", ({ placeWithSchema }) => {
  let app: TestApp;
  let partners: Partners;
  let place = "";
  let manager: Readonly<Record<string, string>>;
  beforeAll(async () => {
    const secrets = { stripeWebhookSecret: "unused", razorpayWebhookSecret: "unused", twilioAuthToken: TWILIO };
    partners = await startPartners({ restaurantUrl: "http://127.0.0.1:9", ...secrets });
    partners.deliveries.hold();
    const { twilio, mail } = imitated(partners);
    const twilioAuthToken = steady(new Secret(TWILIO, "TWILIO_AUTH_TOKEN"));
    app = await startTestApp(await placeWithSchema(), {
      config: { partners: steadyPartners({ twilio, mail }), twilioAuthToken },
    });
    place = (await app.database.db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;
    manager = await app.signIn("manager");
    return async () => {
      await app.stop();
      await partners.stop();
    };
  });

  let keys = 0;
  const post = async <Body>(path: string, body: object) => {
    keys += 1;
    const headers = { ...manager, "idempotency-key": `hostile-texts-${String(keys).padStart(6, "0")}` };
    const answer = await app.post(`/api/v1${path}`, body, headers);
    return { status: answer.status, body: (await answer.json()) as Body };
  };
  const read = async (path: string) => {
    const answer = await fetch(`${app.baseUrl}/api/v1${path}`, { headers: manager });
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(answer.headers.get("content-type"), path).toMatch(/^(application\/json|text\/csv)/);
    return answer.text();
  };

  it("is text wherever it is read again, and obeyed by no screen, sheet or printer", async () => {
    const menu = JSON.parse(await read("/menu")) as Menu;
    const [category] = menu.categories;
    const at = `/locations/${place}`;
    const dish = {
      ...{ categoryId: category?.id, taxCategoryId: null, name: HOSTILE, description: HOSTILE, ordinal: 1 },
      ...{ allergens: [], diets: [], course: 1, noPrep: false, groupIds: [], dayparts: [] },
    };
    const item = await post<{ id: string }>(`${at}/items`, dish);
    expect(item.status).toBe(201);
    const variant = { itemId: item.body.id, name: HOSTILE.slice(0, 60), price: 500, prepSeconds: 60, ordinal: 1 };
    expect((await post(`${at}/variants`, variant)).status).toBe(201);
    expect((await post(`${at}/tables`, { label: MARKUP.slice(0, 20), serviceArea: "main" })).status).toBe(201);
    expect((await post(`${at}/stations`, { name: HOSTILE.slice(0, 60), kind: "prep" })).status).toBe(201);
    const person = { name: HOSTILE, email: "h@copper-lid.example", role: "cashier" };
    expect((await post(`${at}/staff`, person)).status).toBe(201);
    const slip = {
      lines: [{ itemId: item.body.id, quantity: 2, instructions: HOSTILE }],
      ...{ contact: someone(HOSTILE), orderNote: `${HOSTILE}\n${HOSTILE}`, allergyNote: HOSTILE },
    };
    const placed = await post<PlacedOrder>("/orders", slip);
    expect(placed.status).toBe(201);
    const { order, trackUrl } = placed.body;
    const seen: Record<string, string> = {
      ...{ menu: await read("/menu"), board: await read("/kds/board"), order: await read(`/orders/${order.id}`) },
      ...{
        orders: await read(`${at}/orders`),
        people: await read(`${at}/staff`),
        stations: await read(`${at}/stations`),
      },
      track: await read(new URL(trackUrl).pathname),
      tables: await read(`${at}/tables`),
    };
    const [line] = (JSON.parse(seen.order ?? "") as StaffOrder).lines;
    const voided = await post(`/orders/${order.id}/lines/${line?.id}/void`, { reason: HOSTILE });
    expect(voided.status).toBe(200);
    await post("/orders", slip);
    seen.voided = await read(`/orders/${order.id}`);
    for (const report of ["items", "prep", "staff"]) {
      seen[report] = await read(`${at}/reports/${report}/csv?from=2020-01-01&to=2020-12-31`);
    }
    const day = (JSON.parse(seen.order ?? "") as StaffOrder).businessDate;
    seen.sheet = await read(`${at}/reports/items/csv?from=${day}&to=${day}`);
    for (const [where, text] of Object.entries(seen)) {
      const texts: string[] = [];
      if (where === "sheet" || text.startsWith('"')) texts.push(text.replaceAll("\r\n", ""));
      else texts.push(...textsIn(JSON.parse(text)));
      for (const one of texts) expect(obeyedIn(one), where).toEqual([]);
    }
    for (const where of ["menu", "board", "order", "people"]) expect(seen[where], where).toContain("<img src=x");
    const cells = (seen.sheet ?? "")
      .split("\r\n")
      .slice(1)
      .flatMap((row) => row.split('","'));
    expect(cells.some((cell) => cell.includes("HYPERLINK"))).toBe(true);
    for (const cell of cells) expect(cell.replace(/^"/, ""), "no cell begins as a formula").not.toMatch(/^[=+@\t-]/);
  });

  it("is text in what a place says of itself, and in what a customer keeps", async () => {
    const settings = `/api/v1/locations/${place}/settings`;
    const { version } = JSON.parse(await read(settings.slice("/api/v1".length))) as { version: number };
    const patch = (path: string, body: object, headers: Readonly<Record<string, string>>) =>
      fetch(app.baseUrl + path, {
        method: "PATCH",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
    const told = { name: HOSTILE.slice(0, 80), address: HOSTILE };
    expect((await patch(settings, told, { ...manager, "if-match": `"${version}"` })).status).toBe(200);
    const ana = await signInCustomer(app, "+4915100000001");
    const home = { street: HOSTILE, postcode: HOSTILE.slice(0, 12), city: HOSTILE, more: HOSTILE };
    expect((await patch("/api/v1/customer", { name: HOSTILE, addresses: [home] }, ana)).status).toBe(200);
    const [dish] = (JSON.parse(await read("/menu")) as Menu).items;
    const slip = { lines: [{ itemId: dish?.id, quantity: 1, instructions: HOSTILE }], contact: someone(HOSTILE) };
    const { trackUrl } = (await (await app.post("/api/v1/orders", slip, ana)).json()) as PlacedOrder;
    const own = async (path: string) => (await fetch(`${app.baseUrl}/api/v1/customer${path}`, { headers: ana })).text();
    const seen = [
      ...[await read("/locations/the-copper-lid"), await read(new URL(trackUrl).pathname)],
      ...[await own(""), await own("/orders"), await own("/export")],
    ];
    for (const text of seen) {
      expect(text).toContain("HYPERLINK");
      for (const one of textsIn(JSON.parse(text))) expect(obeyedIn(one)).toEqual([]);
    }
  });

  it("is text in what a guest is texted and written, in a receipt too, and adds no header, no address and no link", async () => {
    const { db } = app.database;
    const HEADER = "\r\nBcc: evil@evil.example\r\n\r\n";
    // PostgreSQL keeps no NUL.
    const WRITTEN = HOSTILE.replaceAll("\u0000", "");
    // A code to sign in by is among the texts. As an older version, or a hand in the database, may have left it.
    await db
      .updateTable("location")
      .set({ name: `"${MARKUP}${HEADER}${WRITTEN}"`, address: `${HEADER}${WRITTEN}`, accept_mode: "auto" })
      .execute();
    const own = { location_id: place, channel: "mail", language: "en", news: "accepted" } as const;
    const said = { subject: `{number}${HEADER}{place}`, body: `{number} {place}\n\n${WRITTEN}{link}"><b>` };
    await db
      .insertInto("message_text")
      .values([
        { ...own, ...said },
        { ...own, channel: "sms", subject: null, body: `{number} ${WRITTEN} {place}${HEADER}` },
      ])
      .execute();
    const dishes = (JSON.parse(await read("/menu")) as Menu).items;
    const dish = dishes.find(({ name }) => name.includes("HYPERLINK"));
    const contact = { name: HOSTILE, phone: "+4915100000002", email: "ana@guests.example" };
    const slip = { lines: [{ itemId: dish?.id, quantity: 2, instructions: HOSTILE }], contact, consentSms: true };
    const { order } = (await (await app.post("/api/v1/orders", slip)).json()) as PlacedOrder;
    const cash = { received: order.total.amount };
    expect((await post(`/orders/${order.id}/payments/cash`, cash)).status).toBe(201);
    const mails = () => partners.mail.received;
    const texts = () => partners.twilio.sent;
    await expect.poll(() => [mails().length, texts().length], { timeout: 20_000 }).toEqual([2, 2]);
    for (const { to, headers, names, text, html } of mails()) {
      expect(to).toEqual(["ana@guests.example"]);
      expect([...names].sort()).toEqual([
        ...["auto-submitted", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"],
      ]);
      expect(headers.from).toMatch(/ <orders@restaurant\.example>$/);
      for (const one of [text, html, headers.from ?? "", headers.subject ?? ""]) expect(obeyedIn(one)).toEqual([]);
      expect(text).toContain("<img src=x");
      // Everything between tags is text; nothing a place or a guest wrote has made one of its own.
      const tags = Array.from(html.matchAll(/<\/?([a-z!]\w*)[^>]*>/gi), ([, name = ""]) => name.toLowerCase());
      const ours = ["!doctype", "html", "head", "meta", "title", "body", "p", "br", "a", "hr", "small"];
      const tables = ["table", "caption", "tr", "td"];
      expect(tags.filter((name) => ![...ours, ...tables].includes(name))).toEqual([]);
      for (const [, href = ""] of html.matchAll(/href="([^"]*)"/g)) {
        expect(
          href.replaceAll(/&#x([0-9A-F]+);/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
        ).toMatch(new RegExp(`^${app.baseUrl}/track/[\\w-]{43}$`));
      }
    }
    const [receipt] = mails().filter(({ text }) => text.includes("Receipt for order"));
    expect(receipt?.text).toMatch(
      /\n2 x =HYPERLINK.*\n.*Subtotal +\u20ac10\.00\nTotal +\u20ac10\.00\n(?:of it .*\n)?Paid in cash +\u20ac10\.00\n/,
    );
    expect(receipt?.html).toContain("&lt;img src=x");
    for (const { content } of texts()) {
      expect(obeyedIn(content)).toEqual([]);
      expect(content).not.toMatch(/[\r\n]/);
    }
    expect(app.log().filter((line) => /guests\.example|\+49151/.test(line))).toEqual([]);
  });
});

/** Every text of a JSON value, keys included. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)]);
}
