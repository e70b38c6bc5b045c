/** The office in a real browser: orders are answered, money goes back after a second look, and the house tells how it is. */
import { randomUUID } from "node:crypto";
import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Board, PlacedOrder, StaffOrder } from "../contracts/index.js";
import { words as german } from "../web/office/words/de.js";
import { words as english } from "../web/office/words/en.js";
import { eventually, PATIENT } from "./eventually.js";
import { type OpenHouse, openOffice } from "./open-office.js";
import { json, locationOf, signedIn, slipOf, someone, type Visitor, visitor } from "./visitor.js";
import { listenTo, picture, readCode, signInOn } from "./watched-browser.js";

/** What people and the sample have typed stays as it is, and a language is offered by its own name. */
const TYPED: readonly string[] = ["Guest", "Regular", "City", "English"];

const EVIL = "<img src=x onerror=alert(1)>";

/** Tones that one sound alone has, in hertz. */
const NEW_TONE = 1175;
const UNSEEN_TONE = 1320;

describe("the office", PATIENT, () => {
  let office: OpenHouse;
  let app: OpenHouse["app"];
  let browser: OpenHouse["browser"];
  let go: OpenHouse["go"];
  let manager: Visitor;
  let at: string;
  let page: Page;

  beforeAll(async () => {
    office = await openOffice("manager", "orders");
    ({ app, browser, page, go } = office);
    manager = await signedIn(visitor(app.baseUrl), app.demo().accounts.manager);
    at = `/api/v1/locations/${locationOf(manager)}`;
  });
  afterAll(() => office?.close());

  const order = async (dishes: readonly string[], more: object = {}): Promise<PlacedOrder> =>
    manager.order({ ...slipOf(await manager.menu(), dishes), contact: someone(), ...more });
  const read = async ({ order: { id } }: PlacedOrder) => json<StaffOrder>(await manager.get(`/api/v1/orders/${id}`));
  const columnOf = (name: string) => page.getByRole("region", { name, exact: true });
  const cardOf = (column: string, { order: { id } }: PlacedOrder) => columnOf(column).locator(`[data-order="${id}"]`);
  const panel = () => page.getByRole("complementary", { name: "Order" });

  it("people accept orders once that is set, and the place is busy and paused as they say", async () => {
    await go("Settings");
    await page.getByRole("button", { name: "People accept orders" }).click();
    await page.getByText("Orders are taken; not busy; accepted by people").waitFor();
    await page.getByLabel(/^Take no orders for/).fill("20");
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText(/^No orders until \d\d:\d\d;/).waitFor();
    await picture(page, "office-settings");
    await page.getByRole("button", { name: "Take orders again" }).click();
    await page.getByText(/^Orders are taken;/).waitFor();
    await go("Orders");
  });

  it("a new order is accepted ten minutes later, another is rejected with a reason", async () => {
    const [one, other] = [await order(["Cheeseburger"]), await order(["French fries"], { orderNote: EVIL })];
    await cardOf("New", one)
      .getByText(/^Rejected by itself in 9:\d\d$/)
      .waitFor();
    await cardOf("New", one)
      .getByRole("button", { name: /10 minutes later/ })
      .click();
    await cardOf("Preparing", one).waitFor();
    await cardOf("New", other)
      .getByRole("button", { name: /^Reject/ })
      .click();
    await picture(page, "office-orders");
    await page.getByRole("dialog").getByLabel("Reason").fill("The fryer is broken");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Reject/ })
      .click();
    await cardOf("New", other).waitFor({ state: "detached" });
    expect(await read(other)).toMatchObject({ state: "rejected", closedReason: "The fryer is broken" });
  });

  it("a new order sounds until it is accepted, and a ticket nobody has seen is told of until it is away", async () => {
    const hear = await listenTo(page);
    const all: number[] = [];
    const heard = async (frequency: number) => {
      all.push(...(await hear()));
      return all.filter((one) => one === frequency).length;
    };
    const sounds = page.getByRole("button", { name: "Sounds" });
    expect(await sounds.getAttribute("aria-pressed"), "whoever has chosen nothing hears them").toBe("true");
    await sounds.click();
    const quiet = await order(["Cheeseburger"]);
    await cardOf("New", quiet).waitFor();
    expect(await heard(NEW_TONE), "nobody wants sounds here").toBe(0);
    await sounds.click();
    await expect.poll(() => heard(NEW_TONE), { timeout: 10_000 }).toBe(1);
    await expect.poll(() => heard(NEW_TONE), { timeout: 10_000 }).toBe(2);
    await cardOf("New", quiet)
      .getByRole("button", { name: /^Accept #\d+$/ })
      .click();
    await cardOf("Preparing", quiet).waitFor();
    const before = await heard(NEW_TONE);
    const banner = page.getByRole("alert").filter({ hasText: /^Nobody in the kitchen has seen .*#\d+ at Grill/ });
    await banner.waitFor({ timeout: 45_000 });
    await expect.poll(() => heard(UNSEEN_TONE), { timeout: 10_000 }).toBeGreaterThan(0);
    expect(await heard(NEW_TONE), "it was accepted").toBe(before);
    await picture(page, "office-unseen");
    await sounds.click();
    expect(await page.evaluate(() => localStorage.getItem("office-sounds"))).toBe("off");
    const { tickets } = await json<Board>(await manager.get("/api/v1/kds/board"));
    for (const { id, version } of tickets) {
      const body = { expectedVersion: version };
      await json(await manager.post(`/api/v1/kds/tickets/${id}/bump`, body, { "idempotency-key": randomUUID() }));
    }
    await banner.waitFor({ state: "detached" });
  });

  it("a line is voided, cash is taken, and money goes back once the person has proven who they are", async () => {
    const placed = await order(["Cheeseburger", "French fries"], { orderNote: EVIL });
    await cardOf("New", placed).getByRole("button", { name: /^#/ }).click();
    await panel().getByText(EVIL).waitFor();
    await panel().getByRole("button", { name: "Void French fries" }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("ordered twice");
    await page.getByRole("dialog").getByRole("button", { name: "Void the line" }).click();
    await panel().getByText("Voided: ordered twice").waitFor();
    await panel().getByRole("button", { name: "Take cash" }).click();
    await page.getByRole("dialog").getByLabel("Received").fill("20");
    await page.getByRole("dialog").getByRole("button", { name: "Take it" }).click();
    await page.getByText("Change: \u20ac7.50").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await panel().getByRole("button", { name: "Give money back" }).click();
    const dialog = page.getByRole("dialog", { name: "Give money back" });
    await dialog.getByText("Paid \u20ac12.50, given back \u20ac0.00, at most \u20ac12.50.").waitFor();
    await dialog.getByLabel("Amount").fill("2.50");
    await picture(page, "office-refund");
    // The sign-in is younger than five minutes: the first answer is what an older one would get.
    const tooOld = { type: "about:blank", title: "Sign in again.", status: 401, code: "step_up_required" };
    const isOnItsWay = () =>
      dialog.getByRole("button", { name: "One moment...", disabled: true }).getAttribute("aria-busy");
    let shown: string | null = null;
    const answer = async (route: Route): Promise<void> => {
      shown = await isOnItsWay();
      await route.fulfill({ status: 401, json: tooOld });
    };
    await page.route("**/refunds", answer, { times: 1 });
    await dialog.getByRole("button", { name: "Give it back" }).click();
    const proof = page.getByRole("dialog", { name: "Is it you?" });
    await proof.waitFor();
    expect(shown).toBe("true");
    await proof.getByLabel("Your password").fill(app.demo().accounts.manager.password);
    await proof.getByRole("button", { name: "Go on" }).click();
    await dialog.getByText(/^\u20ac2\.50: /).waitFor();
    await dialog.getByRole("button", { name: "Close" }).click();
    await panel()
      .getByText(/given back/)
      .waitFor();
    await picture(page, "office-order");
    const asked = browser.faults.splice(0);
    expect(asked.every((fault) => fault.includes("401") && fault.includes("/refunds"))).toBe(true);
    await panel().getByRole("button", { name: "Close" }).click();
  });

  it("an order is cancelled with a reason and ordered anew", async () => {
    const placed = await order(["Pale ale"]);
    await cardOf("New", placed).getByRole("button", { name: /^#/ }).click();
    await panel().getByRole("button", { name: "Cancel the order" }).click();
    await page.getByRole("dialog").getByLabel("Reason").fill("guest left");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel the order" }).click();
    const history = panel().getByRole("region", { name: "What happened" });
    await history.getByText(/cancelled, Mina Manager: guest left$/).waitFor();
    await panel().getByRole("button", { name: "Order the same anew" }).click();
    await eventually(
      async () => (await panel().getByRole("heading").first().textContent()) !== `#00${placed.order.number}`,
      "the new order's panel",
    );
    await panel().getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "By day" }).click();
    await page.getByRole("row", { name: /cancelled/ }).waitFor();
    await page.getByLabel("Business day, Europe/Berlin").waitFor();
    const heading = page.getByRole("columnheader", { name: "Total" });
    const totals = async () => {
      const cells = await page.getByRole("row").locator("td:last-child").allTextContents();
      return cells.map((cell) => Number(cell.replace(/[^\d.]/g, "")));
    };
    for (const direction of ["ascending", "descending"] as const) {
      await heading.getByRole("button").press("Enter");
      expect(await heading.getAttribute("aria-sort")).toBe(direction);
      const sorted = (await totals()).toSorted((a, b) => (direction === "ascending" ? a - b : b - a));
      expect(await totals()).toEqual(sorted);
      expect(new Set(sorted).size).toBeGreaterThan(1);
    }
    // Whoever comes back finds the table as it was sorted.
    await page.getByRole("button", { name: "Live" }).click();
    await page.getByRole("button", { name: "By day" }).click();
    await page.getByRole("columnheader", { name: "Total" }).waitFor();
    expect(await heading.getAttribute("aria-sort")).toBe("descending");
    await picture(page, "office-day");
    await page.getByRole("button", { name: "Live" }).click();
  });

  it("an order is taken at the counter, kept open, added to and sent", async () => {
    await go("New order");
    await page.getByRole("button", { name: "Choose Cheeseburger" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Add/ }).click();
    const slip = page.getByRole("form", { name: "Slip" });
    await slip.getByLabel("Kind").selectOption("dine_in");
    await slip.getByLabel("Table 2").check();
    await slip.getByLabel("Keep it open").check();
    await picture(page, "office-counter");
    await slip.getByRole("button", { name: "Take the order" }).click();
    await panel().getByText("Table 2 (staff)").waitFor();
    await panel().getByRole("button", { name: "Move to another table" }).click();
    await page.getByRole("dialog").getByLabel("Terrace 1").check();
    await page.getByRole("dialog").getByRole("button", { name: "Move" }).click();
    await panel().getByText("Terrace 1 (staff)").waitFor();
    await panel().getByRole("link", { name: "Add dishes" }).click();
    // Nothing is to be chosen of it.
    await page.getByRole("button", { name: "Choose House lemonade" }).click();
    await slip.getByText("1 x House lemonade").waitFor();
    await slip.getByRole("button", { name: "Add to the order" }).click();
    await panel().getByText("\u20ac17.00").first().waitFor();
    await panel().getByRole("button", { name: "Change House lemonade" }).click();
    await page.getByRole("dialog").getByLabel("How many").fill("2");
    await page.getByRole("dialog").getByLabel("Note").fill(EVIL);
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await panel().getByText("\u20ac21.50").first().waitFor();
    await panel().getByText(EVIL).waitFor();
    await panel().getByRole("button", { name: "Send it to the kitchen" }).click();
    await panel()
      .getByText(/^(placed|preparing)$/)
      .waitFor();
    await panel().getByRole("button", { name: "Close" }).click();
  });

  it("a cashier takes an order at a table, sees it there, and adds to it", async () => {
    const cashier = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await signInOn(cashier, `${app.baseUrl}/office/counter`, app.demo().accounts.cashier);
    const slip = cashier.getByRole("form", { name: "Slip" });
    const order = cashier.getByRole("complementary", { name: "Order" });
    await cashier.getByRole("button", { name: "Drinks", exact: true }).click();
    for (let count = 1; count <= 2; count += 1) {
      await cashier.getByRole("button", { name: "Choose House lemonade" }).click();
      await slip.getByText(`${count} x House lemonade`).waitFor();
    }
    expect(await cashier.getByRole("button", { name: "Choose Cheeseburger" }).count()).toBe(0);
    await slip.getByLabel("Kind").selectOption("dine_in");
    await slip.getByLabel("Table 4 free").check();
    await picture(cashier, "office-counter-tables");
    await slip.getByRole("button", { name: "Take the order" }).click();
    await order.getByText("Table 4 (staff)").waitFor();
    await order.getByRole("button", { name: "Close" }).click();
    await slip.getByLabel("Kind").selectOption("dine_in");
    await slip.getByRole("button", { name: /^Table 4: #\d+ (placed|preparing), \u20ac9\.00 unpaid$/ }).click();
    await slip.getByRole("heading", { name: "Added dishes" }).waitFor();
    await cashier.getByRole("button", { name: "Choose Espresso" }).click();
    await slip.getByRole("button", { name: "Add to the order" }).click();
    await order.getByText("\u20ac11.90").first().waitFor();
    await order.getByRole("button", { name: "Move to another table" }).click();
    await cashier.getByRole("dialog").getByLabel("Table 3").check();
    await cashier.getByRole("dialog").getByRole("button", { name: "Move" }).click();
    await order.getByText("Table 3 (staff)").waitFor();
    await cashier.close();
  });

  it("money that is open is shown, and the partner asked about it", async () => {
    const placed = await order(["Espresso"], { payment: { mode: "online" } });
    const token = new URL(placed.trackUrl).pathname.split("/").at(-1);
    const opened = await visitor(app.baseUrl).post(`/api/v1/track/${token}/payments`, { provider: "stripe" });
    expect(opened.status).toBe(201);
    await go("Payments");
    const open = page.getByRole("region", { name: "Open", exact: true }).first();
    const row = open.getByRole("row", { name: new RegExp(`#0*${placed.order.number} pending payment stripe`) });
    await row.waitFor();
    await row.getByText("never").waitFor();
    await row.getByRole("button", { name: /^Check the payment of/ }).click();
    await row.getByText("never").waitFor({ state: "detached" });
    await page.getByRole("region", { name: "Given back" }).first().getByRole("row", { name: /cash/ }).waitFor();
    await page.getByRole("region", { name: "Does not agree" }).getByText("All money agrees with its order.").waitFor();
    await picture(page, "office-payments");
    const reference = await row.locator("code").textContent();
    await row.getByRole("link").click();
    await panel()
      .getByRole("heading", { name: `#${String(placed.order.number).padStart(3, "0")}` })
      .waitFor();
    expect(await panel().locator("code.reference").textContent()).toBe(reference);
    await panel().getByRole("button", { name: "Close" }).click();
  });

  it("a report is shown and saved as a file", async () => {
    await go("Reports");
    await page.getByRole("row", { name: /\u20ac/ }).waitFor();
    await picture(page, "office-reports");
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download as CSV" }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toMatch(/^sales-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const stream = await download.createReadStream();
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString("utf8")).toMatch(/^"day","orders","gross"/);
  });

  it("a screen is paired by a code, seen, and taken back", async () => {
    await go("Screens");
    await page.getByLabel("Station").selectOption("Grill");
    await page.getByLabel("What to call it").fill("Grill left");
    await page.getByRole("button", { name: "Make a code" }).click();
    const code = (await page.locator(".pairing-code").textContent()) ?? "";
    // The screen takes a picture of it, instead of typing.
    const led = await readCode(page.getByRole("img", { name: "Opens the screen with this code" }));
    expect(led).toBe(`${app.baseUrl}/kitchen#pair=${code}`);
    const screen = await browser.newPage();
    await screen.goto(led ?? "");
    await screen.getByRole("button", { name: "Pair" }).click();
    await screen.getByRole("heading", { name: "Grill" }).waitFor();
    await screen.close();
    await page.reload();
    await page.getByRole("rowheader", { name: "Grill left", exact: true }).waitFor();
    await picture(page, "office-screens");
    await go("Health");
    await page.getByRole("rowheader", { name: "Grill left", exact: true }).waitFor();
    await picture(page, "office-health");
    await go("Screens");
    await page.getByRole("button", { name: "Take back Grill left" }).click();
    await page.getByRole("button", { name: "Yes, at once" }).click();
    await page.getByText("No screen is paired yet.").waitFor();
  });

  it("tells where one is signed in, and ends it", async () => {
    await go("My sign-ins");
    const rows = page.getByRole("row", { name: /Sign out/ });
    await eventually(async () => (await rows.count()) === 2, "this one and the script's");
    await picture(page, "office-sessions");
    await rows.filter({ hasNotText: "this one" }).getByRole("button").click();
    await page.getByRole("button", { name: "Yes, sign it out" }).click();
    await eventually(async () => (await rows.count()) === 1, "the other to be gone");
    expect((await manager.get(`${at}/orders`)).status).toBe(401);
  });

  it("shows a cashier no more than is theirs", async () => {
    const cashier = await browser.newPage();
    await signInOn(cashier, `${app.baseUrl}/office/health`, app.demo().accounts.cashier);
    await cashier.getByRole("heading", { name: "Orders", level: 1 }).waitFor();
    const links = await cashier.getByRole("navigation").getByRole("link").allTextContents();
    expect(links).toEqual(["Orders", "New order", "Sold out", "Reports", "Settings", "My sign-ins"]);
    await cashier.getByRole("link", { name: "Sold out" }).click();
    const row = cashier.getByRole("row", { name: /^House lemonade/ });
    await row.getByLabel("How long House lemonade is sold out").selectOption("3 hours");
    await row.getByRole("button", { name: "House lemonade is sold out" }).click();
    await row.getByText(/^sold out, back at /).waitFor();
    await picture(cashier, "office-shelf");
    const lemonade = async () => (await manager.menu()).items.find(({ name }) => name === "House lemonade");
    expect((await lemonade())?.available).toBe(false);
    await row.getByRole("button", { name: "House lemonade is back" }).click();
    await row.getByText("there", { exact: true }).waitFor();
    expect((await lemonade())?.available).toBe(true);
    await cashier.close();
  });

  it("is read in German, whole, by whoever chooses it", async () => {
    await page.goto(`${app.baseUrl}/office/orders`);
    await page.getByLabel("Language").selectOption("Deutsch");
    await page.getByRole("heading", { name: "Bestellungen", level: 1 }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("de");
    const left = englishAlone(english, german).filter((text) => !TYPED.includes(text));
    for (const [path, name] of await viewsOf(page)) {
      await page.goto(app.baseUrl + path);
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      await page.waitForLoadState("networkidle");
      await picture(page, `german-office-${name}`);
      expect(await saidOn(page, left), name).toEqual([]);
    }
    const { password } = german.sessions;
    const form = page.getByRole("form", { name: password.title });
    await form.getByLabel(password.current).fill("not the password");
    await form.getByLabel(password.next).fill("a long new password");
    await form.getByRole("button", { name: password.change }).click();
    await form.getByRole("alert").getByText("Das ist nicht das Passwort.", { exact: true }).waitFor();
    office.forgive(/403/);
    await page.goto(`${app.baseUrl}/office/cameras`);
    await visitor(app.baseUrl).get("/api/v1/me", { authorization: "Bearer made.up.token" });
    await page.getByText("Eine Anfrage wurde abgelehnt.", { exact: true }).first().waitFor();
    await page.goto(`${app.baseUrl}/office/orders`);
    await page.getByLabel("Sprache").selectOption("English");
    await page.getByRole("navigation", { name: "Office" }).waitFor();
  });

  it("fits a telephone, names every control, and no view failed", async () => {
    await office.fitsTelephone(["orders", "counter", "shelf", "payments", "health", "reports", "devices", "sessions"]);
    expect(browser.faults).toEqual([]);
  });
});

/** The office's own views: where each is, and its name. */
function viewsOf(page: Page): Promise<readonly (readonly [string, string])[]> {
  return page
    .locator("nav a[href^='/office/']:not([href='/office/cameras'])")
    .evaluateAll((links) => links.map((link) => [link.getAttribute("href") ?? "", link.textContent ?? ""] as const));
}

/** What is said in English, and in German otherwise. */
function englishAlone(one: object, other: object): readonly string[] {
  return Object.entries(one).flatMap(([name, text]) => {
    const same = (other as Readonly<Record<string, unknown>>)[name];
    if (typeof text === "string") return text === same ? [] : [text];
    return typeof text === "object" ? englishAlone(text as object, same as object) : [];
  });
}

/** Which of the texts stand on the page, or name something there. */
function saidOn(page: Page, texts: readonly string[]): Promise<readonly string[]> {
  return page.evaluate((unwanted) => {
    const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const shown: string[] = [];
    while (nodes.nextNode()) shown.push((nodes.currentNode.textContent ?? "").trim());
    for (const one of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
      shown.push(...["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name) ?? ""));
    }
    return unwanted.filter((text) => shown.includes(text));
  }, texts);
}
