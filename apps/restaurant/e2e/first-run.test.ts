/** The first start in production, in a real browser: from the token in the terminal to a menu that guests see. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Menu } from "../contracts/index.js";
import { type AppProcess, newFolder, removeFolder, startApp } from "./app-process.js";
import { PATIENT } from "./eventually.js";
import { sharedSecrets } from "./fleet.js";
import { json, visitor } from "./visitor.js";
import { namelessControls, overhang, picture, type WatchedBrowser, watchedBrowser } from "./watched-browser.js";

describe("the first start", PATIENT, () => {
  const folder = newFolder();
  let app: AppProcess;
  let browser: WatchedBrowser;
  beforeAll(async () => {
    const env = { NODE_ENV: "production", ...sharedSecrets() };
    [app, browser] = await Promise.all([startApp({ dataFolder: folder, env }), watchedBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    removeFolder(folder);
  });

  it("makes an owner, a place, its stations and a menu, and the token is good once", async () => {
    const token = (/^ {4}[\w-]{43}$/m.exec(app.output())?.[0] ?? "").trim();
    const address = /Set the place up with it at (\S+)/.exec(app.output())?.[1] ?? "";
    expect(address).toBe(`${app.baseUrl}/sign-in#set-up`);
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(address);
    await page.getByLabel(/^The set-up token/).fill("guessed");
    await page.getByLabel("Your name").fill("Olga Owner");
    await page.getByLabel("E-mail").fill("olga@owner.example");
    await page.getByLabel(/^Password/).fill("a long enough passphrase");
    await page.getByLabel("What it is called").fill("Chez Olga");
    await page.getByLabel(/^Currency/).fill("chf");
    await page.getByLabel("Time zone").selectOption("Europe/Zurich");
    await picture(page, "phone-set-up");
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(await namelessControls(page)).toEqual([]);
    await page.getByRole("button", { name: "Set it up" }).click();
    await page.getByRole("alert").getByText("The set-up token is not valid").waitFor();
    await page.getByLabel(/^The set-up token/).fill(token);
    await page.getByRole("button", { name: "Set it up" }).click();
    await page.waitForURL(`${app.baseUrl}/office/kitchen`);
    await page.getByRole("rowheader", { name: "Grill", exact: true }).waitFor();
    const menu = await json<Menu>(await visitor(app.baseUrl).get("/api/v1/menu"));
    expect(menu.restaurant).toMatchObject({ name: "Chez Olga", currency: "CHF" });
    expect(menu.items.length).toBeGreaterThan(5);
    const again = { token, email: "eve@owner.example", password: "a long enough passphrase", name: "Eve" };
    expect((await visitor(app.baseUrl).post("/api/v1/setup", again)).status).toBe(403);
    const expected = (fault: string) => /403 .*\/setup/.test(fault);
    expect(browser.faults.filter((fault) => !expected(fault))).toEqual([]);
  });
});
