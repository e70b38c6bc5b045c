/** The restaurant in a real browser: a guest orders, the kitchen cooks, Stripe pays, and no page runs what a guest wrote. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, PATIENT } from "./eventually.js";
import { leaveContact } from "./leave-contact.js";
import { type OpenHouse, openHouse } from "./open-office.js";
import { stripePaid } from "./partners.js";
import { json, locationOf, signedIn, someone, visitor } from "./visitor.js";
import { loadedAt, overhang, picture, smallTargets, type WatchedBrowser } from "./watched-browser.js";

const EVIL = "<img src=x onerror=alert(1)>";

describe("in the browser", PATIENT, () => {
  let house: OpenHouse;
  let browser: WatchedBrowser;
  let guest: Page;
  let kitchen: Page;
  let trackUrl: string;
  let orderId: string;

  beforeAll(async () => {
    house = await openHouse();
    ({ browser } = house);
  });
  afterAll(() => house?.close());

  it("a guest chooses a dish, must choose its options, and orders", async () => {
    guest = await browser.newPage();
    await guest.goto(`${house.app.baseUrl}/`);
    await guest.getByRole("heading", { name: "The Copper Lid" }).waitFor();
    await picture(guest, "guest-menu");
    await guest.getByRole("button", { name: "Choose Rib-eye steak" }).click();
    const dialog = guest.getByRole("dialog");
    await dialog.getByRole("button", { name: /^Add/ }).click();
    await dialog.getByRole("alert").getByText("Doneness: choose 1.").waitFor();
    await dialog.getByLabel("Medium").check();
    await dialog.getByLabel("Instructions").fill(EVIL);
    await picture(guest, "guest-dialog");
    await dialog.getByRole("button", { name: /^Add/ }).click();
    const cart = guest.getByRole("complementary", { name: "Your order" });
    await cart.getByText(EVIL).waitFor();
    await leaveContact(cart, "Ana <b>Bold</b>");
    await picture(guest, "guest-cart");
    await cart.getByRole("button", { name: "Place order" }).click();
    await guest.waitForURL(/\/track\/[\w-]{43}$/);
    trackUrl = guest.url();
    await guest.getByText("This page updates by itself.").waitFor();
    await guest.getByText("Rib-eye steak").waitFor();
    expect(await guest.locator("ol.steps li[aria-current=step]").textContent()).toMatch(/^Preparing/);
    expect(await guest.getByText("Not paid yet.").isVisible()).toBe(true);
    await picture(guest, "track-preparing");
  });

  it("a chef signs in and sees the ticket, with what the guest wrote as text", async () => {
    kitchen = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await kitchen.goto(`${house.app.baseUrl}/kitchen`);
    await kitchen.waitForURL(/\/sign-in\?to=%2Fkitchen$/);
    await picture(kitchen, "sign-in");
    const { email, password } = house.app.demo().accounts.chef;
    await kitchen.getByLabel("E-mail").fill(email);
    await kitchen.getByLabel("Password").fill(`${password}-not`);
    await kitchen.getByRole("button", { name: "Sign in" }).click();
    await kitchen.getByRole("alert").getByText("do not belong together").waitFor();
    expect(browser.faults.splice(0).every((fault) => fault.includes("401") && fault.includes("/auth/login"))).toBe(
      true,
    );
    await kitchen.getByLabel("Password").fill(password);
    await kitchen.getByRole("button", { name: "Sign in" }).click();
    await kitchen.waitForURL(`${house.app.baseUrl}/kitchen`);
    await kitchen.getByText("LIVE", { exact: true }).waitFor();
    await kitchen.getByText(EVIL).waitFor();
    expect(await kitchen.locator("img").count()).toBe(0);
    expect(await kitchen.locator("q.instructions").textContent()).toBe(EVIL);
    // The checkout tells a partner the order's id; the kitchen's screen has it, too.
    const ticket = kitchen.locator("article.ticket", { hasText: "Rib-eye steak" });
    orderId = (await ticket.getAttribute("data-order")) ?? "";
    await picture(kitchen, "kitchen");
  });

  it("a second order comes without a reload", async () => {
    const loaded = await loadedAt(kitchen);
    const other = visitor(house.app.baseUrl);
    const { items } = await other.menu();
    const itemId = items.find(({ name }) => name === "Cheeseburger")?.id;
    const line = { itemId, quantity: 2, instructions: "<svg onload=alert(2)>" };
    await other.order({ lines: [line], contact: someone("Bo") });
    await kitchen.getByText("<svg onload=alert(2)>").waitFor();
    expect(await loadedAt(kitchen)).toBe(loaded);
    await picture(kitchen, "kitchen-two");
  });

  it("the chef bumps the dish, and the guest's page says so by itself", async () => {
    const loaded = await loadedAt(guest);
    await kitchen.getByRole("button", { name: /Rib-eye steak/ }).click();
    await kitchen.getByText(/^Bumped #\d{3}/).waitFor();
    await guest.locator("ol.steps li[aria-current=step]", { hasText: "Ready" }).waitFor();
    expect(await loadedAt(guest)).toBe(loaded);
    await picture(kitchen, "kitchen-bumped");
    await picture(guest, "track-ready");
  });

  it("Stripe's event makes the guest's page say Paid, a forged one does not", async () => {
    const loaded = await loadedAt(guest);
    const partner = visitor(house.app.baseUrl);
    const { total } = await partner.track(trackUrl);
    const payment = { orderId, ...total };
    const forged = await partner.deliver(stripePaid(payment, { secret: `whsec_${"x1Y2".repeat(10)}` }));
    expect(forged.status).toBe(400);
    expect(await guest.getByText("Not paid yet.").isVisible()).toBe(true);
    const { status } = await partner.deliver(stripePaid(payment, house.app.demo().webhooks.stripe));
    expect(status).toBe(200);
    await guest.getByText("Paid. Thank you!").waitFor();
    expect(await loadedAt(guest)).toBe(loaded);
    await picture(guest, "track-paid");
  });

  it("the kitchen stays live over a restart of its server, and says when it is not", async () => {
    // Screens come back at moments of their own, within a quarter of a minute; this one draws the soonest.
    await kitchen.evaluate(() => {
      Math.random = () => 0;
    });
    await house.app.stop();
    await kitchen.getByText("NOT LIVE", { exact: true }).waitFor();
    await picture(kitchen, "kitchen-not-live");
    browser.faults.splice(0);
    await house.startAgain();
    await kitchen.getByText("LIVE", { exact: true }).waitFor();
    await guest.getByText("This page updates by itself.").waitFor();
    // While nobody answered, the browser has reported every attempt.
    browser.faults.splice(0);
  });

  it("a screen is paired by its code, and a cook works it by keys: bump, undo, look up", async () => {
    const manager = await signedIn(visitor(house.app.baseUrl), house.app.demo().accounts.manager);
    const at = `/api/v1/locations/${locationOf(manager)}`;
    const { stations } = await json<{ stations: { id: string; name: string }[] }>(await manager.get(`${at}/stations`));
    const stationId = stations.find(({ name }) => name === "Grill")?.id;
    const made = await manager.post(`${at}/devices/pairing-codes`, { stationId, name: "Grill" });
    const { code } = await json<{ code: string }>(made, 201);
    const screen = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await screen.goto(`${house.app.baseUrl}/kitchen#pair`);
    await screen.getByLabel("Code from the office").fill(code);
    await screen.getByRole("button", { name: "Pair" }).click();
    await screen.getByText("LIVE", { exact: true }).waitFor();
    const open = screen.locator("article.ticket.open");
    await open.first().waitFor();
    const before = await open.count();
    await screen.keyboard.press("1");
    await screen.locator("article.ticket.selected").waitFor();
    await screen.keyboard.press("Enter");
    await screen.getByText(/^Bumped #\d{3}/).waitFor();
    await screen.keyboard.press("r");
    await screen.getByRole("region", { name: "Recall" }).getByRole("button").first().click();
    await eventually(async () => (await open.count()) === before, "the ticket to be back");
    await screen.keyboard.press("a");
    await screen.getByRole("region", { name: "All day" }).getByText("Cheeseburger").waitFor();
    await picture(screen, "kitchen-screen");
  });

  it("the chef signs out, and the kitchen is closed", async () => {
    await kitchen.getByRole("button", { name: "Sign out" }).click();
    await kitchen.waitForURL(/\/sign-in/);
    await kitchen.goto(`${house.app.baseUrl}/kitchen`);
    await kitchen.waitForURL(/\/sign-in/);
  });

  it("the reference lists every route of the API", async () => {
    const page = await browser.newPage();
    await page.goto(`${house.app.baseUrl}/reference`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    const text = await page.locator("main").textContent();
    for (const path of ["/api/v1/orders", "/api/v1/track/{token}", "/api/v1/kitchen/board", "/webhooks/stripe"]) {
      expect(text).toContain(path);
    }
    await picture(page, "reference");
    await page.locator("summary", { hasText: "/api/v1/orders" }).first().click();
    await picture(page, "reference-open");
  });

  it("every page fits a telephone", async () => {
    const phone = await browser.newPage({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    for (const [name, path] of [
      ["guest", "/"],
      ["sign-in", "/sign-in"],
      ["set-up", "/sign-in#set-up"],
      ["reference", "/reference"],
      ["track", new URL(trackUrl).pathname],
    ]) {
      await phone.goto(`${house.app.baseUrl}${path}`);
      await phone.locator("main").waitFor();
      await picture(phone, `phone-${name}`);
      expect(await overhang(phone), `${path} is not wider than the screen`).toBeLessThanOrEqual(0);
      // A link within a sentence may be as high as its line (WCAG 2.2, 2.5.8).
      expect(
        (await smallTargets(phone)).filter((one) => !one.includes("openapi.json")),
        path,
      ).toEqual([]);
    }
  });

  it("no page opened a dialog, broke its policy or failed", async () => {
    expect(browser.faults).toEqual([]);
    const steals = await browser.newPage();
    await steals.goto(`${house.app.baseUrl}/`);
    // The watch itself is watched: what the policy forbids is noticed.
    await steals.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "alert(3)";
      document.body.append(script);
    });
    await eventually(
      () => browser.faults.some((fault) => fault.includes("policy violated: script-src")),
      "the breach to be seen",
    );
    expect(browser.faults.some((fault) => fault.startsWith("dialog"))).toBe(false);
  });
});
