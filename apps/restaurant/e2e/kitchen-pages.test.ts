/** The kitchen's screens in a real browser: sold out, upcoming, the pass, and work that goes on without a connection. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlacedOrder, StaffOrder } from "../contracts/index.js";
import { type AppProcess, newFolder, removeFolder, startApp } from "./app-process.js";
import { eventually, PATIENT } from "./eventually.js";
import { itemNamed, json, locationOf, signedIn, slipOf, type Visitor, visitor } from "./visitor.js";
import {
  namelessControls,
  overhang,
  picture,
  signInOn,
  type WatchedBrowser,
  watchedBrowser,
} from "./watched-browser.js";

const HOUR = 3_600_000;
const WIDE = { viewport: { width: 1920, height: 1080 } };

/** A telephone number may have three unpaid orders. */
const NOBODY = { name: "Quillon Marchbanks" };

describe("the kitchen's screens", PATIENT, () => {
  const folder = newFolder();
  let app: AppProcess;
  let browser: WatchedBrowser;
  let manager: Visitor;
  let at: string;
  let grill: Page;
  let pass: Page;

  beforeAll(async () => {
    [app, browser] = await Promise.all([startApp({ dataFolder: folder }), watchedBrowser()]);
    manager = await signedIn(visitor(app.baseUrl), app.demo().accounts.manager);
    at = `/api/v1/locations/${locationOf(manager)}`;
    const { stations } = await json<{ stations: { id: string; name: string }[] }>(await manager.get(`${at}/stations`));
    const stationId = stations.find(({ name }) => name === "Grill")?.id;
    const made = await manager.post(`${at}/devices/pairing-codes`, { stationId, name: "Grill" });
    const { code } = await json<{ code: string }>(made, 201);
    grill = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await grill.goto(`${app.baseUrl}/kitchen#pair`);
    await grill.getByLabel("Code from the office").fill(code);
    await grill.getByRole("button", { name: "Pair" }).click();
    await grill.getByText("LIVE", { exact: true }).waitFor();
    pass = await browser.newPage(WIDE);
    await signInOn(pass, `${app.baseUrl}/kitchen`, app.demo().accounts.manager);
    await pass.getByText("LIVE", { exact: true }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    removeFolder(folder);
  });

  const order = async (dishes: readonly string[], more: object = {}): Promise<PlacedOrder> =>
    manager.order({ ...slipOf(await manager.menu(), dishes), contact: NOBODY, ...more });
  const send = async (method: string, path: string, body: unknown, headers = {}) => {
    const all = { ...manager.headers, "content-type": "application/json", ...headers };
    return json<StaffOrder>(await fetch(app.baseUrl + path, { method, headers: all, body: JSON.stringify(body) }));
  };
  const cardOf = (page: Page, { order: { id } }: PlacedOrder) => page.locator(`article[data-order="${id}"]`);
  const panelOf = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

  it("a cook says in two taps that a dish is sold out for an hour, and that it is back", async () => {
    await grill.keyboard.press("s");
    const panel = panelOf(grill, "Sold out");
    await panel.getByRole("button", { name: "Rib-eye steak" }).click();
    await panel.getByRole("button", { name: "1 hour" }).click();
    await panel.getByText(/^Rib-eye steak back at (?:.+ )?\d\d:\d\d$/).waitFor();
    await picture(grill, "kitchen-sold-out");
    const { available, backAt } = itemNamed(await manager.menu(), "Rib-eye steak");
    expect(available).toBe(false);
    expect(Math.abs(Date.parse(backAt ?? "") - Date.now() - HOUR)).toBeLessThan(HOUR / 10);
    await panel.getByRole("button", { name: "Rib-eye steak is back" }).click();
    await panel.getByText("Nothing is sold out.").waitFor();
    expect(itemNamed(await manager.menu(), "Rib-eye steak").available).toBe(true);
    expect(await panel.getByText("House lemonade").count()).toBe(0);
    await grill.keyboard.press("s");
  });

  it("shows orders for later and a course on hold, which is fired from there", async () => {
    const startsAt = new Date(Math.ceil(Date.now() / HOUR) * HOUR + 3 * HOUR).toISOString();
    await json(await manager.post(`${at}/slots`, { orderType: "pickup", startsAt, capacity: 5 }), 201);
    const later = await order(["Cheeseburger"], { requestedAt: startsAt });
    await send("PUT", `${at}/accept-mode`, { acceptMode: "manual" });
    const courses = await order(["Calamari", "Cheeseburger"]);
    const { lines, version } = await json<StaffOrder>(await manager.get(`/api/v1/orders/${courses.order.id}`));
    const main = lines.find(({ name }) => name === "Cheeseburger")?.id;
    const path = `/api/v1/orders/${courses.order.id}`;
    await send("PATCH", `${path}/lines/${main}`, { course: 2, hold: true }, { "if-match": `"${version}"` });
    await send("POST", `${path}/accept`, {});
    await pass.keyboard.press("n");
    const panel = panelOf(pass, "Upcoming");
    await panel.getByText(`#${String(later.order.number).padStart(3, "0")} PICKUP`).waitFor();
    await panel.getByText("course 2, on hold").waitFor();
    await picture(pass, "kitchen-upcoming");
    await panel.getByRole("button", { name: /^Fire course 2/ }).click();
    await cardOf(grill, courses).getByRole("button", { name: "Cheeseburger" }).waitFor();
    await pass.keyboard.press("n");
    await send("PUT", `${at}/accept-mode`, { acceptMode: "auto" });
  });

  it("gathers an order of several stations at the pass, and hands it over once all is ready", async () => {
    const placed = await order(["Cheeseburger", "French fries"]);
    await pass.getByRole("button", { name: "By order" }).click();
    const card = cardOf(pass, placed);
    await card.getByText("Grill 0/1").waitFor();
    await cardOf(grill, placed).getByRole("button", { name: "BUMP" }).click();
    await card.getByText("Grill done").waitFor();
    expect(await card.getByRole("button", { name: "Not ready yet" }).isDisabled()).toBe(true);
    await card.getByRole("button", { name: "Rush" }).click();
    await card.getByText("RUSH", { exact: true }).waitFor();
    await picture(pass, "kitchen-pass");
    await card.getByRole("button", { name: "French fries" }).click();
    await card.getByText("ALL READY").waitFor();
    const { amount } = placed.order.total;
    const paid = { received: amount };
    const key = { "idempotency-key": crypto.randomUUID() };
    await json(await manager.post(`/api/v1/orders/${placed.order.id}/payments/cash`, paid, key), 201);
    await card.getByRole("button", { name: "Hand over" }).click();
    await card.waitFor({ state: "detached" });
    const { state } = await json<StaffOrder>(await manager.get(`/api/v1/orders/${placed.order.id}`));
    expect(state).toBe("completed");
    await pass.getByRole("button", { name: "By order" }).click();
  });

  it("keeps what is bumped without a connection, sends it in order when it is back, and shows what had changed", async () => {
    const first = await order(["Cheeseburger", "Halloumi burger"]);
    const other = await order(["Cheeseburger"]);
    await cardOf(grill, other).waitFor();
    await grill.context().setOffline(true);
    await cardOf(grill, first).getByRole("button", { name: "Cheeseburger" }).click();
    await cardOf(grill, first).getByRole("button", { name: "BUMP" }).click();
    await cardOf(grill, other).getByRole("button", { name: "BUMP" }).click();
    await grill.getByText("3 not sent.").waitFor();
    await cardOf(grill, first).getByText("NOT SENT: done, bump").waitFor();
    await picture(grill, "kitchen-not-sent");
    await pass.keyboard.press("Escape");
    await cardOf(pass, other).getByRole("button", { name: "Rush" }).click();
    await cardOf(pass, other).getByText("RUSH", { exact: true }).waitFor();
    await grill.context().setOffline(false);
    await cardOf(grill, first).waitFor({ state: "detached" });
    await grill.getByText(/had changed meanwhile\. You see it as it stands now\./).waitFor();
    await cardOf(grill, other).getByText("RUSH", { exact: true }).waitFor();
    await eventually(async () => {
      const { tickets } = await manager.board();
      return !tickets.some(({ orderId, station }) => orderId === first.order.id && station.name === "Grill");
    }, "the bump to have arrived");
    expect(await grill.getByText(/not sent/i).count()).toBe(0);
    await grill.getByRole("button", { name: "Read", exact: true }).click();
    const expected = (one: string) => /ERR_INTERNET_DISCONNECTED|409.*\/kds\//.test(one);
    browser.faults.splice(0, browser.faults.length, ...browser.faults.filter((one) => !expected(one)));
  });

  it("takes back what has not been sent", async () => {
    const placed = await order(["Cheeseburger"]);
    await cardOf(grill, placed).waitFor();
    await grill.context().setOffline(true);
    await cardOf(grill, placed).getByRole("button", { name: "BUMP" }).click();
    await cardOf(grill, placed).getByRole("button", { name: "Take the bump back" }).click();
    await grill.context().setOffline(false);
    await grill.getByText("LIVE", { exact: true }).waitFor();
    await cardOf(grill, placed).getByRole("button", { name: "BUMP" }).waitFor();
    browser.faults.splice(0, browser.faults.length, ...browser.faults.filter((one) => !/DISCONNECTED/.test(one)));
  });

  it("keeps what has not been sent over a reload", async () => {
    const placed = await order(["Cheeseburger"]);
    await cardOf(grill, placed).waitFor();
    await grill.route("**/kds/tickets/**", (route) => route.abort());
    await cardOf(grill, placed).getByRole("button", { name: "BUMP" }).click();
    await grill.getByText("1 not sent.").waitFor();
    await grill.reload();
    await cardOf(grill, placed).getByText("NOT SENT: bump").waitFor();
    await grill.unroute("**/kds/tickets/**");
    await cardOf(grill, placed).waitFor({ state: "detached" });
    expect((await manager.board()).tickets.some(({ orderId }) => orderId === placed.order.id)).toBe(false);
    browser.faults.splice(0, browser.faults.length, ...browser.faults.filter((one) => !/ERR_FAILED/.test(one)));
  });

  it("prints every open ticket, and nothing else", async () => {
    const open = await grill.locator("article.ticket.open").count();
    // Without a printer the page would be done at once.
    await grill.evaluate(() => {
      globalThis.print = () => document.body.classList.add("sent-to-printer");
    });
    await grill.getByRole("button", { name: "Print all" }).click();
    await grill.locator("body.sent-to-printer").waitFor();
    await grill.emulateMedia({ media: "print" });
    expect(await grill.locator(".print article:visible").count()).toBe(open);
    expect(await grill.locator(".kitchen").isVisible()).toBe(false);
    await picture(grill, "kitchen-print");
    await grill.emulateMedia({ media: "screen" });
    await grill.evaluate(() => dispatchEvent(new Event("afterprint")));
    await grill.locator(".print").waitFor({ state: "detached" });
  });

  it("says that sound is off until the shift starts, and lets each sound be tried as loud as wanted", async () => {
    await grill.getByText("Sound off").waitFor();
    await grill.evaluate(() => {
      const heard: number[] = [];
      Object.assign(globalThis, { heard });
      const start = Reflect.get(OscillatorNode.prototype, "start") as (this: OscillatorNode, when?: number) => void;
      OscillatorNode.prototype.start = function (when) {
        heard.push(this.frequency.value);
        start.call(this, when);
      };
    });
    const heard = () =>
      grill.evaluate(() => (globalThis as unknown as { heard: number[] }).heard.splice(0).map(Math.round).join());
    await grill.getByRole("button", { name: "Start shift" }).click();
    await grill.getByText("Sound off").waitFor({ state: "detached" });
    await grill.getByRole("button", { name: "Sounds" }).click();
    await grill.getByLabel("Volume").fill("40");
    await grill.getByText("40 %").waitFor();
    await heard();
    const sounds: string[] = [];
    for (const name of ["New", "Changed", "Late", "Not seen", "Not live"]) {
      await grill.getByRole("button", { name: `Test: ${name}` }).click();
      sounds.push(await heard());
    }
    expect(sounds).not.toContain("");
    expect(new Set(sounds).size).toBe(sounds.length);
    expect(await grill.evaluate(() => localStorage.getItem("kitchen-volume"))).toBe("40");
    const placed = await order(["Cheeseburger"]);
    await cardOf(grill, placed).waitFor();
    await expect.poll(heard).toBe(sounds[0]);
    await grill.evaluate(() => document.exitFullscreen().catch(() => {}));
  });

  it("every control has a name, nothing is wider than the screen, and no page failed", async () => {
    for (const name of ["All day", "Recall", "Sold out", "Upcoming"]) {
      await pass.getByRole("button", { name: new RegExp(`^${name} `) }).click();
      await panelOf(pass, name).waitFor();
      expect(await namelessControls(pass), name).toEqual([]);
    }
    await picture(pass, "kitchen-wide");
    await pass.setViewportSize({ width: 360, height: 740 });
    await picture(pass, "phone-kitchen");
    expect(await overhang(pass)).toBeLessThanOrEqual(0);
    expect(browser.faults).toEqual([]);
  });
});
