/** A browser whose pages are watched: dialogs, script errors, breaches of the policy and failed requests are faults. */
import { join } from "node:path";
import jsqr from "jsqr";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import sharp from "sharp";
import { launchBrowser } from "../../../tools/chromium.mjs";
import type { Account } from "./app-process.js";

/** A CommonJS package whose types promise more than Node.js finds. */
const jsQR = (jsqr as unknown as { readonly default: typeof jsqr }).default as unknown as JsQr;

type JsQr = (data: Uint8ClampedArray, width: number, height: number) => { readonly data: string } | null;

const PATIENCE_MILLISECONDS = 15_000;
/** Where pictures of the pages go, when somebody wants to look at them: `E2E_PICTURES=/tmp/pictures`. */
const PICTURES = process.env["E2E_PICTURES"];

/** A browser and what its pages should not have done. */
export interface WatchedBrowser {
  /** Whatever a page should not have done, so far. */
  readonly faults: string[];
  /** A page of somebody's own. */
  readonly newPage: (options?: Parameters<Browser["newContext"]>[0]) => Promise<Page>;
  readonly close: () => Promise<void>;
}

/** Starts one. */
export async function watchedBrowser(): Promise<WatchedBrowser> {
  const browser = await launchBrowser();
  const faults: string[] = [];
  return { faults, newPage: (options) => newPage(browser, faults, options), close: () => browser.close() };
}

async function newPage(
  browser: Browser,
  faults: string[],
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ locale: "en-GB", ...options });
  context.setDefaultTimeout(PATIENCE_MILLISECONDS);
  await context.exposeFunction("tellBreach", (directive: string) => faults.push(`policy violated: ${directive}`));
  await context.addInitScript(() => {
    const { tellBreach } = globalThis as unknown as { readonly tellBreach: (directive: string) => void };
    document.addEventListener("securitypolicyviolation", (breach) => tellBreach(breach.effectiveDirective));
  });
  const page = await context.newPage();
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const { url } = message.location();
    // The browser itself reports the 401 by which a page learns that nobody is signed in.
    if (message.text().includes("401") && url.endsWith("/api/v1/auth/refresh")) return;
    faults.push(`console: ${message.text()} (${url})`);
  });
  return page;
}

/** Takes a picture, where somebody wants to look at it. */
export async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

/** When the page was loaded: the same as long as nobody reloads it. */
export function loadedAt(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}

/** By how much a page is wider than its screen, CSS pixels. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Signs somebody in on the sign-in page, to go on at a path. */
export async function signInOn(page: Page, url: string, { email, password }: Account): Promise<void> {
  await page.goto(url);
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(url);
}

/** What can be pressed or typed into, and has no name: whoever does not see the page would not know what it is for. */
export async function namelessControls(page: Page): Promise<readonly string[]> {
  const controls: Locator = page.locator("button, a[href], input:not([type=hidden]), select, textarea");
  return controls.evaluateAll((found) =>
    found
      .filter((one) => {
        const labels = "labels" in one ? [...((one as HTMLInputElement).labels ?? [])] : [];
        const name = [one.getAttribute("aria-label"), one.textContent, ...labels.map((label) => label.textContent)];
        return name.every((part) => (part ?? "").trim() === "");
      })
      .map((one) => one.outerHTML.slice(0, 200)),
  );
}

/** As high as a finger needs it, CSS pixels. */
const TARGET = 44;

/** What can be pressed and is lower than a finger needs; a box or a dot is pressed by its label (WCAG 2.2, 2.5.8). */
export async function smallTargets(page: Page): Promise<readonly string[]> {
  const controls: Locator = page.locator("button, a[href], summary, input:not([type=hidden]), select, textarea");
  return controls.evaluateAll(
    (found, least) =>
      found
        .map((one) => {
          const isMark = one instanceof HTMLInputElement && (one.type === "checkbox" || one.type === "radio");
          return isMark ? (one.labels?.[0] ?? one) : one;
        })
        .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().height < least - 0.5)
        .map((one) => `${one.getBoundingClientRect().height}: ${one.outerHTML.slice(0, 120)}`),
    TARGET,
  );
}

/** What a reader makes of a QR code that is shown; nothing where it makes nothing of it. */
export async function readCode(shown: Locator): Promise<string | undefined> {
  const { data, info } = await sharp(await shown.screenshot())
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return jsQR(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

/** Notes every tone that a page plays from now on; what it answers with takes those since it was last asked, in hertz. */
export async function listenTo(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(() => {
    const heard: number[] = [];
    Object.assign(globalThis, { heard });
    const start = Reflect.get(OscillatorNode.prototype, "start") as (this: OscillatorNode, when?: number) => void;
    OscillatorNode.prototype.start = function (when) {
      heard.push(Math.round(this.frequency.value));
      start.call(this, when);
    };
  });
  return () => page.evaluate(() => (globalThis as unknown as { heard: number[] }).heard.splice(0));
}
