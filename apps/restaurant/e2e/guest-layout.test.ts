/** The guest's pages on screens of every width, by keyboard and at twice the size: all of it can be seen and pressed. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppProcess } from "./app-process.js";
import { eventually, PATIENT } from "./eventually.js";
import { leaveContact } from "./leave-contact.js";
import { type OpenHouse, openHouse } from "./open-office.js";
import { overhang, picture, smallTargets, type WatchedBrowser } from "./watched-browser.js";

/** 1280 px at 400 % (WCAG 2.2, 1.4.10), and at 200 %. */
const WIDTHS = [320, 640];

describe("the guest's pages", PATIENT, () => {
  let house: OpenHouse;
  let app: AppProcess;
  let browser: WatchedBrowser;
  beforeAll(async () => {
    house = await openHouse();
    ({ app, browser } = house);
  });
  afterAll(() => house?.close());

  const opened = async (width: number, height = 700): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height } });
    await page.goto(`${app.baseUrl}/`);
    await page.getByRole("button", { name: "Choose Cheeseburger" }).waitFor();
    return page;
  };

  it.each(WIDTHS)("fit %i pixels, and everything to press is 44 pixels high", async (width) => {
    const page = await opened(width);
    const check = async (name: string) => {
      await picture(page, `${width}-${name}`);
      expect(await overhang(page), `${name} is not wider than the screen`).toBeLessThanOrEqual(0);
      expect(await smallTargets(page), name).toEqual([]);
    };
    await check("menu");
    await page.getByRole("button", { name: "Choose Rib-eye steak" }).click();
    await check("dialog");
    await page.getByRole("dialog").getByLabel("Medium").check();
    await page.getByRole("dialog").getByRole("button", { name: /^Add/ }).click();
    await page.getByText("Delivery", { exact: true }).click();
    await check("cart");
    await page.getByRole("button", { name: "Sign in" }).first().click();
    await check("sign-in");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await page.getByText("Pickup", { exact: true }).click();
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Ana");
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/track\//);
    await page.getByText(/^Promised for/).waitFor();
    await check("track");
  });

  it("show which category is read, on a telephone above and on a wide screen beside the dishes", async () => {
    const page = await opened(360);
    const bar = page.getByRole("navigation", { name: "Categories" });
    const links = bar.getByRole("link");
    const last = (await links.allTextContents()).at(-1) ?? "";
    const current = () => bar.locator("[aria-current]").textContent();
    await eventually(async () => (await current()) === (await links.first().textContent()), "the first to be marked");
    await page.getByRole("heading", { level: 2, name: last }).scrollIntoViewIfNeeded();
    await page.evaluate(() => scrollBy(0, 400));
    await eventually(async () => (await current()) !== (await links.first().textContent()), "the mark to move");
    // It stays in sight, however far one scrolls.
    expect((await bar.boundingBox())?.y).toBe(0);
    const wide = await opened(1280);
    const [beside, dishes, cart] = await Promise.all([
      wide.getByRole("navigation", { name: "Categories" }).boundingBox(),
      wide.getByRole("main").boundingBox(),
      wide.getByRole("complementary", { name: "Your order" }).boundingBox(),
    ]);
    await picture(wide, "wide-guest");
    expect([(beside?.x ?? 0) < (dishes?.x ?? 0), (dishes?.x ?? 0) < (cart?.x ?? 0)]).toEqual([true, true]);
  });

  it("say why nothing more can be chosen, and take a number for how many", async () => {
    const page = await opened(1280);
    const dialog = page.getByRole("dialog");
    // A diet is an icon beside its word, in the list and in front of it; the word alone is read out.
    await page.getByRole("button", { name: "Choose Halloumi burger" }).click();
    for (const at of [page.locator("article", { hasText: "Halloumi burger" }), dialog]) {
      const diet = at.getByRole("listitem").filter({ hasText: /^vegetarian$/ });
      const icon = (await diet.locator("svg[aria-hidden=true]").boundingBox()) ?? { width: 0, height: 0 };
      expect([icon.width, icon.height].every((side) => side >= 14)).toBe(true);
    }
    await picture(page, "guest-diets");
    await dialog.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Choose Cheeseburger" }).click();
    // The allergens stand before everything that can be chosen.
    const text = (await dialog.textContent()) ?? "";
    expect(text.indexOf("Allergens:")).toBeLessThan(text.indexOf("choose"));
    const group = dialog.locator("fieldset", { hasText: /choose up to [2-9]/ }).first();
    const most = Number(/choose up to (\d)/.exec((await group.textContent()) ?? "")?.[1]);
    const boxes = group.getByRole("checkbox");
    for (let n = 0; n < most; n += 1) await boxes.nth(n).check();
    const shut = boxes.nth(most);
    expect(await shut.getAttribute("aria-disabled")).toBe("true");
    const why = await shut.getAttribute("aria-describedby");
    expect(await page.locator(`[id="${why}"]`).textContent()).toContain(`${most} chosen`);
    await shut.focus();
    await page.keyboard.press("Space");
    expect(await shut.isChecked()).toBe(false);
    // The same dish with other options is a line of its own.
    await dialog.getByRole("button", { name: /^Add/ }).click();
    await page.getByText("1 x Cheeseburger").waitFor();
    await page.getByRole("button", { name: "Choose Cheeseburger" }).click();
    await dialog.getByRole("spinbutton", { name: "How many" }).fill("12");
    await dialog.getByRole("button", { name: /^Add/ }).click();
    await page.getByText("12 x Cheeseburger").waitFor();
    await page
      .locator("header")
      .getByText(/^Ready in \d+-\d+ min$/)
      .waitFor();
    const cart = page.getByRole("complementary", { name: "Your order" });
    expect(await cart.locator(".lines > li").count()).toBe(2);
    // What is in the price is told before it is paid.
    await cart.getByText("including VAT 7 %").waitFor();
    await cart.getByLabel("Another amount").fill("2.50");
    await cart.getByText("\u20ac2.50").waitFor();
  });

  it("lead whoever has no mouse to what is missing, and show where the focus is", async () => {
    const page = await opened(360);
    const focused = () =>
      page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
        return {
          id: document.activeElement?.id,
          ring: outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2,
        };
      });
    for (let n = 0; n < 8; n += 1) {
      await page.keyboard.press("Tab");
      // A kind of order is a dot that is not seen; the ring is around its word.
      const isKind = await page.evaluate(() => document.activeElement?.closest(".types") !== null);
      if (!isKind) expect(await focused()).toMatchObject({ ring: true });
    }
    await page.getByRole("button", { name: "Choose Rib-eye steak" }).press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^Add/ }).press("Enter");
    await dialog.getByRole("alert").getByText("Doneness: choose 1.").waitFor();
    expect((await focused()).id).toBe(await dialog.locator("fieldset", { hasText: "Doneness" }).getAttribute("id"));
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });

  it("keep the cart while there is no connection, and say so", async () => {
    const page = await opened(360);
    await page.getByRole("button", { name: "Choose Espresso" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Add/ }).click();
    await page.context().setOffline(true);
    await page.getByText("You are offline. Your cart is kept").waitFor();
    await page.context().setOffline(false);
    await page.getByText("You are offline").waitFor({ state: "detached" });
    await page.getByText("1 x Espresso").waitFor();
    house.forgive(/ERR_INTERNET/);
  });

  it("ask for an e-mail address only where it is written to, and say what for", async () => {
    const page = await opened(1200);
    await page.getByLabel(/^E-mail \(we write when the order is accepted/).waitFor();
    await page.route("**/api/v1/locations/*", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), byMail: false } });
    });
    await page.reload();
    await page.getByLabel("Phone").waitFor();
    expect(await page.getByLabel(/^E-mail/).count()).toBe(0);
    // Then there is but a number to be reached by.
    await page.getByRole("button", { name: "Choose Espresso" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Add/ }).click();
    await page.getByLabel("Name", { exact: true }).fill("Lou");
    await page
      .getByText(/^Ready about/)
      .first()
      .waitFor();
    await page.getByRole("button", { name: "Place order" }).click();
    await page.getByRole("alert").getByText("Give a phone number, so that we can reach you").waitFor();
  });

  it("take no order of a guest who cannot be reached: they say so, and lead to the first field that is missing", async () => {
    const page = await opened(360);
    const sent: string[] = [];
    page.on("request", (one) => sent.push(`${one.method()} ${new URL(one.url()).pathname}`));
    await page.getByRole("button", { name: "Choose Espresso" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Add/ }).click();
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText(/^Ready about/).waitFor();
    const [name, phone] = [cart.getByLabel("Name", { exact: true }), cart.getByLabel(/^Phone/)];
    const missing = async (field: typeof name, why: string) => {
      await cart.getByRole("button", { name: "Place order" }).press("Enter");
      await cart.getByRole("alert").getByText(why).waitFor();
      expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
      expect(await field.getAttribute("aria-invalid")).toBe("true");
      const described = await field.getAttribute("aria-describedby");
      expect(await page.locator(`[id="${described}"]`).textContent()).toContain(why);
    };
    await missing(name, "Tell us the name the order is for.");
    await name.fill("Kim");
    await cart.getByText("Tell us the name the order is for.").waitFor({ state: "detached" });
    const room = await name.evaluate((field) => {
      const label = field.closest("label");
      const below = label?.nextElementSibling?.nextElementSibling;
      return (below?.getBoundingClientRect().top ?? 0) - (label?.getBoundingClientRect().bottom ?? 0);
    });
    expect(room, "where nothing is said, nothing is left free for it").toBeLessThan(24);
    await missing(phone, "Give a phone number or an e-mail address");
    await picture(page, "phone-guest-contact-missing");
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(await name.getAttribute("aria-invalid")).toBe(null);
    expect(sent).not.toContain("POST /api/v1/orders");
    const email = cart.getByLabel(/^E-mail/);
    const filledInAs = await Promise.all([name, phone, email].map((field) => field.getAttribute("autocomplete")));
    expect(filledInAs).toEqual(["name", "tel", "email"]);
    await email.fill("kim@guests.example");
    await cart.getByRole("button", { name: "Place order" }).press("Enter");
    await page.waitForURL(/\/track\//);
  });

  it("tell when each step was reached, whom to call, and where to go", async () => {
    const page = await opened(360);
    await page.getByRole("button", { name: "Choose Espresso" }).click();
    await page.getByRole("dialog").getByRole("button", { name: /^Add/ }).click();
    const cart = page.getByRole("complementary", { name: "Your order" });
    await cart.getByText(/^Ready about/).waitFor();
    await leaveContact(cart, "Bo");
    await cart.getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/track\//);
    await page.locator("ol.steps li", { hasText: "Received" }).locator("time").waitFor();
    await page.getByText("Pick it up at The Copper Lid, Invalidenstr. 1").waitFor();
    expect(await page.getByRole("link", { name: "Call The Copper Lid" }).getAttribute("href")).toBe("tel:+49301234567");
    await page.context().grantPermissions(["clipboard-write"]);
    await page.getByRole("button", { name: "Copy this link" }).click();
    await page.getByText("Copied. Whoever has it can follow this order.").waitFor();
    expect(await page.getByRole("button", { name: /^Pay online with/ }).allTextContents()).toEqual([
      "Pay online with Stripe",
      "Pay online with Razorpay",
    ]);
    // What was copied is this page's own address, as whoever pastes it sees.
    const followed = page.url();
    await page.goto(`${app.baseUrl}/`);
    const note = page.getByLabel("Note for the order");
    await note.focus();
    await page.keyboard.press("Control+V");
    expect(await note.inputValue()).toBe(followed);
  });

  it("no page opened a dialog, broke its policy or failed", () => {
    expect(browser.faults).toEqual([]);
  });
});
