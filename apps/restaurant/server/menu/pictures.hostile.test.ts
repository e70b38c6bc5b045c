/** Pictures of dishes: what a camera noted never leaves, and nothing that is no picture, or too much of one, gets in. */

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Menu, MenuDocument } from "../../contracts/index.js";
import { startTestApp, type TestApp } from "../test-support/index.js";
import { clearPictures } from "./pictures.store.js";

const SCRIPT = "<html><script>alert(document.domain)</script></html>";
const GPS = "Alexanderplatz";

/** A picture as a telephone makes it: lying on its side, with where and by what it was taken. */
const fromTelephone = () =>
  sharp({ create: { width: 400, height: 300, channels: 3, background: "#a3440a" } })
    .composite([
      { input: { create: { width: 400, height: 100, channels: 3, background: "#0000ff" } }, gravity: "north" },
    ])
    .withExif({
      IFD0: { Copyright: GPS, Orientation: "6" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "52/1 31/1 0/1" },
    })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** A JPEG that is a page as well: browsers that guess would find markup in its comment. */
function withComment(jpeg: Buffer): Buffer {
  const text = Buffer.from(SCRIPT);
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(text.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, text, jpeg.subarray(2), text]);
}

/** A PNG of a few kilobytes that unpacks to whatever is said: one bit a pixel, all of them black. */
function bomb(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(side * (1 + Math.ceil(side / 8))), { level: 9 });
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

describe("pictures of dishes", () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "restaurant-"));
  let app: TestApp;
  let signed: { readonly authorization: string };
  let at: string;
  let itemId: string;

  beforeAll(async () => {
    app = await startTestApp({ engine: "pglite", dataFolder, databaseUrl: undefined });
    signed = await app.signIn("manager");
    const { db } = app.database;
    const { id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    at = `${app.baseUrl}/api/v1/locations/${id}/items`;
    ({ id: itemId } = await db
      .selectFrom("menu_item")
      .select("id")
      .where("name", "=", "Espresso")
      .executeTakeFirstOrThrow());
  });
  afterAll(async () => {
    await app?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const version = async () =>
    (await app.database.db.selectFrom("menu_item").select("version").where("id", "=", itemId).executeTakeFirstOrThrow())
      .version;
  const send = async (bytes: Uint8Array, more: { name?: string; type?: string; version?: number } = {}) => {
    const { name = "dish.jpg", type = "image/jpeg", version: seen = await version() } = more;
    const form = new FormData();
    form.append("alt", "A cup of coffee");
    form.append("picture", new File([Buffer.from(bytes)], name, { type }));
    const headers = { ...signed, "if-match": `"${seen}"` };
    return fetch(`${at}/${itemId}/image`, { method: "PUT", headers, body: form });
  };
  const menu = async () => (await (await fetch(`${app.baseUrl}/api/v1/menu`)).json()) as Menu;
  const image = async () => (await menu()).items.find(({ id }) => id === itemId)?.image;
  const code = async (answer: Response) => ((await answer.json()) as { readonly code: string }).code;

  it("are made anew: upright, in fixed sizes, without a word of what the camera noted", async () => {
    const taken = withComment(await fromTelephone());
    expect(taken.includes(GPS) && taken.includes("alert(")).toBe(true);
    expect(await sharp(taken).metadata()).toMatchObject({ orientation: 6, width: 400 });
    expect((await send(taken)).status).toBe(200);
    const shown = await image();
    expect(shown).toMatchObject({ alt: "A cup of coffee" });
    for (const [path = "", width, height] of [
      [shown?.src, 96, 96],
      [shown?.srcDense, 192, 192],
      [shown?.large, 300, 400],
    ] as const) {
      const bytes = Buffer.from(await (await fetch(app.baseUrl + path)).arrayBuffer());
      for (const noted of [GPS, "alert(", "Exif", "EXIF"]) expect(bytes.includes(noted)).toBe(false);
      const { format, exif, orientation, ...size } = await sharp(bytes).metadata();
      expect({ format, exif, orientation, width: size.width, height: size.height }).toEqual({
        ...{ format: "webp", exif: undefined, orientation: undefined },
        ...{ width, height },
      });
    }
    // What was its upper edge is its right one now.
    const large = sharp(Buffer.from(await (await fetch(app.baseUrl + (shown?.large ?? ""))).arrayBuffer()));
    const { data } = await large
      .extract({ left: 290, top: 200, width: 1, height: 1 })
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(data[2]).toBeGreaterThan(200);
  });

  it("are served as nothing but pictures, for ever, and not twice", async () => {
    const path = app.baseUrl + ((await image())?.src ?? "");
    const answer = await fetch(path);
    const { headers } = answer;
    expect(headers.get("content-type")).toBe("image/webp");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
    const again = await fetch(path, { headers: { "if-none-match": headers.get("etag") ?? "" } });
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0]);
    expect((await fetch(path.replace(/\/96$/, "/97"))).status).toBe(400);
    expect((await fetch(path.replace(/[0-9a-f]{12}\/96$/, "000000000000/96"))).status).toBe(404);
  });

  it.each([
    ["an SVG", Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), "image/svg+xml"],
    ["a page that says it is a picture", Buffer.from(SCRIPT), "image/jpeg"],
    ["a GIF", Buffer.from("GIF89a\x01\0\x01\0\0\0\0;", "latin1"), "image/png"],
  ])("are not %s", async (_, bytes, type) => {
    const answer = await send(bytes, { type });
    const { errors } = (await answer.json()) as { readonly errors: readonly { path: string; reason: string }[] };
    expect(answer.status).toBe(400);
    expect(errors).toEqual([
      expect.objectContaining({
        path: "/picture",
        reason: "This file must be one of: image/jpeg, image/png, image/webp.",
      }),
    ]);
  });

  it("are whole", async () => {
    const whole = await fromTelephone();
    const cut = await send(whole.subarray(0, whole.length / 2));
    expect([cut.status, await code(cut)]).toEqual([422, "image_unreadable"]);
    const head = await send(Buffer.concat([whole.subarray(0, 20), Buffer.from(SCRIPT)]));
    expect([head.status, await code(head)]).toEqual([422, "image_unreadable"]);
  });

  it("are never unpacked where their header promises too much", async () => {
    const small = bomb(20_000);
    expect(small.length).toBeLessThan(100_000);
    const before = process.memoryUsage().rss;
    const answer = await send(small, { name: "bomb.png", type: "image/png" });
    expect([answer.status, await code(answer)]).toEqual([422, "image_too_large"]);
    // Unpacked it has 400 million pixels.
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
    expect((await send(Buffer.concat([await fromTelephone(), Buffer.alloc(12_000_000)]))).status).toBe(400);
  });

  it("are changed against the version that was seen, and put on record", async () => {
    const seen = await version();
    const lost = await send(await fromTelephone(), { version: seen - 1 });
    expect([lost.status, await code(lost)]).toEqual([412, "version_conflict"]);
    expect(await version()).toBe(seen);
    const before = (await image())?.src ?? "";
    const revision = (await fetch(`${app.baseUrl}/api/v1/menu`)).headers.get("etag");
    expect((await send(await fromTelephone())).status).toBe(200);
    expect((await image())?.src).not.toBe(before);
    expect((await fetch(`${app.baseUrl}/api/v1/menu`)).headers.get("etag")).not.toBe(revision);
    const [entry] = await app.database.db.selectFrom("audit_log").selectAll().orderBy("id", "desc").limit(1).execute();
    expect(entry).toMatchObject({ action: "menu.changed", entity: "menu_item", detail: { fields: ["image"] } });
    // Pages that are open go on showing the one before for a day.
    const { db } = app.database;
    await clearPictures(db, Date.now() + 3_600_000);
    expect((await fetch(app.baseUrl + before)).status).toBe(200);
    await clearPictures(db, Date.now() + 25 * 3_600_000);
    expect((await fetch(app.baseUrl + before)).status).toBe(404);
    expect((await fetch(app.baseUrl + ((await image())?.src ?? ""))).status).toBe(200);
  });

  it("are taken down", async () => {
    const headers = { ...signed, "if-match": `"${await version()}"` };
    expect((await fetch(`${at}/${itemId}/image`, { method: "DELETE", headers })).status).toBe(200);
    expect(await image()).toBeNull();
  });

  describe("a menu that is brought in beside them", () => {
    const dish = {
      ...{ name: "Dish", description: "", tax: null, allergens: [], diets: [], course: 1, noPrep: false },
      ...{ groups: [], dayparts: [], variants: [{ name: "Regular", price: 100, prepSeconds: 60 }] },
    };
    const category = { name: "Category", active: true, dayparts: [], dishes: [dish] };
    const group = { name: "Group", min: 0, max: 1, maxPerOption: 1, options: [] };
    const menu = {
      ...{ format: "cloche-menu", version: 1, currency: "EUR", taxInclusive: true },
      ...{ taxes: [], groups: [group], categories: [category] },
    };
    const withDish = (more: object) => ({ ...menu, categories: [{ ...category, dishes: [{ ...dish, ...more }] }] });
    const withGroup = (more: object) => ({ ...menu, groups: [{ ...group, ...more }] });
    const manyDishes = (count: number) => Array.from({ length: count }, (_, at) => ({ ...dish, name: `D ${at}` }));
    const DISH = "/menu/categories/0/dishes/0";
    const send = async (body: string, type = "application/json") => {
      const answer = await fetch(`${at.replace(/items$/, "menu/import")}`, {
        ...{ method: "POST", body },
        headers: { ...signed, "content-type": type },
      });
      const { code, errors } = (await answer.json()) as { code?: string; errors?: { path: string; code: string }[] };
      return [answer.status, code, errors?.[0]?.path, errors?.[0]?.code];
    };
    const there = async () =>
      (await app.database.db.selectFrom("menu_item").select("id").execute()).length +
      (await app.database.db.selectFrom("modifier_group").select("id").execute()).length;

    it.each<[string, object, string, string]>([
      [
        "a negative price",
        withDish({ variants: [{ name: "R", price: -1, prepSeconds: 1 }] }),
        `${DISH}/variants/0/price`,
        "too_small",
      ],
      [
        "half a price",
        withDish({ variants: [{ name: "R", price: 0.5, prepSeconds: 1 }] }),
        `${DISH}/variants/0/price`,
        "wrong_type",
      ],
      ["an id of its own", withDish({ id: "01980000-0000-7000-8000-000000000001" }), `${DISH}/id`, "unknown_field"],
      [
        "a station",
        withGroup({ options: [{ name: "O", priceDelta: 0, allergens: [], extraStationId: null }] }),
        "/menu/groups/0/options/0/extraStationId",
        "unknown_field",
      ],
      ["an endless name", withDish({ name: "n".repeat(81) }), `${DISH}/name`, "too_big"],
      ["no name", withDish({ name: " \u200b " }), `${DISH}/name`, "too_small"],
      [
        "a dish twice",
        { ...menu, categories: [{ ...category, dishes: [dish, { ...dish, name: " Dish" }] }] },
        "/menu/categories/0/dishes/1/name",
        "duplicate",
      ],
      ["a category twice", { ...menu, categories: [category, category] }, "/menu/categories/1/name", "duplicate"],
      ["a group twice", { ...menu, groups: [group, group] }, "/menu/groups/1", "duplicate"],
      ["a tax that it has not", withDish({ tax: "VAT" }), `${DISH}/tax`, "unknown"],
      ["a group that it has not", withDish({ groups: [1] }), `${DISH}/groups/0`, "unknown"],
      ["a group of a prototype", withDish({ groups: ["constructor"] }), `${DISH}/groups/0`, "wrong_type"],
      ["more to choose than may be", withGroup({ min: 2 }), "/menu/groups/0/min", "min_above_max"],
      [
        "a day that is none",
        withDish({ dayparts: [{ weekdays: [8], fromMinute: 0, toMinute: 1 }] }),
        `${DISH}/dayparts/0/weekdays/0`,
        "too_big",
      ],
      ["another format", { ...menu, format: "menu" }, "/menu/format", "invalid_option"],
      ["another version", { ...menu, version: 2 }, "/menu/version", "invalid_option"],
      [
        "too many dishes",
        {
          ...menu,
          categories: [
            { ...category, dishes: manyDishes(501) },
            { ...category, name: "C", dishes: manyDishes(500) },
          ],
        },
        "/menu/categories",
        "too_big",
      ],
    ])("is refused for %s, where that stands", async (_, document, path, code) => {
      const before = await there();
      expect(await send(JSON.stringify({ menu: document }))).toEqual([400, "validation_failed", path, code]);
      expect(await there()).toBe(before);
    });

    it("is refused for its form before anybody reads it, and markup in it is text", async () => {
      const before = await there();
      const text = JSON.stringify({ menu });
      const codes = async (body: string, type?: string) => (await send(body, type)).slice(0, 2);
      expect(await codes(text.replace('"taxes"', '"__proto__"'))).toEqual([400, "malformed_body"]);
      expect(await codes(text.replace('"format"', '"currency":"USD","format"'))).toEqual([400, "malformed_body"]);
      expect(await codes(`{"menu":${"[".repeat(40)}${"]".repeat(40)}}`)).toEqual([400, "malformed_body"]);
      expect(await codes(`${text}${" ".repeat(2_000_000)}`)).toEqual([413, "body_too_large"]);
      expect(await codes(text.slice(0, -1))).toEqual([400, "malformed_body"]);
      expect(await codes(text, "text/plain")).toEqual([415, "unsupported_media_type"]);
      expect(await there()).toBe(before);
      expect((await codes(JSON.stringify({ menu: withDish({ name: SCRIPT }) })))[0]).toBe(200);
      const read = await fetch(at.replace(/items$/, "menu/export"), { headers: signed });
      expect(read.headers.get("content-type")).toContain("application/json");
      expect(((await read.json()) as MenuDocument).categories.at(-1)?.dishes[0]?.name).toBe(SCRIPT);
    });
  });
});
