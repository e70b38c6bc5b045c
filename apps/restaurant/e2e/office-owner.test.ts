/** What an owner alone does in the office, in a real browser: an authenticator app, keys for programs, people. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { totpCode, totpStep } from "../server/accounts/totp.js";
import { type AppProcess, newFolder, removeFolder, startApp } from "./app-process.js";
import { PATIENT } from "./eventually.js";
import { json, visitor } from "./visitor.js";
import {
  namelessControls,
  overhang,
  picture,
  signInOn,
  type WatchedBrowser,
  watchedBrowser,
} from "./watched-browser.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** The bytes an authenticator app makes of what is typed in (RFC 4648 section 6). */
function typedIn(secret: string): Uint8Array {
  const bits = [...secret].map((one) => ALPHABET.indexOf(one).toString(2).padStart(5, "0")).join("");
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

describe("the owner's office", PATIENT, () => {
  const folder = newFolder();
  let app: AppProcess;
  let browser: WatchedBrowser;
  let page: Page;
  let codes: readonly string[] = [];

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp({ dataFolder: folder }), watchedBrowser()]);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await signInOn(page, `${app.baseUrl}/office/sessions`, app.demo().accounts.owner);
    await page.getByRole("heading", { name: "My sign-ins", level: 1 }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    removeFolder(folder);
  });

  const go = (name: string) =>
    page.getByRole("navigation", { name: "Office" }).getByRole("link", { name, exact: true }).click();

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
    const expected = (one: string) => /401.*\/auth\/login/.test(one);
    browser.faults.splice(0, browser.faults.length, ...browser.faults.filter((one) => !expected(one)));
  });

  it("fits a telephone, names every control, and no view failed", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const name of ["Keys", "My sign-ins"]) {
      await go(name);
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      expect(await overhang(page), name).toBeLessThanOrEqual(0);
      expect(await namelessControls(page), name).toEqual([]);
    }
    expect(browser.faults).toEqual([]);
  });
});
