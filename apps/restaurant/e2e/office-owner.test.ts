/** What an owner alone does in the office, in a real browser: an authenticator app, keys for programs, people. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Menu } from "../contracts/index.js";
import { totpCode, totpStep } from "../server/accounts/totp.js";
import { PATIENT } from "./eventually.js";
import { type OpenHouse, openOffice } from "./open-office.js";
import { json, visitor } from "./visitor.js";
import { picture, signInOn } from "./watched-browser.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The bytes an authenticator app makes of what is typed in (RFC 4648 section 6). */
function typedIn(secret: string): Uint8Array {
  const bits = Array.from(secret, (one) => ALPHABET.indexOf(one).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

describe("the owner's office", PATIENT, () => {
  let office: OpenHouse;
  let app: OpenHouse["app"];
  let browser: OpenHouse["browser"];
  let go: OpenHouse["go"];
  let page: Page;
  let codes: readonly string[] = [];

  beforeAll(async () => {
    office = await openOffice("owner", "sessions");
    ({ app, browser, page, go } = office);
  });
  afterAll(() => office?.close());

  /** The switcher, which is there from the second place on. */
  const places = () => page.getByRole("combobox").filter({ has: page.getByRole("option", { name: "Harbour Lid" }) });

  it("keys are refused until an authenticator app is set up", async () => {
    await go("Keys");
    await page.getByText("Keys need an authenticator app first").waitFor();
  });

  it("sets an app up with its first code, and keeps recovery codes", async () => {
    await go("My sign-ins");
    await page.getByRole("button", { name: "Set it up" }).click();
    const secret = typedIn((await page.locator("code.secret").textContent()) ?? "");
    await page.getByLabel("Code", { exact: true }).fill(totpCode(secret, totpStep(Date.now())));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByText("Set up: its code is asked for at every sign-in.").waitFor();
    await page.getByRole("button", { name: "New recovery codes" }).click();
    await page.getByRole("button", { name: "Yes; those before end" }).click();
    codes = ((await page.locator("code.codes").textContent()) ?? "").split("\n");
    expect(codes).toHaveLength(10);
  });

  it("makes a key, shows it once, and ends it at once", async () => {
    await go("Keys");
    await page.getByLabel("What it is for").fill("Bookkeeping");
    await page.getByLabel("reports:read").check();
    await page.getByRole("button", { name: "Make it" }).click();
    const key = (await page.locator("code.secret").textContent()) ?? "";
    await picture(page, "office-keys");
    const asKey = visitor(app.baseUrl, { authorization: `ApiKey ${key}` });
    expect(await json(await asKey.get("/api/v1/integrations/self"))).toMatchObject({ scopes: ["reports:read"] });
    await page.getByRole("button", { name: "I have it" }).click();
    expect(await page.getByText(key).count()).toBe(0);
    await page.getByRole("button", { name: "Revoke Bookkeeping" }).click();
    await page.getByRole("button", { name: "Yes, at once" }).click();
    await page.getByRole("cell", { name: "revoked" }).waitFor();
    expect((await asKey.get("/api/v1/integrations/self")).status).toBe(401);
  });

  it("writes a partner's key that is never seen again, and takes it back", async () => {
    await go("Partners");
    const secret = `whsec_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url")}`;
    const row = page.getByRole("row", { name: /^Signing secret of the webhook/ });
    await row.getByText("made for trying out").waitFor();
    await page.getByRole("button", { name: "Write a new Signing secret" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("New key").fill("sk_test_of_another_kind");
    await dialog.getByRole("button", { name: "Keep it" }).click();
    await dialog.getByText("This does not look like a key of that kind.").waitFor();
    await dialog.getByLabel("New key").fill(secret);
    await dialog.getByRole("button", { name: "Keep it" }).click();
    await page.getByText("Kept: Signing secret of the webhook. It is in force now.").waitFor();
    await row.getByText(`\u2026${secret.slice(-4)}`).waitFor();
    expect(await page.content()).not.toContain(secret);
    await picture(page, "office-partners");
    await page.getByRole("button", { name: "Take Signing secret of the webhook back" }).click();
    await page.getByRole("button", { name: "Yes, it ends at once" }).click();
    await row.getByText("made for trying out").waitFor();
    expect(app.output()).not.toContain(secret);
    office.forgive(/422 /);
  });

  it("makes another place, goes there, and brings the menu along", async () => {
    expect(await places().count()).toBe(0);
    const saving = page.waitForEvent("download");
    await go("Menu");
    await page.getByRole("button", { name: "Export and import" }).click();
    await page.getByRole("button", { name: "Save the menu as a file" }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe("menu-the-copper-lid.json");
    await go("Settings");
    await page.getByRole("button", { name: "New place" }).press("Enter");
    const form = page.getByRole("dialog", { name: "New place" });
    await form.getByLabel("Name").fill("Harbour Lid");
    await form.getByLabel(/^Address/).fill("the-copper-lid");
    expect(await form.getByLabel(/^Currency/).inputValue()).toBe("EUR");
    await picture(page, "office-new-place");
    await form.getByLabel("Name").press("Enter");
    await form.getByRole("alert").getByText("Another place has this address.").first().waitFor();
    await form.getByLabel(/^Address/).fill("harbour");
    await form.getByLabel(/^Address/).press("Enter");
    await page.getByText("Harbour Lid is there. It takes no orders until its settings say which.").waitFor();
    // The switcher has it at once.
    await places().waitFor();
    expect(await places().locator("option").allTextContents()).toEqual(["Harbour Lid", "The Copper Lid"]);
    await page.getByRole("button", { name: "Go to Harbour Lid" }).click();
    await page.getByText("harbour, Europe/Berlin, EUR").waitFor();
    await go("Menu");
    await page.getByRole("button", { name: "Export and import" }).click();
    const bring = page.getByLabel("A menu from a file");
    await bring.setInputFiles({ name: "no.json", mimeType: "application/json", buffer: Buffer.from("{") });
    await page.getByRole("alert").getByText("This file is no menu.").waitFor();
    await bring.setInputFiles({ name: "no.json", mimeType: "application/json", buffer: Buffer.from("{}") });
    await page
      .getByRole("alert")
      .getByText(/^This file is no menu that can be read here/)
      .waitFor();
    await bring.setInputFiles(await file.path());
    await page.getByText(/^4 categories, \d+ dishes, \d+ groups of options, 2 taxes$/).waitFor();
    await page.getByText(/^From the grill: Cheeseburger/).waitFor();
    await picture(page, "office-menu-carried");
    await page.getByRole("button", { name: "Add it" }).press("Enter");
    await page.getByText(/^Added: 4 categories/).waitFor();
    const menu = await json<Menu>(await visitor(app.baseUrl).get("/api/v1/locations/harbour/menu"));
    expect(menu.items.map(({ name }) => name)).toContain("Cheeseburger");
    await bring.setInputFiles([]);
    await bring.setInputFiles(await file.path());
    await page.getByText("Nothing: this place has all of it.").waitFor();
    await places().selectOption("The Copper Lid");
    await page.getByRole("heading", { name: "Menu", level: 1 }).waitFor();
    await page
      .getByRole("button", { name: /Cheeseburger/ })
      .first()
      .waitFor();
    office.forgive(/4(?:00|09) /);
  });

  it("takes somebody on, who signs in with what they were handed and changes it", async () => {
    await go("Staff");
    const form = page.getByRole("form", { name: "Take somebody on" });
    await form.getByLabel("E-mail").fill("nora@copper-lid.example");
    await form.getByLabel("Name").fill("Nora New");
    await form.getByLabel("Role").selectOption("chef");
    await form.getByLabel("Fry").check();
    await form.getByRole("button", { name: "Take them on" }).click();
    const password = (await page.locator("code.secret").textContent()) ?? "";
    await page.getByRole("cell", { name: "Fry", exact: true }).waitFor();
    await picture(page, "office-staff");
    await page.getByRole("button", { name: "Done" }).click();
    // An emptied form offers the next one the least.
    expect(await form.getByLabel("Role").inputValue()).toBe("cashier");
    const nora = await browser.newPage();
    await signInOn(nora, `${app.baseUrl}/office/sessions`, { email: "nora@copper-lid.example", password });
    await nora.getByLabel("The password as it is").fill(password);
    await nora.getByLabel(/^The new one/).fill("correct horse battery");
    await nora.getByRole("button", { name: "Change it" }).click();
    await nora.waitForURL(/\/sign-in/);
    const next = { email: "nora@copper-lid.example", password: "correct horse battery" };
    await signInOn(nora, `${app.baseUrl}/kitchen`, next);
    await nora.getByRole("heading", { name: "Fry" }).waitFor();
  });

  it("makes somebody else of them, and lets them go at once", async () => {
    await page.getByRole("button", { name: "Change Nora New" }).click();
    await page.getByRole("dialog").getByLabel("Role").selectOption("cashier");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("row", { name: /Nora New.*cashier/ }).waitFor();
    await page.getByRole("button", { name: "Let Nora New go" }).click();
    await page.getByRole("button", { name: "Yes, at once" }).click();
    await page.getByRole("row", { name: /Nora New/ }).waitFor({ state: "detached" });
    const { email, password } = { email: "nora@copper-lid.example", password: "correct horse battery" };
    const refused = await visitor(app.baseUrl).post("/api/v1/auth/login", { email, password });
    expect(refused.status).toBe(401);
    office.forgive(/40[13] /);
  });

  it("hands over what is held of a guest, and forgets them", async () => {
    const guest = visitor(app.baseUrl);
    const { items } = await guest.menu();
    const lines = [{ itemId: items.find(({ name }) => name === "Espresso")?.id, quantity: 1 }];
    const placed = await guest.order({ lines, contact: { name: "Gus", email: "gus@guest.example" } });
    expect((await guest.post(`/api/v1${new URL(placed.trackUrl).pathname}/cancel`, {})).status).toBe(409);
    await go("Guests");
    await page.getByLabel("The guest's phone or e-mail").fill("gus@guest.example");
    await page.getByRole("button", { name: "Choose" }).click();
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: /^Hand over/ }).click();
    expect((await saving).suggestedFilename()).toBe("guest.json");
    await page.getByText("1 order, saved as a file.").waitFor();
    await page.getByRole("button", { name: /^Forget/ }).click();
    await page.getByRole("button", { name: "Yes; there is no way back" }).click();
    await page.getByRole("alert").getByText("An order of theirs is not over yet.").waitFor();
    office.forgive(/409/);
  });

  it("signs in with a recovery code once the telephone is lost", async () => {
    const { email, password } = app.demo().accounts.owner;
    const other = await browser.newPage();
    await other.goto(`${app.baseUrl}/sign-in`);
    await other.getByLabel("E-mail").fill(email);
    await other.getByLabel("Password").fill(password);
    await other.getByRole("button", { name: "Sign in" }).click();
    await other.getByLabel(/recovery code/).fill(codes[0] ?? "");
    await other.getByRole("button", { name: "Sign in" }).click();
    // Whoever names no page goes on where they work.
    await other.waitForURL(`${app.baseUrl}/office`);
    await other.getByRole("heading", { name: "Orders", level: 1 }).waitFor();
    office.forgive(/401.*\/auth\/login/);
  });

  it("fits a telephone, names every control, and no view failed", async () => {
    await office.fitsTelephone(["sessions", "staff", "guests", "partners", "settings"]);
    // Nora's kitchen screen heard at some moment that she works here no more.
    office.forgive(/401 .*\/kds\//);
    expect(browser.faults).toEqual([]);
  });
});
