/** A guest's account in a real browser: signed in by the code on the telephone, ordering, taken along, forgotten. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppProcess } from "./app-process.js";
import { eventually, PATIENT } from "./eventually.js";
import { type OpenHouse, openHouse } from "./open-office.js";
import { json, locationOf, signedIn, type Visitor, visitor } from "./visitor.js";
import { namelessControls, overhang, picture, type WatchedBrowser } from "./watched-browser.js";

const PHONE = "+4915112345678";
const EMAIL = "ana@guests.example";
const SECOND = "+4915100000012";
const KNOWN = { challenge: "01980000-0000-7000-8000-000000000001", expiresIn: 600 };
const problemOf = (status: number, code: string) => ({
  ...{ status, contentType: "application/problem+json" },
  body: JSON.stringify({ status, code, title: code }),
});

describe("a guest's account", PATIENT, () => {
  let house: OpenHouse;
  let app: AppProcess;
  let browser: WatchedBrowser;
  let manager: Visitor;
  let page: Page;

  beforeAll(async () => {
    house = await openHouse();
    ({ app, browser } = house);
    manager = await signedIn(visitor(app.baseUrl), app.demo().accounts.manager);
    page = await browser.newPage({ viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await page.goto(`${app.baseUrl}/`);
  });
  afterAll(() => house?.close());

  const dialog = () => page.getByRole("dialog");
  const cart = () => page.getByRole("complementary", { name: "Your order" });
  /** What the imitation of a partner lists that it has been given. */
  const listed = async (kind: string) => {
    const at = new RegExp(`${kind} is listed at (http:\\S+)`).exec(app.output())?.[1] ?? "";
    return (await fetch(at)).text();
  };
  /** The telephone, oldest first, and the mailbox, newest first. */
  const texts = () => codesIn("called", /(\d{6}) is your code/g);
  const mails = () => codesIn("e-mailed", /<strong>(\d{6}) is your code/g);
  const codesIn = async (kind: string, pattern: RegExp) =>
    [...(await listed(kind)).matchAll(pattern)].map(([, code]) => code ?? "");
  const choose = async (dish: string) => {
    await page.getByRole("button", { name: `Choose ${dish}` }).click();
    await dialog().getByRole("button", { name: /^Add/ }).click();
  };
  const order = async () => {
    await cart()
      .getByText(/^(Ready|At your door) about/)
      .waitFor();
    await cart().getByRole("button", { name: "Place order" }).click();
    await page.waitForURL(/\/track\//);
  };

  it("opens with the code that was texted, and with no other", async () => {
    await page.getByRole("button", { name: "Sign in" }).click();
    await dialog().getByLabel("Your phone number").fill(PHONE);
    await picture(page, "phone-account-phone");
    await dialog().getByRole("button", { name: "Text me a code" }).click();
    await dialog().getByLabel("The six digits").waitFor();
    await eventually(async () => (await texts()).length === 1, "the text to come");
    const [code = ""] = await texts();
    await dialog()
      .getByLabel("The six digits")
      .fill(code === "000000" ? "000001" : "000000");
    await dialog().getByRole("button", { name: "Sign in" }).click();
    await dialog().getByRole("alert").getByText("This code is wrong").waitFor();
    house.forgive(/401.*otp\/verify/);
    await dialog().getByLabel("The six digits").fill(code);
    await dialog().getByRole("button", { name: "Sign in" }).click();
    await dialog().getByText(`Signed in as ${PHONE}`).waitFor();
    await dialog().getByLabel("Your name").fill("Ana");
    await dialog().getByRole("button", { name: "Keep", exact: true }).click();
    await picture(page, "phone-account");
    expect(await namelessControls(page)).toEqual([]);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await dialog().getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Ana" }).waitFor();
    // Scripts know that somebody is signed in, and hold nothing to be it with.
    expect(await page.evaluate(() => Object.entries(localStorage))).toEqual([["customer", "yes"]]);
    expect(await page.evaluate(() => document.cookie)).not.toContain("customer");
  });

  it("fills in name, number and address, and lists the orders", async () => {
    await choose("Cheeseburger");
    await choose("Cheeseburger");
    await page.getByText("Delivery", { exact: true }).click();
    expect(await cart().getByLabel("Name").inputValue()).toBe("Ana");
    expect(
      await cart()
        .getByLabel(/^Phone/)
        .inputValue(),
    ).toBe(PHONE);
    await cart().getByLabel("Street and number").fill("Invalidenstr. 1");
    await cart().getByLabel("Postcode").fill("10115");
    await cart().getByLabel("City").fill("Berlin");
    await cart().getByText("Keep this address in my account").click();
    await order();
    const ordered = page.url();
    await page.goto(`${app.baseUrl}/`);
    await page.getByRole("button", { name: "Ana" }).click();
    await dialog().getByText("Invalidenstr. 1, 10115 Berlin", { exact: true }).waitFor();
    await dialog()
      .getByRole("link", { name: /The Copper Lid #001/ })
      .click();
    await page.waitForURL(ordered);
    await page.goto(`${app.baseUrl}/`);
    await page.getByRole("button", { name: "Ana" }).waitFor();
    await page.getByText("Delivery", { exact: true }).click();
    expect(await cart().getByLabel("Street and number").inputValue()).toBe("Invalidenstr. 1");
  });

  it("is asked for where the place wants a proved number of whoever pays later", async () => {
    const at = `${app.baseUrl}/api/v1/locations/${locationOf(manager)}/settings`;
    const { version } = await json<{ version: number }>(await fetch(at, { headers: manager.headers }));
    const headers = { ...manager.headers, "content-type": "application/json", "if-match": `"${version}"` };
    const body = JSON.stringify({ payLaterNeedsPhone: true });
    expect((await fetch(at, { method: "PATCH", headers, body })).status).toBe(200);
    const stranger = await browser.newPage();
    await stranger.goto(`${app.baseUrl}/`);
    const fieldset = stranger.getByRole("group", { name: "Payment" });
    await fieldset.getByText("To pay when you get it, sign in").waitFor();
    expect(await fieldset.getByRole("radio").count()).toBe(1);
    await fieldset.getByRole("button", { name: "Sign in" }).click();
    await stranger.getByRole("dialog", { name: "Sign in" }).waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Ana" }).waitFor();
    await choose("Espresso");
    await cart().getByText("When I get it").waitFor();
    await order();
  });

  it("is taken along as a file, and forgotten once no order is open", async () => {
    await page.goto(`${app.baseUrl}/`);
    await page.getByRole("button", { name: "Ana" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      dialog().getByRole("button", { name: "Take my data along" }).click(),
    ]);
    expect(file.suggestedFilename()).toBe("my-orders.json");
    const forget = async () => {
      await dialog()
        .getByRole("button", { name: /Forget me|Yes, forget/ })
        .click();
    };
    const erasing: string[] = [];
    page.on("request", (one) => erasing.push(one.method()));
    await forget();
    await dialog()
      .getByRole("button", { name: /^Yes, forget/ })
      .waitFor();
    expect(erasing, "asked for once, it is asked back").not.toContain("DELETE");
    await forget();
    await dialog().getByRole("alert").getByText("not over yet").waitFor();
    house.forgive(/409.*customer/);
    const { orders } = await json<{ orders: { id: string }[] }>(
      await manager.get(`/api/v1/locations/${locationOf(manager)}/orders`),
    );
    for (const { id } of orders) await manager.post(`/api/v1/orders/${id}/cancel`, { reason: "test" });
    await forget();
    await dialog().getByLabel("Your phone number").waitFor();
    const held = await json<{ orders: { guest: string | null }[] }>(
      await manager.get(`/api/v1/locations/${locationOf(manager)}/orders`),
    );
    expect(held.orders.map(({ guest }) => guest)).toEqual(orders.map(() => null));
  });

  it("is of one number: another has another, and leaves it by signing out", async () => {
    await dialog().getByLabel("Your phone number").fill("+4915100000009");
    await dialog().getByRole("button", { name: "Text me a code" }).click();
    await dialog().getByLabel("The six digits").waitFor();
    await eventually(async () => (await texts()).length === 2, "the text to come");
    await dialog()
      .getByLabel("The six digits")
      .fill((await texts()).at(-1) ?? "");
    await dialog().getByRole("button", { name: "Sign in" }).click();
    await dialog().getByText("Nothing yet while you were signed in.").waitFor();
    await dialog().getByRole("button", { name: "Sign out" }).click();
    await dialog().getByLabel("Your phone number").waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
    await page.reload();
    await page.getByRole("button", { name: "Sign in" }).first().waitFor();
  });

  it("opens with a code that was e-mailed as well, where the house writes e-mail, and is nobody's telephone", async () => {
    await page.getByRole("button", { name: "Sign in" }).first().click();
    const ways = dialog().getByRole("group", { name: "How would you like to get the code?" });
    await ways.getByRole("radio", { name: "By text message", checked: true }).waitFor();
    await ways.getByLabel("By e-mail").check();
    expect(await dialog().getByLabel("Your phone number").count()).toBe(0);
    await dialog().getByLabel("Your e-mail address").fill(EMAIL);
    await picture(page, "phone-account-email");
    await dialog().getByRole("button", { name: "E-mail me a code" }).click();
    await dialog().getByText(`A code is on its way to ${EMAIL}.`).waitFor();
    await eventually(async () => (await mails()).length === 1, "the e-mail to come");
    await dialog()
      .getByLabel("The six digits")
      .fill((await mails())[0] ?? "");
    await dialog().getByRole("button", { name: "Sign in" }).click();
    await dialog().getByText(`Signed in as ${EMAIL}`).waitFor();
    await dialog().getByRole("button", { name: "Close" }).click();
    expect(
      await cart()
        .getByLabel(/^E-mail/)
        .inputValue(),
    ).toBe(EMAIL);
    // The place still wants a proved number of whoever pays later, which an address is not.
    await cart().getByText("To pay when you get it, add your phone number to your account").waitFor();
    expect(await cart().getByRole("group", { name: "Payment" }).getByRole("radio").count()).toBe(1);
  });

  it("adds a number to the address, signs in by either, and may pay later by it", async () => {
    await cart().getByText("add your phone number to your account").waitFor();
    await cart().getByRole("button", { name: "My account" }).click();
    // As a session is answered that began some time ago; the code to what is known makes it new.
    await page.route("**/api/v1/customer/otp", (route) => route.fulfill(problemOf(401, "step_up_required")), {
      times: 1,
    });
    await page.route("**/api/v1/auth/customer/otp", (route) => route.fulfill({ status: 202, json: KNOWN }), {
      times: 1,
    });
    await page.route("**/api/v1/auth/customer/otp/verify", (route) => route.fulfill({ json: { expiresIn: 600 } }), {
      times: 1,
    });
    await dialog().getByRole("button", { name: "Add a phone number to sign in by" }).click();
    await dialog().getByLabel("Your phone number").fill(SECOND);
    await dialog().getByRole("button", { name: "Text me a code" }).click();
    await dialog().getByText("First make sure that it is you.").waitFor();
    await dialog().getByText(`A code is on its way to ${EMAIL}.`).waitFor();
    await dialog().getByLabel("The six digits").fill("123456");
    await dialog().getByRole("button", { name: "Go on" }).click();
    // What was typed in is not typed in again.
    await dialog().getByText(`If ${SECOND} is a number that we text to`).waitFor();
    await eventually(async () => (await texts()).length === 3, "the text to come");
    await picture(page, "phone-account-add");
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await dialog()
      .getByLabel("The six digits")
      .fill((await texts()).at(-1) ?? "");
    await dialog().getByRole("button", { name: "Add", exact: true }).click();
    await dialog().getByRole("status").getByText("Added. From now on you sign in by either.").waitFor();
    await dialog().getByText(`Signed in as ${SECOND}, ${EMAIL}`).waitFor();
    expect(
      await dialog()
        .getByRole("button", { name: /to sign in by$/ })
        .count(),
    ).toBe(0);
    house.forgive(/401.*customer\/otp/);
    await dialog().getByRole("button", { name: "Close" }).click();
    await cart().getByText("When I get it").waitFor();
    expect(
      await cart()
        .getByLabel(/^Phone/)
        .inputValue(),
    ).toBe(SECOND);
  });

  it.each([
    { signIn: false, byMail: true, field: "Deine E-Mail-Adresse", buttons: 1 },
    // The second stands where whoever pays later has to prove a number.
    { signIn: true, byMail: false, field: "Deine Telefonnummer", buttons: 2 },
    { signIn: false, byMail: false, field: undefined, buttons: 0 },
  ])("is offered by what the house can send alone, in German too: $signIn, $byMail", async (sends) => {
    const { field, buttons, ...can } = sends;
    const stranger = await browser.newPage({ locale: "de-DE" });
    await stranger.route("**/api/v1/locations/*", async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, json: { ...((await answer.json()) as object), ...can } });
    });
    await stranger.goto(`${app.baseUrl}/`);
    await stranger.getByRole("button", { name: "Cheeseburger ausw\u00e4hlen" }).waitFor();
    expect(await stranger.getByRole("button", { name: "Anmelden" }).count()).toBe(buttons);
    if (field !== undefined) {
      await stranger.getByRole("button", { name: "Anmelden" }).first().click();
      await stranger.getByRole("dialog").getByLabel(field).waitFor();
      expect(await stranger.getByRole("dialog").getByRole("radio").count()).toBe(0);
      expect(await stranger.getByRole("dialog").getByRole("textbox").count()).toBe(1);
    }
    await stranger.close();
  });

  it("no page opened a dialog, broke its policy or failed", () => {
    expect(browser.faults).toEqual([]);
  });
});
