/** Keeping the menu in a real browser: options, taxes, when things are sold; and where the place delivers. */
import type { Locator, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Menu, Quote } from "../contracts/index.js";
import { eventually, PATIENT } from "./eventually.js";
import { type OpenHouse, openOffice } from "./open-office.js";
import { json, locationOf, signedIn, type Visitor, visitor } from "./visitor.js";
import { picture, readCode } from "./watched-browser.js";

const SCREEN = { width: 1440, height: 900 };
/** Holds a whole menu: what scrolls between press and drop is dragged by a person, and not by a test. */
const TALL = { width: 1440, height: 4000 };
const EVIL = "<img src=x onerror=alert(1)>";

describe("keeping the menu", PATIENT, () => {
  let office: OpenHouse;
  let page: Page;
  let manager: Visitor;

  beforeAll(async () => {
    office = await openOffice("manager", "menu");
    ({ page } = office);
    manager = await signedIn(visitor(office.app.baseUrl), office.app.demo().accounts.manager);
  });
  afterAll(() => office?.close());

  const part = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const dialog = (name: string) => page.getByRole("dialog", { name, exact: true });
  const dish = async (name: string) => (await manager.menu()).items.find((item) => item.name === name);
  const groupOf = async (item: string, group: string): Promise<Menu["items"][number]["optionGroups"][number]> => {
    const found = (await dish(item))?.optionGroups.find(({ name }) => name === group);
    if (found === undefined) throw new Error(`${item} does not offer ${group}.`);
    return found;
  };
  const at = () => `/api/v1/locations/${locationOf(manager)}`;
  const all = async <Thing>(kind: string) =>
    (await json<{ readonly items: readonly Thing[] }>(await manager.get(`${at()}/${kind}`))).items;

  it("makes options with bounds, prices and allergens, which several dishes offer", async () => {
    await part("Options");
    await page.getByRole("button", { name: "New options" }).click();
    const form = dialog("New options");
    await form.getByLabel("Name", { exact: true }).fill("Toppings");
    await form.getByLabel("At least").fill("1");
    await form.getByLabel("At most", { exact: true }).fill("3");
    await form.getByLabel("Of one at most").fill("2");
    for (const [number, name, price, allergens] of [
      [1, "Ketchup", "0", ""],
      [2, EVIL, "1,50", "egg, mustard"],
      [3, "No dip", "-0.50", ""],
    ] as const) {
      await form.getByRole("button", { name: "Add an option" }).click();
      await form.getByLabel(`Name of option ${number}`).fill(name);
      const option = form.getByRole("group", { name: `Option ${number}` });
      await option.getByLabel(/^Added to the price/).fill(price);
      await option.getByLabel(/^Allergens/).fill(allergens);
    }
    await form.getByRole("button", { name: "Move Option 2 up" }).press("Enter");
    await picture(page, "office-options");
    await form.getByRole("button", { name: "Save the options" }).click();
    await form.waitFor({ state: "detached" });
    await page
      .getByRole("region", { name: "Toppings" })
      .getByText("choose 1 to 3, 2 of one at most; used by 0 dishes")
      .waitFor();
    await part("Dishes");
    for (const name of ["French fries", "Fish and chips"]) {
      await page.getByRole("button", { name: `Edit ${name}` }).click();
      await dialog(name).getByRole("group", { name: "Options" }).getByRole("checkbox", { name: "Toppings" }).check();
      await dialog(name).getByRole("button", { name: "Save the dish" }).click();
      await dialog(name).waitFor({ state: "detached" });
    }
    expect(await groupOf("Fish and chips", "Toppings")).toMatchObject({
      ...{ min: 1, max: 3, maxPerOption: 2 },
      options: [
        { name: EVIL, price: { amount: 150 }, allergens: ["egg", "mustard"] },
        { name: "Ketchup", price: { amount: 0 }, allergens: [] },
        { name: "No dip", price: { amount: -50 } },
      ],
    });
    await part("Options");
    await page
      .getByRole("region", { name: "Toppings" })
      .getByText(/used by 2 dishes/)
      .waitFor();
  });

  it("says that an option is sold out, and brings it back", async () => {
    const row = page.getByRole("region", { name: "Toppings" });
    await row.getByRole("button", { name: "Sold out? Ketchup" }).click();
    await row.getByRole("button", { name: "Sold out; bring back Ketchup" }).waitFor();
    expect((await groupOf("French fries", "Toppings")).options.map(({ name }) => name)).toEqual([EVIL, "No dip"]);
    await row.getByRole("button", { name: "Sold out; bring back Ketchup" }).click();
    await row.getByRole("button", { name: "Sold out? Ketchup" }).waitFor();
  });

  it("refuses what does not fit together, and what somebody else has changed meanwhile", async () => {
    await page.getByRole("button", { name: "Edit Toppings" }).click();
    await dialog("Toppings").getByText("Offered by French fries, Fish and chips.").waitFor();
    await dialog("Toppings").getByLabel("At least").fill("9");
    await dialog("Toppings").getByRole("button", { name: "Save the options" }).click();
    await dialog("Toppings").getByRole("alert").getByText("The values do not fit together.").waitFor();
    const dip = (await all<{ id: string; name: string; version: number }>("modifier-groups")).find(
      ({ name }) => name === "Toppings",
    );
    const theirs = {
      method: "PATCH",
      headers: { ...manager.headers, "content-type": "application/json", "if-match": `"${dip?.version}"` },
    };
    const changed = await fetch(`${office.app.baseUrl}${at()}/modifier-groups/${dip?.id}`, {
      ...theirs,
      body: JSON.stringify({ max: 2 }),
    });
    expect(changed.status).toBe(200);
    await dialog("Toppings").getByLabel("At least").fill("0");
    // Not even at the second try: what was typed was typed over what was seen.
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      await dialog("Toppings").getByRole("button", { name: "Save the options" }).click();
      await dialog("Toppings").getByRole("alert").getByText("Somebody has changed it meanwhile.").waitFor();
    }
    expect(await groupOf("French fries", "Toppings")).toMatchObject({ min: 1, max: 2 });
    await dialog("Toppings").getByRole("button", { name: "Close" }).click();
    office.forgive(/4(12|22) .*modifier-groups/);
  });

  it("archives options, and the dishes go on without them", async () => {
    await page.getByRole("button", { name: "Edit Toppings" }).click();
    await dialog("Toppings").getByRole("button", { name: "Archive these options" }).click();
    await dialog("Toppings").getByRole("button", { name: "Yes; 2 dishes without them" }).click();
    await page.getByRole("region", { name: "Toppings" }).waitFor({ state: "detached" });
    expect((await dish("French fries"))?.optionGroups.some(({ name }) => name === "Toppings")).toBe(false);
  });

  it("taxes a dish by the kind of its order, in parts that are told", async () => {
    await part("Taxes");
    await page.getByRole("button", { name: "New tax" }).click();
    const form = dialog("New tax");
    await form.getByLabel(/^Name/).fill("Sweets");
    const kind = (name: string) => form.getByRole("group", { name, exact: true });
    for (const [rates, name] of [
      [["5,5", "2.25"], "pickup"],
      [["19"], "at a table"],
    ] as const) {
      for (const [index, rate] of rates.entries()) {
        await kind(name)
          .getByRole("button", { name: `Add a part for ${name}` })
          .click();
        await kind(name)
          .getByLabel("What it is called")
          .nth(index)
          .fill(`Tax ${index + 1}`);
        await kind(name).getByLabel("Per cent").nth(index).fill(rate);
      }
    }
    await picture(page, "office-tax");
    await form.getByRole("button", { name: "Save the tax" }).click();
    await page.getByRole("cell", { name: "Tax 1 5.5 % + Tax 2 2.25 %" }).waitFor();
    await part("Dishes");
    await page.getByRole("button", { name: "Edit Espresso" }).click();
    await dialog("Espresso").getByRole("combobox", { name: "Tax", exact: true }).selectOption("Sweets");
    await dialog("Espresso").getByRole("button", { name: "Save the dish" }).click();
    await dialog("Espresso").waitFor({ state: "detached" });
    const espresso = await dish("Espresso");
    const { restaurant } = await manager.menu();
    const lines = [{ variantId: espresso?.variants[0]?.id, quantity: 1 }];
    const quote = await json<Quote>(
      await manager.post(`/api/v1/locations/${restaurant.slug}/quote`, { orderType: "pickup", lines }),
    );
    expect(quote.taxes.map(({ name }) => name)).toEqual(["Tax 1", "Tax 2"]);
    await part("Taxes");
    await page.getByRole("button", { name: "Edit Sweets" }).click();
    await dialog("Sweets").getByRole("button", { name: "Archive the tax" }).click();
    await dialog("Sweets").getByRole("button", { name: "Yes" }).click();
    await dialog("Sweets").getByRole("alert").getByText("Dishes still have it").waitFor();
    await dialog("Sweets").getByRole("button", { name: "Close" }).click();
    office.forgive(/409 .*taxes/);
  });

  it("sells a category and a dish when it is said, and not before", async () => {
    const today = new Date().getUTCDay();
    // Two days on is another day in every zone there is.
    const other = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][(today + 3) % 7] ?? "";
    await part("Dishes");
    const onlyOn = async (name: string, save: string) => {
      await page.getByRole("button", { name: `Edit ${name}`, exact: true }).click();
      const times = dialog(name).getByRole("group", { name: "When it is sold" });
      await times.getByRole("button", { name: "Add times" }).click();
      for (const day of ["Mon", "Tue", "Wed", "Thu", "Fri"]) await times.getByLabel(day, { exact: true }).uncheck();
      await times.getByLabel(other, { exact: true }).check();
      await dialog(name).getByRole("button", { name: save }).click();
      await dialog(name).waitFor({ state: "detached" });
    };
    await onlyOn("Drinks", "Save the category");
    await page.getByText(`${other} 11:00-22:00`).waitFor();
    await onlyOn("Cheeseburger", "Save the dish");
    await eventually(async () => (await dish("Espresso"))?.available === false, "the drinks to be over");
    expect((await dish("Cheeseburger"))?.available).toBe(false);
    expect((await dish("French fries"))?.available).toBe(true);
    await page.getByRole("button", { name: "Edit Drinks", exact: true }).click();
    await dialog("Drinks").getByRole("button", { name: "Remove times 1" }).click();
    await dialog("Drinks").getByRole("button", { name: "Save the category" }).click();
    await dialog("Drinks").waitFor({ state: "detached" });
    await eventually(async () => (await dish("Espresso"))?.available === true, "the drinks to be back");
  });

  it("puts categories and dishes in another order, by the keyboard alone and by dragging", async () => {
    const rows = page.getByRole("region", { name: "Sides" }).getByRole("article").getByRole("heading");
    const shown = async (names: readonly string[]) =>
      eventually(async () => (await rows.allTextContents()).join() === names.join(), `the order ${names.join()}`);
    await shown(["French fries", "Sweet potato fries", "Onion rings"]);
    const up = page.getByRole("button", { name: "Move Onion rings up" });
    await up.focus();
    for (const names of [
      ["French fries", "Onion rings", "Sweet potato fries"],
      ["Onion rings", "French fries", "Sweet potato fries"],
    ]) {
      await page.keyboard.press("Enter");
      await shown(names);
      // Whoever presses again need not look for the button.
      await eventually(() => up.evaluate((one) => one === document.activeElement), "the focus to stay");
    }
    await page
      .getByRole("article", { name: "French fries" })
      .locator(".handle")
      .dragTo(page.getByRole("article", { name: "Onion rings" }).getByRole("heading"));
    await shown(["French fries", "Onion rings", "Sweet potato fries"]);
    const { items } = await manager.menu();
    const sides = items.filter(({ name }) => /fries|rings/.test(name)).map(({ name }) => name);
    expect(sides).toEqual(["French fries", "Onion rings", "Sweet potato fries"]);
    await page.getByRole("button", { name: "Move Drinks up" }).press("Space");
    const regions = page.getByRole("heading", { level: 2 });
    await eventually(async () => (await regions.allTextContents()).at(-1)?.trim() === "Sides", "the drinks to move");
    expect((await manager.menu()).categories.at(-1)?.name).toBe("Sides");
  });

  it("moves a dish into another category by dragging, where it is dropped, and by its form, behind the others", async () => {
    const inCategory = async (name: string) => {
      const { categories, items } = await manager.menu();
      const id = categories.find((one) => one.name === name)?.id;
      return items.filter(({ categoryId }) => categoryId === id).map((one) => one.name);
    };
    await page.setViewportSize(TALL);
    const others = (await inCategory("Sides")).filter((name) => name !== "Onion rings");
    const drinks = await inCategory("Drinks");
    const rings = page.getByRole("article", { name: "Onion rings" });
    const shownIn = (category: string) =>
      page.getByRole("region", { name: category }).and(page.locator("section", { has: rings }));
    await rings.locator(".handle").dragTo(page.getByRole("heading", { name: "Drinks", level: 2 }));
    await shownIn("Drinks").waitFor();
    expect(await inCategory("Drinks"), "on the category itself").toEqual([...drinks, "Onion rings"]);
    await rings.locator(".handle").dragTo(page.getByRole("article", { name: others[1] ?? "" }).getByRole("heading"));
    await shownIn("Sides").waitFor();
    expect(await inCategory("Sides"), "on a dish").toEqual([others[0], "Onion rings", ...others.slice(1)]);
    for (const [category, before] of Object.entries({ Drinks: drinks, Sides: others })) {
      await page.getByRole("button", { name: "Edit Onion rings", exact: true }).click();
      await dialog("Onion rings").getByLabel("Category").selectOption(category);
      await dialog("Onion rings").getByRole("button", { name: "Save the dish" }).click();
      await dialog("Onion rings").waitFor({ state: "detached" });
      expect(await inCategory(category)).toEqual([...before, "Onion rings"]);
    }
    await page.setViewportSize(SCREEN);
  });

  it("offers a dish's variants in the order its keeper wants, and keeps what is typed meanwhile", async () => {
    const sizes = async () => (await dish("Cheeseburger"))?.variants.map(({ name }) => name) ?? [];
    const form = dialog("Cheeseburger");
    await page.getByRole("button", { name: "Edit Cheeseburger", exact: true }).click();
    for (const [name, price] of Object.entries({ Double: "14", Triple: "18" })) {
      await form.getByLabel("New variant").fill(name);
      await form.getByLabel(/^Its price/).fill(price);
      await form.getByRole("button", { name: "Add", exact: true }).click();
      await form.getByRole("form", { name }).waitFor();
    }
    const before = await sizes();
    expect(before.slice(-2)).toEqual(["Double", "Triple"]);
    await form.getByRole("form", { name: "Triple" }).getByLabel("Takes").fill("17");
    const up = form.getByRole("button", { name: "Move Triple up" });
    await up.press("Enter");
    await eventually(async () => (await sizes()).at(-2) === "Triple", "the variants in order");
    await eventually(() => up.evaluate((one) => one === document.activeElement), "the focus to stay");
    expect(await form.getByRole("form", { name: "Triple" }).getByLabel("Takes").inputValue()).toBe("17");
    await form
      .getByRole("form", { name: "Double" })
      .locator(".handle")
      .dragTo(form.getByRole("form", { name: before[0] ?? "" }).getByText("Variant", { exact: true }));
    await eventually(
      async () => (await sizes()).join() === ["Double", before[0], "Triple"].join(),
      "the variant to move",
    );
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
  });

  it("puts a group's options in order by dragging, as guests are asked them then", async () => {
    const options = async () =>
      (await dish("Cheeseburger"))?.optionGroups
        .find(({ name }) => name === "Extras")
        ?.options.map(({ name }) => name) ?? [];
    const before = await options();
    await page.setViewportSize(TALL);
    await part("Options");
    await page.getByRole("button", { name: "Edit Extras", exact: true }).click();
    const row = (number: number) => dialog("Extras").getByRole("group", { name: `Option ${number}`, exact: true });
    await row(1)
      .locator(".handle")
      .dragTo(row(2).getByText(/^Name of option/));
    await eventually(
      async () => (await dialog("Extras").getByLabel("Name of option 1").inputValue()) === before[1],
      "the option to move",
    );
    await dialog("Extras").getByRole("button", { name: "Save" }).click();
    await dialog("Extras").waitFor({ state: "detached" });
    expect(await options()).toEqual([before[1], before[0], ...before.slice(2)]);
    await page.setViewportSize(SCREEN);
    await part("Dishes");
  });

  it("asks guests for a dish's options in the order its keeper wants, by the keyboard and by dragging", async () => {
    const groups = async () => (await dish("Cheeseburger"))?.optionGroups.map(({ name }) => name) ?? [];
    const change = async (how: (form: Locator) => Promise<unknown>) => {
      await page.getByRole("button", { name: "Edit Cheeseburger", exact: true }).click();
      await how(dialog("Cheeseburger").getByRole("group", { name: "Options" }));
      await dialog("Cheeseburger").getByRole("button", { name: "Save the dish" }).click();
      await dialog("Cheeseburger").waitFor({ state: "detached" });
    };
    await change(async (form) => {
      await form.getByRole("checkbox", { name: "Dip" }).check();
      await form.getByRole("button", { name: "Move Dip up" }).press("Enter");
    });
    expect(await groups()).toEqual(["Dip", "Extras"]);
    const rowOf = (form: Locator, name: string) => form.locator("[data-group]").filter({ hasText: name });
    await change((form) => rowOf(form, "Extras").locator(".handle").dragTo(rowOf(form, "Dip").getByText("Dip")));
    expect(await groups()).toEqual(["Extras", "Dip"]);
  });

  it("says of many dishes at once that they are sold out, and shows what guests see of it", async () => {
    await page.getByRole("button", { name: "Mark all of Drinks" }).click();
    await page.getByLabel("Mark House lemonade Regular").uncheck();
    const bar = page.getByRole("form", { name: "What is marked" });
    await bar.getByText("3 are marked").waitFor();
    await bar.getByLabel("How long").selectOption("3 hours");
    await picture(page, "office-bulk");
    await bar.getByRole("button", { name: "They are sold out" }).click();
    await bar.waitFor({ state: "detached" });
    await page
      .getByRole("article", { name: "Pale ale" })
      .getByRole("button", { name: /^Sold out until/ })
      .first()
      .waitFor();
    await part("Preview");
    const preview = page.getByRole("region", { name: "As guests see it" });
    await preview
      .getByText(/^Back at /)
      .first()
      .waitFor();
    await preview.getByRole("button", { name: "Choose House lemonade" }).click();
    await page.getByRole("dialog", { name: "House lemonade" }).getByText("Allergens:").waitFor();
    await picture(page, "office-preview");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await part("Dishes");
    await page.getByRole("button", { name: "Mark all of Drinks" }).click();
    await bar.getByRole("button", { name: "They are back" }).click();
    await eventually(async () => (await dish("Pale ale"))?.available === true, "the ale to be back");
  });

  it("warns of a dish that nothing says where it is made, or that has no tax", async () => {
    await page.getByLabel("New category").fill("Specials");
    await page.getByRole("button", { name: "Add", exact: true }).last().click();
    await page.getByLabel("New dish in Specials").fill("Soup of the day");
    await page.getByRole("region", { name: "Specials" }).getByRole("button", { name: "Add", exact: true }).click();
    await dialog("Soup of the day").getByRole("combobox", { name: "Tax", exact: true }).selectOption("none");
    await dialog("Soup of the day").getByRole("button", { name: "Save the dish" }).click();
    await page.reload();
    await page.getByRole("article", { name: "Soup of the day" }).getByText("made nowhere, no tax").waitFor();
  });

  it("puts up a picture of a dish, which guests see in its row and when they choose it", async () => {
    await part("Dishes");
    await page.getByRole("button", { name: "Edit Espresso" }).click();
    const form = dialog("Espresso").getByRole("form", { name: "Picture" });
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    await form.getByLabel(/^Picture/).setInputFiles({ name: "x.svg", mimeType: "image/svg+xml", buffer: svg });
    await form.getByLabel(/^What is to be seen/).fill(EVIL);
    await form.getByRole("button", { name: "Put the picture up" }).click();
    await form
      .getByRole("alert")
      .getByText(/This file must be one of/)
      .waitFor();
    office.forgive(/400 .*image/);
    const jpeg = await sharp({ create: { width: 800, height: 600, channels: 3, background: "#553311" } })
      .jpeg()
      .toBuffer();
    await form.getByLabel(/^Picture/).setInputFiles({ name: "cup.jpg", mimeType: "image/jpeg", buffer: jpeg });
    await form.getByRole("button", { name: "Put the picture up" }).click();
    await dialog("Espresso").waitFor({ state: "detached" });
    const guest = await office.browser.newPage({ viewport: { width: 390, height: 844 } });
    await guest.goto(office.app.baseUrl);
    const row = guest.getByRole("article").filter({ hasText: "Espresso" });
    const shown = row.getByRole("img", { name: EVIL });
    await shown.scrollIntoViewIfNeeded();
    const seen = (one: typeof shown) =>
      one.evaluate((img: HTMLImageElement) => img.complete && { natural: img.naturalWidth, wide: img.width });
    expect(await eventually(() => seen(shown), "the picture to be there")).toEqual({ natural: 96, wide: 96 });
    await picture(guest, "phone-guest-picture");
    await row.getByRole("button", { name: "Choose Espresso" }).click();
    const large = guest.getByRole("dialog").getByRole("img", { name: EVIL });
    expect(await eventually(() => seen(large), "the large picture")).toMatchObject({ natural: 800 });
    await picture(guest, "phone-guest-dish");
    await guest.close();
    await page.getByRole("button", { name: "Edit Espresso" }).click();
    await picture(page, "office-picture");
    await form.getByRole("button", { name: "Take the picture down" }).click();
    await form.getByRole("button", { name: "Yes" }).click();
    await dialog("Espresso").waitFor({ state: "detached" });
    expect((await dish("Espresso"))?.image).toBeNull();
  });

  it("keeps where the place delivers and what that costs", async () => {
    await office.go("Settings");
    await page.getByRole("button", { name: "New zone" }).click();
    const form = dialog("New zone");
    await form.getByLabel("Name", { exact: true }).fill("Island");
    await form.getByLabel(/^Postcodes/).fill("99901, 99902 ,99901");
    await form.getByLabel(/^Fee/).fill("4,90");
    await form.getByLabel(/^Orders from/).fill("30");
    await form.getByLabel("Way (minutes)").fill("45");
    await form.getByRole("button", { name: "Save the zone" }).click();
    await page.getByRole("row", { name: /Island 99901, 99902/ }).waitFor();
    await picture(page, "office-zones");
    const { restaurant } = await manager.menu();
    const place = await json<{ deliveryZones: readonly object[] }>(
      await manager.get(`/api/v1/locations/${restaurant.slug}`),
    );
    expect(place.deliveryZones).toContainEqual({
      ...{ name: "Island", postcodes: ["99901", "99902"] },
      fee: { amount: 490, currency: "EUR" },
      minimum: { amount: 3000, currency: "EUR" },
    });
    await page.getByRole("button", { name: "Edit Island" }).click();
    await dialog("Island").getByRole("button", { name: "Archive the zone" }).click();
    await dialog("Island").getByRole("button", { name: "Yes" }).click();
    await page.getByRole("row", { name: /Island/ }).waitFor({ state: "detached" });
  });

  it("adds a table, calls it otherwise and puts it away", async () => {
    const tables = page.getByRole("region", { name: "Tables", exact: true }).first();
    const form = page.getByRole("form", { name: "New table" });
    await form.getByLabel("Table", { exact: true }).fill("Roof 9");
    await form.getByLabel("Area").fill("roof");
    await form.getByRole("button", { name: "Add the table" }).click();
    const row = page.getByRole("row").filter({ has: page.getByRole("form", { name: "Roof 9" }) });
    await row.getByLabel("Table", { exact: true }).fill("Roof 8");
    // What is typed stays with its row, however the rows are sorted meanwhile.
    const labels = () => tables.getByRole("form").getByLabel("Table", { exact: true }).evaluateAll(valuesOf);
    const areas = () => tables.locator("tbody").getByLabel("Area").evaluateAll(valuesOf);
    const before = await labels();
    const sorter = tables.getByRole("button", { name: "Area", exact: true });
    await sorter.press("Enter");
    await sorter.press("Enter");
    const fromLast = async () => (await areas()).join() === (await areas()).toSorted().reverse().join();
    await eventually(fromLast, "the areas from the last to the first");
    expect(await tables.getByRole("columnheader", { name: "Area" }).getAttribute("aria-sort")).toBe("descending");
    expect(await row.getByLabel("Table", { exact: true }).inputValue()).toBe("Roof 8");
    expect((await labels()).toSorted()).toEqual(before.toSorted());
    await row.getByRole("button", { name: "Save Roof 9" }).click();
    await page.getByRole("form", { name: "Roof 8" }).waitFor();
    expect(await all("tables")).toContainEqual(expect.objectContaining({ label: "Roof 8", serviceArea: "roof" }));
    await tables.getByRole("button", { name: "New code for Roof 8" }).click();
    await tables.getByRole("button", { name: "Yes; the printed one ends" }).click();
    const url = (await tables.locator("code.secret").textContent()) ?? "";
    expect(url).toContain(`${office.app.baseUrl}/at/the-copper-lid#table=`);
    expect(await readCode(page.getByRole("img", { name: "The code of Roof 8" }))).toBe(url);
    await page.emulateMedia({ media: "print" });
    await picture(page, "print-table-code");
    expect(await page.getByRole("heading", { name: "Settings", level: 1 }).isVisible()).toBe(false);
    expect(await page.getByRole("img", { name: "The code of Roof 8" }).isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
    await tables.getByRole("button", { name: "Archive Roof 8" }).click();
    await tables.getByRole("button", { name: "Yes", exact: true }).click();
    await page.getByRole("form", { name: "Roof 8" }).waitFor({ state: "detached" });
  });

  it("fits a telephone, and no view failed", async () => {
    await office.fitsTelephone(["menu", "settings"]);
    expect(office.browser.faults).toEqual([]);
  });
});

function valuesOf(fields: readonly Element[]): readonly string[] {
  return fields.map((field) => (field as HTMLInputElement).value);
}
