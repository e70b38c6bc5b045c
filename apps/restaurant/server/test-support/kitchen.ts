/** A kitchen with the sample menu, whose handlers a test calls as staff or as paired screens, and orders to fire there. */
import { type Contract, fixedClock, type Handled } from "cloche";
import type { Kysely, Transaction } from "kysely";
import { type Board, readBoard, type Ticket } from "../../contracts/index.js";
import { type CallGuest, fireTickets, kitchenHandlers, type OrderLife } from "../kitchen/index.js";
import {
  type Database,
  emitEvents,
  type LiveEvents,
  liveEvents,
  type NewEvent,
  newId,
  type OpenDatabase,
  seedSample,
} from "../platform/index.js";

/** Orders as the database alone guards them. */
export const guardedOrders: OrderLife = {
  lock: (trx, orderId) =>
    trx.selectFrom("orders").select("state").where("id", "=", orderId).forUpdate().executeTakeFirst(),
  async move(trx, { orderId, to }) {
    await trx.updateTable("orders").set({ state: to }).where("id", "=", orderId).execute();
    return true;
  },
  async event(trx, orderId): Promise<NewEvent> {
    const order = await trx.selectFrom("orders").selectAll().where("id", "=", orderId).executeTakeFirstOrThrow();
    const tickets = await trx.selectFrom("ticket").select("station_id").where("order_id", "=", orderId).execute();
    const stationIds = tickets.map(({ station_id }) => station_id);
    const payload = { order: { id: orderId, state: order.state } };
    return { locationId: order.location_id, type: "order", orderId, stationIds, payload };
  },
};

/** What a handler answers. */
export interface AnyAnswer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly problem?: string;
  readonly refused?: string;
}

/** Somebody of the sample place, or a paired screen. */
export type Cook = "owner" | "manager" | "cashier" | "chef" | { readonly deviceId: string };

/** A line to be fired. */
export interface Dish {
  readonly dish: string;
  readonly note?: string | undefined;
  readonly course?: number;
  readonly hold?: boolean;
}

/** A kitchen. */
export interface TestKitchen {
  readonly db: Kysely<Database>;
  readonly live: LiveEvents;
  readonly locationId: string;
  readonly staff: ReadonlyMap<string, string>;
  readonly call: <Body>(contract: { readonly name: string }, who: Cook, visit?: object) => Promise<AnyAnswer<Body>>;
  readonly board: (who: Cook) => Promise<Board>;
  /** An order with these dishes, fired; its tickets by their station's name. */
  readonly fired: (
    dishes: readonly (string | Dish)[],
  ) => Promise<{ orderId: string; tickets: ReadonlyMap<string, Ticket> }>;
  /** Adds lines to an order and fires them. */
  readonly add: (orderId: string, dishes: readonly (string | Dish)[]) => Promise<void>;
  readonly stationId: (name: string) => Promise<string>;
  /** Pairs a screen with a station without a code. */
  readonly pairScreen: (station: string) => Promise<{ readonly deviceId: string }>;
}

/** How the kitchen differs from the usual. */
export interface TestKitchenOptions {
  readonly heartbeatMilliseconds?: number;
  /** Called in the place of the messages'. */
  readonly callGuest?: CallGuest;
}

/**
 * Makes a kitchen in an open database with the schema.
 *
 * @example
 * const kitchen = await testKitchen(await open());
 * const { tickets } = await kitchen.fired(["Cheeseburger"]);
 */
export async function testKitchen(opened: OpenDatabase, options: TestKitchenOptions = {}): Promise<TestKitchen> {
  const { db, wakeups } = opened;
  const clock = fixedClock(Date.UTC(2026, 5, 15, 10));
  const live = liveEvents({ db, wakeups });
  const { heartbeatMilliseconds = 100, callGuest = async () => undefined } = options;
  const handled = kitchenHandlers({
    db,
    live,
    wakeups,
    clock,
    orders: guardedOrders,
    callGuest,
    heartbeatMilliseconds,
  });
  await seedSample(db, async () => "hash");
  const locationId = (await db.selectFrom("location").select("id").executeTakeFirstOrThrow()).id;
  const members = await db.selectFrom("membership").selectAll().execute();
  const staff = new Map<string, string>(members.map(({ staff_id, role }) => [role, staff_id]));
  const variants = await variantsByDish(db);
  const call = caller(handled, { staff, locationId });
  const board = async (who: Cook) => (await call<Board>(readBoard, who)).body;
  const add = (orderId: string, dishes: readonly (string | Dish)[]) =>
    db.transaction().execute(async (trx) => {
      for (const dish of dishes) await insertLine(trx, { orderId, locationId, variants }, asDish(dish));
      await emitEvents(trx, await (await fireTickets(trx, orderId)).told());
    });
  const stationId = async (name: string) =>
    (await db.selectFrom("station").select("id").where("name", "=", name).executeTakeFirstOrThrow()).id;
  return {
    ...{ db, live, locationId, staff, call, board, add, stationId },
    async fired(dishes) {
      const orderId = newId();
      await db.transaction().execute((trx) => insertOrder(trx, orderId, locationId));
      await add(orderId, dishes);
      const tickets = (await board("manager")).tickets.filter((one) => one.orderId === orderId);
      return { orderId, tickets: new Map(tickets.map((one) => [one.station.name, one])) };
    },
    async pairScreen(station) {
      const deviceId = newId();
      const where = { location_id: locationId, station_id: await stationId(station) };
      const device = { id: deviceId, name: station, paired_by: staff.get("manager") ?? "" };
      const token = { token_hash: deviceId.replaceAll("-", "").repeat(2) };
      await db
        .insertInto("device")
        .values({ ...where, ...device, ...token })
        .execute();
      return { deviceId };
    },
  };
}

const asDish = (dish: string | Dish): Dish => (typeof dish === "string" ? { dish } : dish);

function caller(
  handled: readonly Handled[],
  { staff, locationId }: Pick<TestKitchen, "staff" | "locationId">,
): TestKitchen["call"] {
  return async <Body>({ name }: { readonly name: string }, who: Cook, visit: object = {}) => {
    const found = handled.find(({ contract }: { contract: Contract }) => contract.name === name);
    const request = { header: () => undefined };
    const as =
      typeof who === "string" ? { id: staff.get(who) ?? "", via: "bearer" } : { id: who.deviceId, via: "device" };
    const usual = { caller: { ...as, claims: { location: locationId } }, query: {}, request, body: undefined };
    return (await found?.handler({ ...usual, ...visit } as never)) as AnyAnswer<Body>;
  };
}

async function variantsByDish(db: Kysely<Database>): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom("item_variant")
    .innerJoin("menu_item", "menu_item.id", "item_variant.item_id")
    .select(["menu_item.name", "item_variant.id"])
    .execute();
  return new Map(rows.map(({ name, id }) => [name, id]));
}

async function insertOrder(trx: Transaction<Database>, orderId: string, locationId: string): Promise<void> {
  const { number } = await trx
    .selectFrom("orders")
    .select(({ fn }) => fn.max<number | null>("number").as("number"))
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("orders")
    .values({
      id: orderId,
      location_id: locationId,
      business_date: "2026-06-15",
      number: (number ?? 0) + 1,
      state: "preparing",
      currency: "EUR",
      menu_revision: 1,
      total: 0,
      track_hash: orderId.replaceAll("-", "").repeat(2),
      contact_name: "Ana Maria Ortiz",
      contact_phone: "+4915112345678",
    })
    .execute();
}

interface LineOf {
  readonly orderId: string;
  readonly locationId: string;
  readonly variants: ReadonlyMap<string, string>;
}

async function insertLine(trx: Transaction<Database>, { orderId, locationId, variants }: LineOf, dish: Dish) {
  const { count } = await trx
    .selectFrom("order_line")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("order_id", "=", orderId)
    .executeTakeFirstOrThrow();
  const { course = 1, hold = false, note } = dish;
  const names = { item_name: dish.dish, variant_name: "Regular", variant_id: variants.get(dish.dish) ?? "" };
  const money = { quantity: 1, unit_price: 777, line_total: 777 };
  await trx
    .insertInto("order_line")
    .values({
      ...{ id: newId(), location_id: locationId, order_id: orderId, ordinal: Number(count), course, hold },
      ...names,
      ...money,
      note: note ?? null,
    })
    .execute();
}
