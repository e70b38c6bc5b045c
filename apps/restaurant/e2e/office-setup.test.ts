/** Setting the place up in a real browser: hours, the menu, the kitchen and who works there. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually, PATIENT } from "./eventually.js";
import { type OpenHouse, openOffice } from "./open-office.js";
import { json, locationOf, signedIn, type Visitor, visitor } from "./visitor.js";
import { picture } from "./watched-browser.js";

const EVIL = "<img src=x onerror=alert(1)>";

describe("setting the place up", PATIENT, () => {
  let office: OpenHouse;
  let go: OpenHouse["go"];
  let manager: Visitor;
  let page: Page;

  beforeAll(async () => {
    office = await openOffice("manager", "settings");
    ({ page, go } = office);
    manager = await signedIn(visitor(office.app.baseUrl), office.app.demo().accounts.manager);
  });
  afterAll(() => office?.close());

  it("the place is set up, against the version that was seen", async () => {
    await go("Settings");
    const place = page.getByRole("region", { name: "The place" });
    await place.getByRole("button", { name: "Add times" }).click();
    await place.getByLabel("To", { exact: true }).fill("23:00");
    await place.getByLabel("Sun").check();
    await place.getByRole("group", { name: "What guests can order" }).getByLabel("delivery").uncheck();
    await place.getByLabel(/^Rejected by itself/).fill("600");
    await place.getByRole("button", { name: "Save" }).click();
    await place.getByText("Saved.").waitFor();
    await picture(page, "office-place");
    const { restaurant } = await manager.menu();
    const read = await json(await manager.get(`/api/v1/locations/${restaurant.slug}`));
    const hours = [{ weekdays: [1, 2, 3, 4, 5, 7], fromMinute: 660, toMinute: 1380 }];
    expect(read).toMatchObject({ hours, orderTypes: ["pickup", "dine_in"] });
  });

  it("takes the times to order for as the place's clocks show them, and shows them so", async () => {
    const year = new Date().getUTCFullYear() + 1;
    const slots = page.getByRole("region", { name: "Times to order for" }).first();
    for (const [time, orders] of [
      ["T19:00", "7"],
      ["T18:30", "9"],
    ] as const) {
      await slots.getByLabel("Time, Europe/Berlin").fill(`${year}-01-15${time}`);
      await slots.getByLabel("Orders").fill(orders);
      await slots.getByRole("button", { name: "Add the time" }).click();
      await slots.getByRole("row", { name: new RegExp(`15 Jan.*${time.slice(1)} pickup ${orders}`) }).waitFor();
    }
    const { items } = await json<{ items: readonly { startsAt: string; capacity: number }[] }>(
      await manager.get(`/api/v1/locations/${locationOf(manager)}/slots`),
    );
    expect(items).toContainEqual(expect.objectContaining({ startsAt: `${year}-01-15T18:00:00.000Z`, capacity: 7 }));
    const ours = slots.getByRole("row", { name: /15 Jan/ });
    await slots.getByRole("columnheader", { name: "Orders" }).getByRole("button").press("Enter");
    expect(await ours.first().textContent()).toContain("19:00");
    // The rows come anew, and stay as they were sorted.
    await slots.getByRole("button", { name: /^Remove .*19:00$/ }).click();
    await slots.getByRole("button", { name: "Yes" }).click();
    await slots.getByRole("row", { name: /15 Jan.*19:00/ }).waitFor({ state: "detached" });
    expect(await slots.getByRole("columnheader", { name: "Orders" }).getAttribute("aria-sort")).toBe("ascending");
  });

  it("a price is typed over, a dish is sold out and back, and another is added", async () => {
    await go("Menu");
    await page.getByLabel("Price of Cheeseburger Regular in EUR").fill("13.20");
    await page.getByRole("button", { name: "Save the price of Cheeseburger Regular" }).click();
    const menuItem = async (name: string) => (await manager.menu()).items.find((item) => item.name === name);
    await eventually(
      async () => (await menuItem("Cheeseburger"))?.price.amount === 1320,
      "the price to be there",
      5000,
    );
    const row = page.getByRole("article", { name: "Espresso" });
    await row.getByRole("button", { name: "Sold out?" }).click();
    await row.getByRole("button", { name: "Sold out; bring back" }).waitFor();
    expect((await menuItem("Espresso"))?.available).toBe(false);
    await row.getByRole("button", { name: "Sold out; bring back" }).click();
    await row.getByRole("button", { name: "Sold out?" }).waitFor();
    await page.getByLabel("New dish in Drinks").fill("Cold brew");
    await page.getByRole("region", { name: "Drinks" }).getByRole("button", { name: "Add", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Cold brew" });
    await dialog.getByLabel("Description").fill(EVIL);
    await dialog.getByLabel("Allergens").fill("milk, soya, milk");
    await picture(page, "office-dish");
    await dialog.getByRole("button", { name: "Save the dish" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByLabel("Price of Cold brew Regular in EUR").fill("3,5");
    await page.getByRole("button", { name: "Save the price of Cold brew Regular" }).click();
    await eventually(async () => (await menuItem("Cold brew"))?.price.amount === 350, "the new dish", 5000);
    expect(await menuItem("Cold brew")).toMatchObject({ description: EVIL, allergens: ["milk", "soya"] });
    await picture(page, "office-menu");
  });

  it("says what is made where, and a station that is closed sends its lines on", async () => {
    await go("Stations");
    const ask = async () => {
      await page.getByRole("combobox", { name: "Dish", exact: true }).selectOption({ label: "Pale ale, 0.33 l" });
      await page.getByRole("button", { name: "Ask" }).click();
      return page.getByRole("region", { name: "Where would it go?" }).getByRole("status");
    };
    await (await ask()).getByText("Cold & Bar; decided by category").waitFor();
    await page.getByRole("button", { name: "Change Cold & Bar" }).click();
    await page.getByRole("dialog").getByLabel("Who takes over").selectOption("Fry");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Cold & Bar is open" }).click();
    await page.getByRole("button", { name: "Cold & Bar is open", pressed: false }).waitFor();
    await (await ask()).getByText("Fry; decided by category; Fry for Cold & Bar").waitFor();
    await picture(page, "office-stations");
    await page.getByRole("button", { name: "Cold & Bar is open" }).click();
    await page.getByRole("button", { name: "Cold & Bar is open", pressed: true }).waitFor();
    await page.getByLabel("Drinks at Grill").click();
    await eventually(async () => page.getByLabel("Drinks at Grill").isChecked(), "the tick to stay");
    await (await ask()).getByText("Grill, Cold & Bar; decided by category").waitFor();
    await page.getByLabel("Drinks at Grill").click();
  });

  it("makes one dish elsewhere than its category, which is marked, and changes a rule", async () => {
    const form = page.getByRole("form", { name: "Made elsewhere" });
    await form.getByRole("combobox").selectOption("Pale ale, 0.5 l");
    await form.getByLabel("Fry").check();
    await form.getByRole("button", { name: "Say so" }).click();
    await page.getByRole("rowheader", { name: "Pale ale, 0.5 l differs" }).waitFor();
    await page.getByLabel("Pale ale, 0.5 l at Grill").click();
    await eventually(() => page.getByLabel("Pale ale, 0.5 l at Grill").isChecked(), "the tick to stay");
    const matrix = page.getByRole("table", { name: "What is made where" });
    const heads = async () => (await matrix.getByRole("rowheader").allTextContents()).map((text) => text.trim());
    await matrix.getByRole("button", { name: "Category or dish" }).press("Enter");
    await matrix.getByRole("button", { name: "Category or dish" }).press("Enter");
    const sorted = (await heads()).filter((name) => !name.endsWith("differs"));
    expect(sorted).toEqual(sorted.toSorted().reverse());
    const all = await heads();
    expect(all[all.indexOf("Drinks") + 1], "below its category").toBe("Pale ale, 0.5 l differs");
    await matrix.getByRole("button", { name: "Fry" }).press("Enter");
    expect(
      await matrix
        .locator("tbody tr")
        .first()
        .getByLabel(/ at Fry$/)
        .isChecked(),
    ).toBe(true);
    expect(
      await matrix
        .locator("tbody tr")
        .last()
        .getByLabel(/ at Fry$/)
        .isChecked(),
    ).toBe(false);
    const tried = page.getByRole("region", { name: "Where would it go?" });
    const ask = async (dish: string, kind: string) => {
      await tried.getByRole("combobox", { name: "Dish", exact: true }).selectOption(dish);
      await tried.getByRole("combobox", { name: "Kind of order" }).selectOption(kind);
      await tried.getByRole("button", { name: "Ask" }).click();
      return tried.getByRole("status");
    };
    await (await ask("Pale ale, 0.5 l", "pickup")).getByText("Grill, Fry; decided by variant").waitFor();
    await picture(page, "office-overrides");
    await page.getByRole("button", { name: "As its category: Pale ale, 0.5 l" }).click();
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await page.getByRole("rowheader", { name: "Pale ale, 0.5 l differs" }).waitFor({ state: "detached" });
    const rule = page.getByRole("form", { name: "New rule" });
    await rule.getByLabel("Order", { exact: true }).fill("7");
    await rule.getByRole("combobox", { name: "From" }).selectOption("Fry");
    await rule.getByRole("checkbox", { name: "Grill" }).check();
    await rule.getByRole("button", { name: "Add the rule" }).click();
    await page.getByRole("button", { name: "Change rule 7" }).click();
    const changed = page.getByRole("form", { name: "Rule 7" });
    await changed.getByRole("combobox", { name: "Kind of order" }).selectOption("delivery");
    await changed.getByRole("button", { name: "Save the rule" }).click();
    await page.getByRole("row", { name: /^7 delivery every Fry Grill/ }).waitFor();
    await (await ask("French fries, Small", "delivery")).getByText("Grill; decided by category; rule 7").waitFor();
    await (await ask("French fries, Small", "pickup")).getByText(/^Fry; decided by category$/).waitFor();
    await page.getByRole("button", { name: "Archive rule 7" }).click();
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await page.getByRole("button", { name: "Archive rule 7" }).waitFor({ state: "detached" });
  });

  it("fits a telephone, and names every control", async () => {
    await office.fitsTelephone(["settings", "menu", "kitchen"]);
    expect(office.browser.faults).toEqual([]);
  });
});
