/** The kitchen's screens in a real browser: sold out, upcoming, the pass, and work that goes on without a connection. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StaffOrder } from "../contracts/index.js";
import { eventually, PATIENT } from "./eventually.js";
import { cardOf, type KitchenHouse, later, openKitchen, panelOf } from "./kitchen-house.js";
import { itemNamed, json, slipOf, someone, type Visitor } from "./visitor.js";
import { listenTo, namelessControls, overhang, picture, signInOn, smallTargets } from "./watched-browser.js";

const HOUR = 3_600_000;
const TABLET = { width: 1280, height: 800 };
/** A tone that only the sound for a ticket nobody has seen has, hertz. */
const UNSEEN_TONE = 1320;
const EVIL = "<img src=x onerror=alert(1)>";

/** What a page shows in the end, however much the machine has to do beside it. */
const poll = <Value>(read: () => Promise<Value> | Value, message = "in the end") =>
  expect.poll(read, { timeout: 15_000, message });

describe("the kitchen's screens", PATIENT, () => {
  let house: KitchenHouse;
  let manager: Visitor;
  let at: string;
  let grill: Page;
  let pass: Page;
  let passHears: () => Promise<readonly number[]>;
  let order: KitchenHouse["order"];
  let send: KitchenHouse["send"];

  beforeAll(async () => {
    house = await openKitchen();
    ({ manager, at, grill, pass, order, send } = house);
  });
  afterAll(() => house?.close());

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
    await pass.getByRole("button", { name: "Start shift" }).click();
    passHears = await listenTo(pass);
    // Whoever leaves before it has filled the screen has not left.
    await expect.poll(() => pass.evaluate(() => document.fullscreenElement !== null)).toBe(true);
    await pass.evaluate(() => document.exitFullscreen());
    await pass.getByRole("button", { name: "By order" }).click();
    const card = cardOf(pass, placed);
    await card.getByText("Grill 0/1").waitFor();
    await cardOf(grill, placed).getByRole("button", { name: "BUMP" }).click();
    await card.getByText(/^Grill.*done$/).waitFor();
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
    await card.getByRole("button", { name: "Call again" }).click();
    await pass.getByText(/^#\d{3} is called again/).waitFor();
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
    house.forgive(/ERR_INTERNET_DISCONNECTED|409.*\/kds\//);
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
    house.forgive(/DISCONNECTED/);
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
    house.forgive(/ERR_FAILED/);
  });

  it("tells how long a ticket has waited by the server's clock, however wrong the screen's own is", async () => {
    const skewed = await house.browser.newPage({ viewport: TABLET });
    await skewed.addInitScript((ahead) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + ahead;
    }, 7 * HOUR);
    await signInOn(skewed, `${house.app.baseUrl}/kitchen`, house.app.demo().accounts.manager);
    await skewed.getByText("LIVE", { exact: true }).waitFor();
    await order(["Cheeseburger"]);
    // Whichever cards are on the first page: nothing here is half an hour old, and by its own clock all were seven hours.
    const timers = skewed.locator("article.ticket.open .timer");
    await timers.first().waitFor();
    for (const waited of await timers.allTextContents()) expect(waited).toMatch(/^[012]\d:\d\d/);
    await skewed.context().close();
  });

  it("prints every open ticket, and nothing else", async () => {
    const noted = slipOf(await manager.menu(), ["Cheeseburger"]).lines.map((line) => ({ ...line, instructions: EVIL }));
    const evil = await order([], { lines: noted, contact: someone(EVIL), allergyNote: EVIL });
    await cardOf(grill, evil).waitFor();
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
    expect(await grill.locator(".print article").getByText(EVIL).count(), "what a guest wrote is text").toBeGreaterThan(
      1,
    );
    expect(await grill.locator(".print img").count()).toBe(0);
    await picture(grill, "kitchen-print");
    await grill.emulateMedia({ media: "screen" });
    await grill.evaluate(() => dispatchEvent(new Event("afterprint")));
    await grill.locator(".print").waitFor({ state: "detached" });
  });

  const bumpOf = (page: Page, placed: Parameters<typeof cardOf>[1], name: string) =>
    cardOf(page, placed).getByRole("button", { name, exact: true });

  it("lets no ticket leave before its allergy was read, by whatever is pressed", async () => {
    await house.clear();
    const placed = await order(["Cheeseburger"], { allergyNote: "peanuts" });
    const card = cardOf(grill, placed);
    const allergy = card.getByRole("button", { name: "!! ALLERGY: peanuts - tap when read" });
    await allergy.waitFor();
    expect(await bumpOf(grill, placed, "Read the allergy first").isDisabled()).toBe(true);
    await card.getByRole("button", { name: "Cheeseburger" }).click();
    await grill.keyboard.press("1");
    for (const key of ["Enter", " "]) await grill.keyboard.press(key);
    const { tickets } = await manager.board();
    expect(tickets.find(({ orderId }) => orderId === placed.order.id)).toMatchObject({ state: "open", version: 1 });
    await allergy.click();
    await bumpOf(grill, placed, "BUMP").click();
    const number = `#${String(placed.order.number).padStart(3, "0")}`;
    const toast = grill.locator(".toast", { hasText: `Bumped ${number}` });
    await toast.waitFor();
    await card.waitFor({ state: "detached" });
    await grill.getByRole("button", { name: `UNDO ${number}` }).click();
    await card.waitFor();
    await bumpOf(grill, placed, "BUMP").click();
    await toast.waitFor();
    await toast.waitFor({ state: "detached", timeout: 8000 });
  });

  it("marks what was added and voided after the firing until somebody taps it, and flashes", async () => {
    const placed = await order(["Cheeseburger"]);
    const card = cardOf(grill, placed);
    await card.waitFor();
    const path = `/api/v1/orders/${placed.order.id}`;
    const { lines } = slipOf(await manager.menu(), ["Halloumi burger"]);
    const { lines: now } = await send("POST", `${path}/lines`, { lines });
    await card.getByText("+ADDED").waitFor();
    const changed = card.getByRole("button", { name: /^CHANGED \d\d:\d\d - tap to clear$/ });
    expect(await card.evaluate((one) => getComputedStyle(one).animationIterationCount)).toBe("2");
    await grill.emulateMedia({ reducedMotion: "reduce" });
    expect(await card.evaluate((one) => getComputedStyle(one).animationName)).toBe("none");
    await grill.emulateMedia({ reducedMotion: null });
    await picture(grill, "kitchen-changed");
    await changed.click();
    await changed.waitFor({ state: "detached" });
    expect(await card.getByText("+ADDED").count()).toBe(0);
    const voidOf = (name: string) =>
      send("POST", `${path}/lines/${now.find((one) => one.name === name)?.id}/void`, { reason: "wrong" });
    await voidOf("Halloumi burger");
    await card.getByText("-VOID").waitFor();
    expect(await card.locator(".line.void .name").evaluate((one) => getComputedStyle(one).textDecorationLine)).toBe(
      "line-through",
    );
    await voidOf("Cheeseburger");
    await card.getByRole("button", { name: /^VOID \d\d:\d\d - tap to clear$/ }).click();
    await card.waitFor({ state: "detached" });
  });

  it("takes a line back by one tap while it is fresh, and after that by two", async () => {
    const placed = await order(["Cheeseburger", "Halloumi burger"]);
    const line = cardOf(grill, placed).getByRole("button", { name: "Cheeseburger" });
    const pressed = (state: boolean) => poll(() => line.getAttribute("aria-pressed")).toBe(String(state));
    await line.click();
    await pressed(true);
    await line.click();
    await pressed(false);
    await line.click();
    await pressed(true);
    // What was not sent is taken back by any tap.
    await eventually(async () => {
      const { tickets } = await manager.board();
      return tickets.some((one) => one.orderId === placed.order.id && one.items[0]?.state === "done");
    }, "the line to be done for everybody");
    await later(grill, 6000);
    await line.click();
    await line.getByText("tap again to take back").waitFor();
    await pressed(true);
    await line.click();
    await pressed(false);
  });

  it("turns pages in place of scrolling: columns by the screen, long tickets go on, and a tile tells what waits", async () => {
    await house.clear();
    await grill.setViewportSize(TABLET);
    // What an earlier bump still says below the board takes room from it.
    await grill.reload();
    await grill.getByText("LIVE", { exact: true }).waitFor();
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => (n % 2 === 0 ? "Cheeseburger" : "Halloumi burger"));
    const long = await order(many(7));
    const pieces = cardOf(grill, long);
    await poll(() => pieces.count()).toBe(2);
    expect(await pieces.nth(1).textContent()).toContain("cont.");
    expect(await pieces.nth(0).getByRole("button", { name: "BUMP" }).count(), "the button is at its end").toBe(0);
    expect(await pieces.locator(".line").count()).toBe(7);
    const second = await order(many(3));
    await cardOf(grill, second).waitFor();
    expect(await grill.getByRole("navigation", { name: "Pages" }).count()).toBe(0);
    const third = await order(many(3));
    const tile = grill.getByRole("button", { name: /^\+1 waiting/ });
    await poll(() => tile.textContent()).toBe("+1 waiting 1 new");
    expect(await cardOf(grill, third).count()).toBe(0);
    await picture(grill, "kitchen-page-1");
    await grill.keyboard.press("ArrowRight");
    await cardOf(grill, third).waitFor();
    await grill.getByText("Page 2 of 2").waitFor();
    await poll(() => grill.getByRole("button", { name: /waiting/ }).textContent()).toBe("+2 waiting ");
    // Pressed until it is heard: a card that is drawn anew between the two listens a moment later.
    await poll(async () => {
      await grill.keyboard.press("1");
      return grill.locator("article.selected").evaluateAll((all) => all.map((one) => one.getAttribute("data-order")));
    }).toEqual([third.order.id]);
    await later(grill, 30 * 60_000);
    await poll(() => grill.locator(".waiting").textContent()).toBe("+2 waiting 2 LATE");
    await grill.getByRole("button", { name: "Next page" }).click();
    await cardOf(grill, second).waitFor();
    await grill.getByRole("button", { name: "+1 waiting 1 LATE" }).click();
    await cardOf(grill, third).waitFor();
    const scrolls = await grill.evaluate(
      () => document.documentElement.scrollHeight > document.documentElement.clientHeight,
    );
    expect(scrolls).toBe(false);
    const columns = async (width: number, height: number) => {
      await grill.setViewportSize({ width, height });
      const count = () => grill.locator(".columns").evaluate((one) => getComputedStyle(one).columnCount);
      await poll(count).toMatch(/\d/);
      return grill.locator(".columns").evaluate(async (one) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        return getComputedStyle(one).columnCount;
      });
    };
    expect([
      await columns(1920, 1080),
      await columns(1280, 800),
      await columns(1024, 768),
      await columns(320, 640),
    ]).toEqual(["5", "3", "3", "1"]);
    expect(await overhang(grill)).toBeLessThanOrEqual(0);
    await grill.setViewportSize({ width: 1920, height: 1080 });
    await grill.reload();
    await grill.getByText("LIVE", { exact: true }).waitFor();
    await house.clear();
  });

  it("shows by word, mark and border how long a ticket waits, in letters that are read from a metre away", async () => {
    const placed = await order(["Cheeseburger"]);
    const card = cardOf(grill, placed);
    await card.getByText(/^00:\d\d$/).waitFor();
    const border = () => card.evaluate((one) => getComputedStyle(one).borderTopWidth);
    expect(await border()).toBe("3px");
    const { station } = (await manager.board()).tickets.find(({ orderId }) => orderId === placed.order.id) ?? {};
    const { warnAfterSeconds = 0, lateAfterSeconds = 0 } = station ?? {};
    await later(grill, warnAfterSeconds * 1000);
    await card.getByText(/^! \d\d:\d\d$/).waitFor();
    expect(await border()).toBe("6px");
    await later(grill, (lateAfterSeconds - warnAfterSeconds) * 1000);
    await card.getByText(/^LATE \d\d:\d\d$/).waitFor();
    const size = (part: string) =>
      card
        .locator(part)
        .first()
        .evaluate((one) => getComputedStyle(one).fontSize);
    const sizes = await Promise.all([".number", ".timer", ".what b", ".what .name"].map(size));
    expect(sizes).toEqual(["28px", "28px", "26px", "22px"]);
    expect((await card.locator(".bump").boundingBox())?.height).toBeGreaterThanOrEqual(64);
    expect((await card.locator(".bump").boundingBox())?.width).toBeGreaterThan(
      ((await card.boundingBox())?.width ?? 0) * 0.9,
    );
    expect(await smallTargets(grill)).toEqual([]);
  });

  it("works as its screen is set to: bumped by two taps, the same dishes put together", async () => {
    await house.clear();
    const placed = await order(["Cheeseburger", "Halloumi burger", "Cheeseburger"]);
    const card = cardOf(grill, placed);
    await card.waitFor();
    expect(await card.locator(".line").count()).toBe(3);
    await grill.getByRole("button", { name: "This screen" }).click();
    await grill.getByLabel("Put the same dishes of a ticket together").check();
    await card.getByRole("button", { name: /^2\u00d7 Cheeseburger/ }).waitFor();
    expect(await card.locator(".line").count()).toBe(2);
    await card.getByRole("button", { name: /Cheeseburger/ }).click();
    await poll(async () =>
      (await manager.board()).tickets
        .find(({ orderId }) => orderId === placed.order.id)
        ?.items.map(({ state }) => state),
    ).toEqual(["done", "queued", "done"]);
    await grill.getByLabel("Bump by two taps").check();
    await bumpOf(grill, placed, "BUMP").click();
    const second = bumpOf(grill, placed, "BUMP: tap again");
    await second.waitFor();
    await second.waitFor({ state: "detached" });
    expect(await card.count(), "one tap is none").toBe(1);
    await grill.reload();
    await bumpOf(grill, placed, "BUMP").dblclick();
    await card.waitFor({ state: "detached" });
    await grill.getByRole("button", { name: "This screen" }).click();
    for (const way of ["Bump by two taps", "Put the same dishes of a ticket together"])
      await grill.getByLabel(way).uncheck();
    await grill.getByRole("button", { name: "This screen" }).click();
  });

  it("counts what is left all day as it is made, and shows which cards that is", async () => {
    const [plain, other] = [await order(["Cheeseburger"]), await order(["Halloumi burger"])];
    await cardOf(grill, other).waitFor();
    await grill.keyboard.press("a");
    await panelOf(grill, "All day")
      .getByRole("button", { name: /1 Cheeseburger/ })
      .click();
    await poll(() => grill.locator("article.selected").getAttribute("data-order")).toBe(plain.order.id);
    await grill.keyboard.press("r");
    const recall = panelOf(grill, "Recall");
    await cardOf(grill, plain).getByRole("button", { name: "BUMP" }).click();
    await recall.getByLabel("Order number").fill(`#${String(plain.order.number).padStart(3, "0")}`);
    await poll(() => recall.getByRole("button").count()).toBe(1);
    await recall.getByRole("button").click();
    await poll(() => grill.locator("article.ticket").first().getAttribute("data-order")).toBe(plain.order.id);
    await cardOf(grill, plain).getByText("RECALLED").waitFor();
    await grill.keyboard.press("r");
  });

  it("tells those who do not see it of new tickets, several at once rather than one over the other", async () => {
    const region = grill.locator("p.visually-hidden[role=status]");
    await region.evaluate((one) => {
      const said: string[] = [];
      Object.assign(globalThis, { said });
      new MutationObserver(() => said.push(one.textContent)).observe(one, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    const placed = await Promise.all([order(["Cheeseburger", "Halloumi burger"]), order(["Cheeseburger"])]);
    const said = () => grill.evaluate(() => (globalThis as unknown as { said: string[] }).said.join("; "));
    for (const [at, lines] of ["2 lines", "1 line"].entries()) {
      const number = `#${String(placed[at]?.order.number).padStart(3, "0")}`;
      await poll(said).toMatch(new RegExp(`(?:New: .*)?New: ${number}, pickup, ${lines}(?!s)`));
    }
  });

  it("says since when nothing arrives, how old what it shows is, and that it may be cooked; and is never just empty", async () => {
    await house.clear();
    await grill.getByText(/^No open tickets \u00b7 live \d{1,2}:\d\d:\d\d/).waitFor();
    for (const path of ["**/kds/board", "**/kds/stream*"]) await grill.route(path, (route) => route.abort());
    await grill.evaluate(() => dispatchEvent(new Event("online")));
    const bar = grill.getByRole("alert").filter({ hasText: "NOT LIVE since" });
    await bar
      .getByText(/^NOT LIVE since \d\d:\d\d\. What you see is \d+ s old; it is still safe to cook it\.$/)
      .waitFor();
    await later(grill, 65_000);
    await bar.getByText(/What you see is 1 min \d+ s old/).waitFor();
    await bar.getByRole("button", { name: "Print all" }).waitFor();
    await grill.getByText("No open tickets are known \u00b7 NOT LIVE").waitFor();
    expect((await bar.boundingBox())?.width).toBeGreaterThan((grill.viewportSize()?.width ?? 0) * 0.95);
    await picture(grill, "kitchen-lost");
    for (const path of ["**/kds/board", "**/kds/stream*"]) await grill.unroute(path);
    await grill.evaluate(() => dispatchEvent(new Event("online")));
    await grill.getByText("LIVE", { exact: true }).waitFor();
    house.forgive(/ERR_FAILED/);
    await grill.reload();
  });

  it("says that sound is off until the shift starts, and lets each sound be tried as loud as wanted", async () => {
    await grill.getByText("Sound off").waitFor();
    const hear = await listenTo(grill);
    const heard = async () => (await hear()).join();
    await grill.evaluate(() => {
      const locks: WakeLockSentinel[] = [];
      Object.assign(globalThis, { locks });
      const request = navigator.wakeLock.request.bind(navigator.wakeLock);
      navigator.wakeLock.request = async (type) => {
        const lock = await request(type);
        locks.push(lock);
        return lock;
      };
    });
    await grill.context().grantPermissions(["screen-wake-lock"]);
    const held = () =>
      grill.evaluate(() =>
        (globalThis as unknown as { locks: WakeLockSentinel[] }).locks.map(({ released }) => !released),
      );
    await grill.getByRole("button", { name: "Start shift" }).click();
    await poll(held, "the screen is kept awake").toEqual([true]);
    // As the browser does while the page is not seen.
    await grill.evaluate(async () => {
      await (globalThis as unknown as { locks: WakeLockSentinel[] }).locks[0]?.release();
      document.dispatchEvent(new Event("visibilitychange"));
    });
    await poll(held, "and again once it is seen").toEqual([false, true]);
    await poll(() => grill.evaluate(() => document.fullscreenElement === document.documentElement)).toBe(true);
    await grill.getByText("Sound off").waitFor({ state: "detached" });
    await grill.getByRole("button", { name: "This screen" }).click();
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
    await poll(heard).toBe(sounds[0]);
    const { lines } = slipOf(await manager.menu(), ["Halloumi burger"]);
    await send("POST", `/api/v1/orders/${placed.order.id}/lines`, { lines });
    await poll(heard, "what was changed").toBe(sounds[1]);
    await later(grill, HOUR);
    await poll(heard, "what is late").toBe(sounds[2]);
    await grill.route("**/kds/board", (route) => route.abort());
    await grill.evaluate(() => dispatchEvent(new Event("online")));
    await poll(heard, "a line that is lost").toBe(sounds[4]);
    await grill.unroute("**/kds/board");
    house.forgive(/ERR_FAILED/);
    await grill.evaluate(() => document.exitFullscreen().catch(() => {}));
  });

  it("reads one stream for all pages of a browser; another page goes on where the one that read it is closed", async () => {
    const first = await house.pairedPage();
    const second = await first.context().newPage();
    let streams = 0;
    second.on("request", (request) => {
      if (request.url().includes("/kds/stream")) streams += 1;
    });
    await second.goto(`${house.app.baseUrl}/kitchen`);
    await second.getByText("LIVE", { exact: true }).waitFor();
    const placed = await order(["Cheeseburger"]);
    for (const page of [first, second]) await cardOf(page, placed).waitFor();
    expect(streams).toBe(0);
    await first.close();
    await poll(() => streams).toBe(1);
    const other = await order(["Cheeseburger"]);
    await cardOf(second, other).waitFor();
    await second.getByText("LIVE", { exact: true }).waitFor();
    await second.context().close();
  });

  it("speaks its reader's language", async () => {
    const german = await house.pairedPage({ locale: "de-DE" });
    await german.getByRole("button", { name: "Schicht beginnen" }).waitFor();
    await german.getByText("Ton aus: Bis die Schicht begonnen ist").waitFor();
    expect(await german.evaluate(() => document.documentElement.lang)).toBe("de");
    const placed = await order(["Cheeseburger"], { allergyNote: "Erdn\u00fcsse" });
    await cardOf(german, placed)
      .getByRole("button", { name: "!! ALLERGIE: Erdn\u00fcsse - antippen, wenn gelesen" })
      .click();
    await cardOf(german, placed).getByText("ABHOLUNG").waitFor();
    await bumpOf(german, placed, "FERTIG").click();
    await german.getByText(/^#\d{3} abgeschlossen/).waitFor();
    await picture(german, "kitchen-german");
    await german.context().close();
  });

  it("tells the pass of a ticket that no screen of its station has shown, until somebody has read that", async () => {
    // The fryer has no screen; its first ticket is older than half a minute by now.
    const { tickets } = await manager.board();
    const lost = tickets.find(({ station }) => station.name === "Fry");
    const banner = pass.getByRole("alert").filter({ hasText: "Nobody has seen" });
    await banner.getByText(`#${String(lost?.orderNumber).padStart(3, "0")} at Fry`).waitFor({ timeout: 45_000 });
    // As when its line comes back: nobody has read it by that.
    const loaded = pass.waitForResponse("**/kds/board");
    await pass.evaluate(() => dispatchEvent(new Event("online")));
    await loaded;
    await pass.waitForTimeout(300);
    expect(await banner.count(), "over a board that was loaded anew").toBe(1);
    expect(await passHears(), "and heard").toContain(UNSEEN_TONE);
    await banner.getByRole("button", { name: "Seen now" }).click();
    await banner.waitFor({ state: "detached" });
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
    expect(house.browser.faults).toEqual([]);
  });
});
