/** Puts the menu together as guests see it. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import type { IMAGE_SIZES, Menu, MenuItem } from "../../contracts/index.js";
import type { Database } from "../platform/index.js";
import { gathered } from "./gathered.js";
import { readCategories, readGroups, readItems, readOptions, readPlace, readVariants } from "./menu.store.js";
import { readSale, type Sale } from "./sale.js";

type Group = MenuItem["optionGroups"][number];
type Variant = MenuItem["variants"][number];

/** A menu and its name among all that it was and will be. */
export interface NamedMenu {
  readonly etag: string;
  /** Absent where the reader has it already. */
  readonly menu?: Menu;
}

/** Which menu, and which the reader has. */
export interface MenuQuery {
  /** The first place's, where nothing is said. */
  readonly slug?: string | undefined;
  readonly known?: string | undefined;
}

/** Reads the menu as one moment has it; `undefined` where there is no such place. */
export function readMenuNow(db: Kysely<Database>, clock: Clock, query: MenuQuery): Promise<NamedMenu | undefined> {
  const snapshot = db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return snapshot.execute(async (trx) => {
    const place = await readPlace(trx, query.slug);
    if (place === undefined) return undefined;
    const sale = await readSale(trx, place, new Date(clock.now()));
    const etag = `"${place.menu_revision}-${sale.mark}"`;
    if (isKnown(query.known, etag)) return { etag };
    const { id, name, slug, currency, tax_inclusive: taxInclusive } = place;
    const categories = await readCategories(trx, id);
    const offered = { currency, sale, ...(await partsOfItems(trx, { locationId: id, currency, sale })) };
    const shown = new Set(categories.map((category) => category.id));
    const items = (await readItems(trx, id))
      .filter((item) => shown.has(item.category_id))
      .flatMap((item) => itemOf(item, offered));
    return { etag, menu: { restaurant: { name, slug, currency, taxInclusive }, categories, items } };
  });
}

/** RFC 9110 section 13.1.2: weak comparison, of any in the list. */
export function isKnown(known: string | undefined, etag: string): boolean {
  const names = known?.split(",").map((name) => name.trim().replace(/^W\//, "")) ?? [];
  return names.includes(etag) || names.includes("*");
}

interface Offered {
  readonly currency: string;
  readonly sale: Sale;
  readonly groupsOf: ReadonlyMap<string, Group[]>;
  readonly variantsOf: ReadonlyMap<string, Variant[]>;
}

type ItemRow = Awaited<ReturnType<typeof readItems>>[number];

/** The item; none where it has no variant. */
function itemOf(row: ItemRow, { sale, groupsOf, variantsOf }: Offered): readonly MenuItem[] {
  const optionGroups = groupsOf.get(row.id) ?? [];
  const variants = variantsOf.get(row.id) ?? [];
  const [first] = variants;
  if (first === undefined) return [];
  const { id, name, description, category_id: categoryId, allergens, diets } = row;
  const isHad = variants.some((variant) => variant.available);
  const available = isHad && sale.isOnTime(categoryId, id) && optionGroups.every(isSatisfiable);
  const backAt = isHad ? null : (variants.map((variant) => variant.backAt).sort(earliest)[0] ?? null);
  const about = { id, name, description, categoryId, allergens, diets, image: imageOf(row) };
  return [{ ...about, price: first.price, available, backAt, variants, optionGroups }];
}

function imageOf({ image_id: image, alt }: ItemRow): MenuItem["image"] {
  if (image === null || alt === null) return null;
  const at = (size: (typeof IMAGE_SIZES)[number]) => `/images/${image}/${size}`;
  return { alt, src: at("96"), srcDense: at("192"), large: at("960") };
}

/** A moment before no moment. */
function earliest(a: string | null, b: string | null): number {
  if (a === b) return 0;
  return a !== null && (b === null || a < b) ? -1 : 1;
}

/** Whether enough options are left for a guest to satisfy the group. */
function isSatisfiable({ min, maxPerOption, options }: Group): boolean {
  return options.length * maxPerOption >= min;
}

interface Stock {
  readonly locationId: string;
  readonly currency: string;
  readonly sale: Sale;
}

async function partsOfItems(trx: Kysely<Database>, stock: Stock) {
  const variants = await readVariants(trx, stock.locationId);
  const groupsOf = await groupsByItem(trx, stock);
  const variantsOf = gathered(
    variants,
    ({ item_id }) => item_id,
    (row) => variantOf(row, stock),
  );
  return { groupsOf, variantsOf };
}

function variantOf(
  { id, name, price }: { readonly id: string; readonly name: string; readonly price: number },
  { currency, sale }: Stock,
): Variant {
  const available = !sale.soldOut.has(id);
  return {
    id,
    name,
    price: { amount: price, currency },
    available,
    backAt: sale.soldOut.get(id)?.toISOString() ?? null,
  };
}

async function groupsByItem(trx: Kysely<Database>, { locationId, currency, sale }: Stock) {
  const options = (await readOptions(trx, locationId)).filter(({ id }) => !sale.soldOut.has(id));
  const inGroup = gathered(
    options,
    ({ group_id }) => group_id,
    ({ id, name, price_delta: amount, allergens }) => ({ id, name, price: { amount, currency }, allergens }),
  );
  return gathered(
    await readGroups(trx, locationId),
    ({ item_id }) => item_id,
    ({ id, name, min_select: min, max_select: max, max_per_option: maxPerOption }): Group => ({
      ...{ id, name, min, max, maxPerOption },
      options: inGroup.get(id) ?? [],
    }),
  );
}
