/** The guest's page in a real browser: where, when and how an order goes, and what happens when something changes. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Floor } from "../contracts/index.js";
import type { AppProcess } from "./app-process.js";
import { PATIENT } from "./eventually.js";
import { leaveContact } from "./leave-contact.js";
import { type OpenHouse, openHouse } from "./open-office.js";
import { secondPlace } from "./second-place.js";
import { itemNamed, json, locationOf, signedIn, type Visitor, visitor } from "./visitor.js";
import { namelessControls, overhang, picture, smallTargets, type WatchedBrowser } from "./watched-browser.js";

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const DAY = 86_400_000;

describe("the guest's page", PATIENT, () => {
  let house: OpenHouse;
  let app: AppProcess;
  let browser: WatchedBrowser;
  let manager: Visitor;
  let at: string;

  beforeAll(async () => {
    house = await openHouse();
    ({ app, browser } = house);
    manager = await signedIn(visitor(app.baseUrl), app.demo().accounts.manager);
    at = `/api/v1/locations/${locationOf(manager)}`;
  });
  afterAll(() => house?.close());

  const opened = async (options = {}): Promise<Page> => {
    const page = await browser.newPage(options);
    await page.goto(`${app.baseUrl}/`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return page;
  };
  const choose = async (page: Page, dish: string): Promise<void> => {
    await page.getByRole("button", { name: `Choose ${dish}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Add/ }).click();
  };
  /** What a guest sees after looking away and back. */
  const lookAgain = (page: Page) => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  const send = (method: string, path: string, body: unknown, headers = {}) =>
    fetch(app.baseUrl + path, {
      method,
      headers: { ...manager.headers, "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });

  it("tells of a busy and of a paused kitchen, and takes orders for later", async () => {
    const startsAt = new Date(Math.ceil(Date.now() / DAY) * DAY + DAY / 2).toISOString();
    await json(await manager.post(`${at}/slots`, { orderType: "pickup", startsAt, capacity: 1 }), 201);
    await json(await manager.post(`${at}/busy`, { minutes: 15 }));
    const page = await opened();
    await page.getByText("orders take about 15 minutes longer").waitFor();
    await json(await manager.post(`${at}/pause`, { minutes: 30 }));
    await lookAgain(page);
    await page.getByText(/We take no orders until .*\d\d:\d\d\. You can order now for later\./).waitFor();
    await choose(page, "Cheeseburger");
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByRole("alert").getByText("takes no orders for the moment").waitFor();
    expect(await cart.getByRole("button", { name: "Place order" }).isDisabled()).toBe(true);
    await cart.getByRole("combobox", { name: "When" }).selectOption(startsAt);
    await cart.getByText(/^Ready about /).waitFor();
    await picture(page, "guest-paused");
    await leaveContact(cart, "Ana");
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/track\//);
    await page.getByText(/^Promised for/).waitFor();
    // The one place of that time is taken now.
    await page.goto(`${app.baseUrl}/`);
    expect(await cart.locator("option", { hasText: /\d\d:\d\d \(taken\)/ }).isDisabled()).toBe(true);
    await json(await manager.post(`${at}/pause`, { minutes: 0 }));
    await json(await manager.post(`${at}/busy`, { minutes: 0 }));
  });

  it("says when it opens again, by the clock on its own wall", async () => {
    const settings = async (change: object) => {
      const { version } = await json<{ version: number }>(await manager.get(`${at}/settings`));
      await json(await send("PATCH", `${at}/settings`, change, { "if-match": `"${version}"` }));
    };
    const weekday = new Date(Date.now() + DAY).toLocaleDateString("en", {
      weekday: "short",
      timeZone: "Europe/Berlin",
    });
    const tomorrow = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(weekday) + 1;
    await settings({ hours: [{ weekdays: [tomorrow], fromMinute: 630, toMinute: 780 }] });
    const page = await opened({ timezoneId: "America/New_York" });
    await page.getByText("We are closed. We open tomorrow at 10:30.").waitFor();
    await page.getByText(/^Closed now/).waitFor();
    const cart = page.getByRole("complementary", { name: "Your order" });
    await choose(page, "Espresso");
    await cart.getByRole("alert").getByText("The restaurant is closed at that time.").waitFor();
    expect(await cart.getByRole("button", { name: "Place order" }).isDisabled()).toBe(true);
    await settings({ hours: [] });
    house.forgive(/409.*\/quote/);
    await lookAgain(page);
    await page.getByText(/^Open now/).waitFor();
    await cart.getByRole("button", { name: "One Espresso more" }).click();
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Jo");
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/track\//);
    const { promisedAt } = await manager.track(page.url());
    const promised = new Date(promisedAt ?? 0).toLocaleTimeString("en-GB", {
      ...{ hour: "2-digit", minute: "2-digit", timeZone: "Europe/Berlin" },
    });
    // Whoever orders from New York fetches it in Berlin.
    await page.getByText(`Promised for ${promised}`).waitFor();
    await page.locator("ol.steps li", { hasText: "Received" }).locator("time").waitFor();
    const reached = (await page.locator("ol.steps time").first().textContent()) ?? "";
    const berlin = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", timeZone: "Europe/Berlin" });
    expect(Math.abs(Number(reached.slice(0, 2)) - Number(berlin)) % 23).toBeLessThanOrEqual(1);
    house.forgive(/409.*\/quote/);
  });

  it("delivers within its zones, and says what that costs and where it does not", async () => {
    const page = await opened(PHONE);
    await choose(page, "Cheeseburger");
    await choose(page, "Cheeseburger");
    await page.getByText("Delivery", { exact: true }).click();
    await page.getByRole("button", { name: /2 items.*View order/ }).click();
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByLabel("Street and number").fill("Invalidenstr. 1");
    await cart.getByLabel("City").fill("Berlin");
    await cart.getByLabel("Postcode").fill("20095");
    await cart.getByText("we do not deliver to this postcode").waitFor();
    await cart.getByRole("alert").getByText("does not deliver there").waitFor();
    await cart.getByLabel("Postcode").fill("10115");
    await cart.getByText("Around the corner: delivery \u20ac2.50, from \u20ac15.00 on.").waitFor();
    await cart.getByText(/^At your door about/).waitFor();
    await cart.getByRole("button", { name: /^10 %/ }).click();
    await cart.getByText("\u20ac30.00").waitFor();
    await picture(page, "phone-guest-delivery");
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(await namelessControls(page)).toEqual([]);
    house.forgive(/422.*\/quote/);
  });

  it("asks before it orders at another price", async () => {
    const page = await opened();
    await choose(page, "Cheeseburger");
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText(/^Ready about/).waitFor();
    const { variants } = itemNamed(await manager.menu(), "Cheeseburger");
    const { items } = await json<{ items: { id: string; version: number }[] }>(await manager.get(`${at}/variants`));
    const variant = items.find(({ id }) => id === variants[0]?.id);
    const seen = { "if-match": `"${variant?.version}"` };
    await json(await send("PATCH", `${at}/variants/${variant?.id}`, { price: 1390 }, seen));
    await leaveContact(cart, "Bo");
    await cart.getByRole("button", { name: "Place order" }).click();
    const dialog = page.getByRole("dialog", { name: "Something has changed" });
    await dialog.getByText("\u20ac12.50").waitFor();
    await picture(page, "guest-price-changed");
    await dialog.getByRole("button", { name: "Order for \u20ac13.90" }).click();
    await page.waitForURL(/\/track\//);
    await page.getByText(/^Promised for .*in about \d+ minutes$/).waitFor();
    house.forgive(/409.*\/orders/);
  });

  it("shows what is sold out meanwhile, in the menu and in the cart, and keeps the cart over a reload", async () => {
    const page = await opened();
    await choose(page, "Fish and chips");
    const { variants } = itemNamed(await manager.menu(), "Fish and chips");
    const path = `${at}/availability/variant/${variants[0]?.id}`;
    await json(await send("PUT", path, { status: "sold_out" }));
    await lookAgain(page);
    await page.getByText("Fish and chips cannot be had like this any more.").waitFor();
    await page.locator("article", { hasText: "Fish and chips" }).getByText("Sold out today").waitFor();
    await picture(page, "guest-sold-out");
    await json(await send("PUT", path, { status: "available" }));
    await page.reload();
    await page.getByRole("button", { name: "Change Fish and chips" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "One more", exact: true }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Change -/ })
      .click();
    await page.getByRole("complementary").getByText("2 x Fish and chips").waitFor();
    house.forgive(/409.*\/quote/);
  });

  it("takes an order once though its answer is lost and the page is loaded anew", async () => {
    const page = await opened();
    await choose(page, "Cheeseburger");
    await page.route("**/api/v1/orders", async (route) => {
      await route.fetch();
      await route.abort();
    });
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Cleo", "+4915100000044");
    await cart.getByRole("button", { name: "Place order" }).click();
    await cart.getByRole("alert").getByText("cannot be reached").waitFor();
    await page.unroute("**/api/v1/orders");
    await page.reload();
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Cleo", "+4915100000044");
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/track\//);
    const { orders } = await json<{ orders: { guest: string }[] }>(await manager.get(`${at}/orders`));
    expect(orders.filter(({ guest }) => guest === "Cleo")).toHaveLength(1);
    house.forgive(/ERR_FAILED/);
  });

  it("eats at the table whose code was scanned", async () => {
    const { items } = await json<{ items: { id: string; label: string }[] }>(await manager.get(`${at}/tables`));
    const table = items.find(({ label }) => label === "Table 3");
    const { url } = await json<{ url: string }>(await manager.post(`${at}/tables/${table?.id}/code`));
    expect(new URL(url).pathname).toBe("/at/the-copper-lid");
    const page = await browser.newPage(PHONE);
    await page.goto(url);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.getByRole("radio", { name: "Table 3" }).isChecked()).toBe(true);
    await choose(page, "Cheeseburger");
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText(/^Ready about/).waitFor();
    await cart.getByLabel("Name", { exact: true }).fill("Dana");
    await picture(page, "phone-guest-table");
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/track\//);
    await page.locator("ol.steps li", { hasText: "Served" }).waitFor();
    await page.goto(url);
    await choose(page, "Espresso");
    await cart.getByText(/^Ready about/).waitFor();
    const { tables } = await json<Floor>(await manager.get(`${at}/floor`));
    const seated = tables.find(({ label }) => label === "Table 3");
    await json(await manager.post(`${at}/table-sessions/${seated?.sessionId}/close`));
    await cart.getByLabel("Name", { exact: true }).fill("Dana");
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.locator("header").getByText("This table has been cleared. Scan the code on it again").waitFor();
    // What was chosen is kept, to be fetched instead.
    expect(await page.getByRole("radio", { name: "Pickup" }).isChecked()).toBe(true);
    await cart.getByText("1 x Espresso").waitFor();
    house.forgive(/409.*\/orders/);
  });

  it("leads to the partner to pay, and says Paid once the partner has said so", async () => {
    const page = await opened();
    await choose(page, "Cheeseburger");
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Eve");
    await cart.getByText("Online, now").click();
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.waitForURL(/\/track\//);
    await page.getByText("Paid. Thank you!").waitFor();
    await picture(page, "track-paid-online");
    const { orders } = await json<{ orders: { id: string; guest: string }[] }>(await manager.get(`${at}/orders`));
    const eve = orders.find(({ guest }) => guest === "Eve");
    await json(await manager.post(`/api/v1/orders/${eve?.id}/cancel`, { reason: "no gas" }));
    await page.getByText("This order is cancelled. Your money goes back by itself; banks take some days.").waitFor();
  });

  it("says that a payment did not go through, and takes the same order's money another way", async () => {
    const page = await opened();
    await choose(page, "Cheeseburger");
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Gus");
    await cart.getByText("Online, now").click();
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.getByRole("button", { name: "Let the bank decline" }).click();
    await page.getByRole("button", { name: "Leave without paying" }).click();
    const again = page.getByRole("button", { name: /^Pay online again with/ });
    await again.last().click();
    await page.getByRole("button", { name: "Let the bank decline" }).click();
    await page.getByRole("button", { name: "Back to the restaurant" }).click();
    await page.waitForURL(/\/track\//);
    const address = page.url();
    await page.getByText("Your payment did not go through. Not paid yet.").waitFor();
    expect(await page.getByText("Confirming your payment...").count()).toBe(0);
    expect(await again.allTextContents()).toEqual(["Pay online again with Stripe", "Pay online again with Razorpay"]);
    await picture(page, "track-payment-failed");
    await again.first().click();
    await page.getByRole("button", { name: "Pay", exact: true }).click();
    await page.waitForURL(address);
    await page.getByText("Paid. Thank you!").waitFor();
  });

  it("confirms nothing that the partner has not said: it waits, and says so once that takes long", async () => {
    const page = await opened();
    await choose(page, "Cheeseburger");
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Fay");
    await cart.getByText("Online, now").click();
    await page.clock.install();
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.getByRole("button", { name: "Leave without paying" }).click();
    await page.waitForURL(/\/track\//);
    await page.getByText("Confirming your payment...").waitFor();
    expect(await page.getByText("Paid. Thank you!").count()).toBe(0);
    await page.clock.fastForward(21_000);
    await page.getByText("Still waiting for your bank. You may close this page").waitFor();
    await page.getByRole("button", { name: "Pay online again with Razorpay" }).waitFor();
    await page.getByRole("button", { name: "Cancel the order" }).click();
    await page.getByRole("button", { name: "Yes, cancel my order" }).click();
    await page.getByText("This order is cancelled.").waitFor();
    expect(await page.getByRole("button", { name: /^Pay online/ }).count()).toBe(0);
  });

  it("speaks German to whoever reads that, from the menu to the order, until another language is chosen", async () => {
    const page = await opened({ ...PHONE, locale: "de-AT" });
    const speaks = async (language: string, title: string) => {
      expect(await page.locator("html").getAttribute("lang")).toBe(language);
      expect(await page.title()).toBe(title);
    };
    await speaks("de", "Bestellen");
    await page.getByRole("button", { name: "Cheeseburger ausw\u00e4hlen" }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Hinzuf\u00fcgen \u2013 \u20ac 1\d,\d\d$/ })
      .click();
    const cart = page.getByRole("complementary", { name: "Deine Bestellung" });
    await page.getByText("Lieferung", { exact: true }).click();
    await cart.getByLabel("Stra\u00dfe und Hausnummer").fill("Jungfernstieg 1");
    await cart.getByLabel("Ort").fill("Hamburg");
    await cart.getByLabel("Postleitzahl").fill("20095");
    await cart.getByRole("alert").getByText("Dorthin liefert das Restaurant nicht.").waitFor();
    house.forgive(/422.*\/quote/);
    await page.getByText("Abholung", { exact: true }).click();
    await cart.getByText(/^Fertig gegen \d\d:\d\d$/).waitFor();
    await cart.getByRole("button", { name: "Zahlungspflichtig bestellen" }).click();
    await cart.getByRole("alert").getByText("Sag uns, auf welchen Namen die Bestellung geht.").waitFor();
    await leaveContact(cart, "Gerda");
    await picture(page, "phone-guest-german");
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(await namelessControls(page)).toEqual([]);
    await cart.getByRole("button", { name: "Zahlungspflichtig bestellen" }).click();
    await page.waitForURL(/\/track\//);
    await page.getByText("Noch nicht bezahlt. Du kannst an der Theke bezahlen.").waitFor();
    await page.getByText(/^Versprochen f\u00fcr \d\d:\d\d, in etwa \d+ Minuten$/).waitFor();
    await speaks("de", "Deine Bestellung");
    await picture(page, "phone-track-german");
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await page.getByRole("combobox", { name: "Sprache" }).selectOption("English");
    await page.getByText("Not paid yet. You can pay at the counter.").waitFor();
    await speaks("en", "Your order");
    await page.goto(`${app.baseUrl}/`);
    await page.getByRole("button", { name: "Choose Cheeseburger" }).waitFor();
    expect(await page.getByRole("combobox", { name: "Language" }).inputValue()).toBe("en");
  });

  it("tells every station of an allergy that was said beside one dish, and offers tips that nobody chose yet", async () => {
    const page = await opened();
    await choose(page, "Espresso");
    await page.getByRole("button", { name: "Choose Cheeseburger" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Allergies").fill("peanuts, for one of us");
    await dialog.getByRole("button", { name: /^Add/ }).click();
    const cart = page.getByRole("complementary", { name: "Your order" });
    expect(await cart.getByLabel("Allergies").inputValue()).toBe("peanuts, for one of us");
    const menu = await manager.menu();
    const subtotal = itemNamed(menu, "Espresso").price.amount + itemNamed(menu, "Cheeseburger").price.amount;
    const euros = (cents: number) => `\u20ac${(cents / 100).toFixed(2)}`;
    const share = (percent: number) => Math.floor((subtotal * percent) / 100);
    const tips = cart.getByRole("group", { name: "Tip" }).getByRole("button");
    await tips.first().waitFor();
    const offered = [5, 10, 15].map((percent) => `${percent} % ${euros(share(percent))}`);
    expect(await tips.allTextContents()).toEqual(offered);
    expect(await cart.getByRole("button", { pressed: true }).count()).toBe(0);
    await tips.nth(1).click();
    await cart.getByText(euros(subtotal + share(10))).waitFor();
    expect(await tips.nth(1).getAttribute("aria-pressed")).toBe("true");
    await tips.nth(1).click();
    await cart.getByText(euros(subtotal)).waitFor();
    await cart.getByLabel("Another amount").fill("500");
    // Nobody gives more than the dishes cost.
    await cart.getByText(euros(2 * subtotal)).waitFor();
    await cart.getByLabel("Another amount").fill("");
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Hal");
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/track\//);
    const { tickets } = await manager.board();
    const told = tickets.filter(({ allergyNote }) => allergyNote === "peanuts, for one of us");
    expect(told.map(({ station }) => station.name).sort()).toEqual(["Cold & Bar", "Grill"]);
  });

  it("chooses among several places, each with its own menu, cart and tables", async () => {
    await house.app.stop();
    const harbour = await secondPlace(app.dataFolder);
    await house.startAgain();
    ({ app } = house);
    browser.faults.splice(0);
    const page = await opened(PHONE);
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Where would you like to order?");
    expect(await smallTargets(page)).toEqual([]);
    const places = page.getByRole("main").getByRole("link");
    expect(await places.allTextContents()).toEqual([
      "Harbour LidOpen now / Pier 4",
      "The Copper LidOpen now / Invalidenstr. 1, 10115 Berlin",
    ]);
    await picture(page, "phone-guest-places");
    await places.first().click();
    await page.getByRole("heading", { level: 1, name: "Harbour Lid" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/at/harbour");
    await choose(page, "Espresso");
    await page.getByRole("link", { name: "All places" }).click();
    await places.last().click();
    await page.getByRole("heading", { level: 1, name: "The Copper Lid" }).waitFor();
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText("Nothing yet.").waitFor();
    await choose(page, "Pale ale");
    await page.goto(`${app.baseUrl}/at/harbour`);
    await cart.getByText("1 x Espresso").waitFor();
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Ida");
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/track\//);
    await page.getByText("Pick it up at Harbour Lid, Pier 4").waitFor();
    await page.goto(`${app.baseUrl}/at/nowhere`);
    await page.getByText("There is no such place.").waitFor();
    // A code that was printed when there was one place still finds its table.
    await page.goto(`${app.baseUrl}/#table=${harbour.code}`);
    await page.reload();
    await page.getByRole("radio", { name: "Table 1" }).waitFor();
    await page.getByRole("heading", { level: 1, name: "Harbour Lid" }).waitFor();
    house.forgive(/404.*(?:the-copper-lid\/tables\/scan|\/locations\/nowhere)/);
  });

  it("no page opened a dialog, broke its policy or failed", () => {
    expect(browser.faults).toEqual([]);
  });
});
