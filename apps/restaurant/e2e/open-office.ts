/** The restaurant open in a real browser, as the suites about its pages begin. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { type AppProcess, type Demo, newFolder, removeFolder, startApp } from "./app-process.js";
import {
  namelessControls,
  overhang,
  picture,
  signInOn,
  type WatchedBrowser,
  watchedBrowser,
} from "./watched-browser.js";

/** A restaurant of its own and a page of somebody's in it. */
export interface OpenHouse {
  readonly app: AppProcess;
  readonly browser: WatchedBrowser;
  readonly page: Page;
  /** Follows a link of the office by its name. */
  readonly go: (name: string) => Promise<void>;
  /** Holds views to what every page keeps on a telephone: nothing beyond its edge, and every control has a name. */
  readonly fitsTelephone: (views: readonly string[]) => Promise<void>;
  /** Takes out of the faults what a test has provoked. */
  readonly forgive: (expected: RegExp) => void;
  /** Starts it again where it was, once its process has ended; `app` is the new one then. */
  readonly startAgain: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const SCREEN = { width: 1440, height: 900 };
const TELEPHONE = { width: 360, height: 740 };

/** Starts a restaurant and opens a page in which nobody has signed in. */
export async function openHouse(): Promise<OpenHouse> {
  const folder = newFolder();
  const [first, browser] = await Promise.all([startApp({ dataFolder: folder }), watchedBrowser()]);
  // Whoever looks from elsewhere sees the place's own times.
  const page = await browser.newPage({ viewport: SCREEN, timezoneId: "Pacific/Auckland" });
  let app = first;
  return {
    ...{ browser, page },
    get app() {
      return app;
    },
    go: (name) => page.getByRole("navigation", { name: "Office" }).getByRole("link", { name, exact: true }).click(),
    fitsTelephone: (views) => fitsTelephone(page, app.baseUrl, views),
    forgive: (expected) => {
      browser.faults.splice(0, browser.faults.length, ...browser.faults.filter((fault) => !expected.test(fault)));
    },
    startAgain: async () => {
      app = await startApp({ dataFolder: folder, port: app.port });
    },
    close: async () => {
      await browser.close();
      await app.stop();
      removeFolder(folder);
    },
  };
}

/** The same, with somebody signed in at a view of the office. */
export async function openOffice(who: keyof Demo["accounts"], view: string): Promise<OpenHouse> {
  const house = await openHouse();
  await signInOn(house.page, `${house.app.baseUrl}/office/${view}`, house.app.demo().accounts[who]);
  await house.page.getByRole("heading", { level: 1 }).waitFor();
  return house;
}

async function fitsTelephone(page: Page, baseUrl: string, views: readonly string[]): Promise<void> {
  await page.setViewportSize(TELEPHONE);
  for (const view of views) {
    await page.goto(`${baseUrl}/office/${view}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.waitForLoadState("networkidle");
    await picture(page, `phone-office-${view}`);
    expect(await overhang(page), view).toBeLessThanOrEqual(0);
    expect(await namelessControls(page), view).toEqual([]);
  }
}
