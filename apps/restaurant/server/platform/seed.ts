/** Puts the sample restaurant into an empty database, with passwords nobody knows yet. */
import { randomBytes } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import { newId } from "./ids.js";
import {
  SAMPLE_CATEGORIES,
  SAMPLE_GROUPS,
  SAMPLE_PLACE,
  SAMPLE_STAFF,
  SAMPLE_STATIONS,
  SAMPLE_TAXES,
  type SampleCategory,
  type SampleGroup,
  type SampleItem,
} from "./sample-menu.js";
import type { Database } from "./schema.js";
import { seedFloor } from "./seed-floor.js";

/** How somebody signs in. */
export interface SampleAccount {
  readonly email: string;
  readonly password: string;
}

/** The demo's accounts by role. */
export type SampleAccounts = Readonly<Record<(typeof SAMPLE_STAFF)[number]["role"], SampleAccount>>;

/** Hashes a password. */
export type HashPassword = (password: string) => Promise<string>;

/** Any number; the processes of one database agree on it. */
const LOCK = 7_203_114_560;

/**
 * Seeds an empty database.
 *
 * @returns The new accounts; `undefined` where there is a place already.
 */
export async function seedSample(db: Kysely<Database>, hash: HashPassword): Promise<SampleAccounts | undefined> {
  const staff = await Promise.all(SAMPLE_STAFF.map((person) => withPassword(person, hash)));
  const seeded = await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCK}::bigint)`.execute(trx);
    if ((await trx.selectFrom("location").select("id").limit(1).executeTakeFirst()) !== undefined) return false;
    await seedPlace(trx, staff);
    return true;
  });
  if (!seeded) return undefined;
  return Object.fromEntries(staff.map(({ role, email, password }) => [role, { email, password }])) as SampleAccounts;
}

interface NewStaff extends SampleAccount {
  readonly role: (typeof SAMPLE_STAFF)[number]["role"];
  readonly name: string;
  readonly hash: string;
}

async function withPassword(person: (typeof SAMPLE_STAFF)[number], hash: HashPassword): Promise<NewStaff> {
  const password = randomBytes(15).toString("base64url");
  return { ...person, password, hash: await hash(password) };
}

/** One transaction, one place. */
interface Seeding {
  readonly trx: Transaction<Database>;
  readonly place: string;
  /** Station ids by name. */
  readonly stations: ReadonlyMap<string, string>;
  /** Group ids by name. */
  readonly groups: ReadonlyMap<string, string>;
  /** Tax ids by name. */
  readonly taxes: ReadonlyMap<string, string>;
}

async function seedPlace(trx: Transaction<Database>, staff: readonly NewStaff[]): Promise<void> {
  const place = newId();
  // The sample place takes orders by itself, so that a first order is on the kitchen's screen at once.
  await trx
    .insertInto("location")
    .values({ id: place, ...SAMPLE_PLACE, accept_mode: "auto" })
    .execute();
  await trx.insertInto("location_stream").values({ location_id: place }).execute();
  const stations = await seedSampleMenu(trx, place);
  for (const person of staff) await seedPerson({ trx, place, stations }, person);
}

/** Puts the sample's stations, floor and menu into a place that has none yet; the ids of the stations by their names. */
export async function seedSampleMenu(trx: Transaction<Database>, place: string): Promise<ReadonlyMap<string, string>> {
  const stations = new Map<string, string>(SAMPLE_STATIONS.map(({ name }) => [name, newId()]));
  const groups = new Map<string, string>(SAMPLE_GROUPS.map(({ name }) => [name, newId()]));
  const taxes = new Map<string, string>(SAMPLE_TAXES.map(({ name }) => [name, newId()]));
  const seeding = { trx, place, stations, groups, taxes };
  await seedStations(seeding);
  await seedFloor(trx, place, taxes);
  for (const group of SAMPLE_GROUPS) await seedGroup(seeding, group);
  for (const [ordinal, category] of SAMPLE_CATEGORIES.entries()) await seedCategory(seeding, category, ordinal);
  return stations;
}

async function seedStations({ trx, place, stations }: Seeding): Promise<void> {
  const rows = SAMPLE_STATIONS.map(({ name, kind, parallelism }, ordinal) => ({
    id: known(stations, name),
    location_id: place,
    name,
    kind,
    parallelism,
    ordinal,
  }));
  await trx.insertInto("station").values(rows).execute();
  const standard = known(stations, SAMPLE_STATIONS[0].name);
  await trx.updateTable("location").set({ default_station_id: standard }).where("id", "=", place).execute();
}

async function seedGroup({ trx, place, groups }: Seeding, { name, min, max, maxPerOption, options }: SampleGroup) {
  const id = known(groups, name);
  const limits = { min_select: min, max_select: max, max_per_option: maxPerOption ?? 1 };
  await trx
    .insertInto("modifier_group")
    .values({ id, location_id: place, name, ...limits })
    .execute();
  const rows = options.map((option, ordinal) => ({
    id: newId(),
    location_id: place,
    group_id: id,
    name: option.name,
    price_delta: option.price,
    allergens: [...(option.allergens ?? [])],
    ordinal,
  }));
  await trx.insertInto("modifier_option").values(rows).execute();
}

async function seedCategory(
  seeding: Seeding,
  { name, station, tax, prepSeconds, items }: SampleCategory,
  ordinal: number,
) {
  const { trx, place, stations, taxes } = seeding;
  const id = newId();
  await trx.insertInto("menu_category").values({ id, location_id: place, name, ordinal }).execute();
  await route(seeding, "category", { scopeId: id, station: known(stations, station) });
  const taxId = known(taxes, tax);
  for (const [index, item] of items.entries())
    await seedItem(seeding, item, { categoryId: id, ordinal: index, taxId, prepSeconds });
}

interface ItemPlace {
  readonly categoryId: string;
  readonly ordinal: number;
  readonly taxId: string;
  readonly prepSeconds: number;
}

async function seedItem(
  seeding: Seeding,
  item: SampleItem,
  { categoryId, ordinal, taxId, prepSeconds }: ItemPlace,
): Promise<void> {
  const { trx, place, stations, groups } = seeding;
  const id = newId();
  const { name, description, price } = item;
  const lists = { allergens: [...item.allergens], diets: [...(item.diets ?? [])] };
  await trx
    .insertInto("menu_item")
    .values({
      id,
      location_id: place,
      category_id: categoryId,
      tax_category_id: taxId,
      name,
      description,
      ordinal,
      ...lists,
    })
    .execute();
  const variants = [{ name: item.variant ?? "Regular", price }, ...(item.variants ?? [])].map((variant, at) => ({
    ...variant,
    id: newId(),
    location_id: place,
    item_id: id,
    ordinal: at,
    prep_seconds: item.prepSeconds ?? prepSeconds,
  }));
  await trx.insertInto("item_variant").values(variants).execute();
  for (const [at, group] of (item.groups ?? []).entries()) {
    const link = { location_id: place, item_id: id, group_id: known(groups, group), ordinal: at };
    await trx.insertInto("item_modifier_group").values(link).execute();
  }
  if (item.station !== undefined) await route(seeding, "item", { scopeId: id, station: known(stations, item.station) });
}

async function route(
  { trx, place }: Seeding,
  scope: "category" | "item",
  { scopeId, station }: { readonly scopeId: string; readonly station: string },
): Promise<void> {
  const row = { location_id: place, scope, scope_id: scopeId, station_id: station };
  await trx.insertInto("station_route").values(row).execute();
}

async function seedPerson(
  { trx, place, stations }: Pick<Seeding, "trx" | "place" | "stations">,
  { role, name, email, hash }: NewStaff,
): Promise<void> {
  const id = newId();
  await trx.insertInto("staff").values({ id, email_norm: email, display_name: name, password_hash: hash }).execute();
  await trx.insertInto("membership").values({ staff_id: id, location_id: place, role }).execute();
  if (role !== "chef") return;
  const station = known(stations, SAMPLE_STATIONS[0].name);
  await trx.insertInto("staff_station").values({ staff_id: id, location_id: place, station_id: station }).execute();
}

function known(ids: ReadonlyMap<string, string>, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The sample restaurant names "${name}", which it does not have.`);
  return id;
}
