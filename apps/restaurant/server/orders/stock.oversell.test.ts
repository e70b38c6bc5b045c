/** Two hundred buyers for twenty portions, at once, on a real PostgreSQL: exactly twenty get one. */
import { fixedClock, type Handled, Secret } from "cloche";
import { memoryLimitStore } from "cloche/rate-limit";
import { beforeAll, expect, it } from "vitest";
import { type PlacedOrder, placeOrder } from "../../contracts/index.js";
import { liveEvents, type OpenDatabase, seedSample } from "../platform/index.js";
import { describeDatabases, someone } from "../test-support/index.js";
import { ordersHandlers } from "./index.js";

const BUYERS = 200;
const PORTIONS = 20;

describeDatabases("twenty portions", ({ engine, open }) => {
  let database: OpenDatabase;
  let handled: readonly Handled[];
  let itemId: string;

  beforeAll(async () => {
    database = await open();
    const { db } = database;
    await seedSample(db, async () => "hash");
    const item = await db.selectFrom("menu_item").select("id").where("name", "=", "Calamari").executeTakeFirstOrThrow();
    itemId = item.id;
    const { id, location_id } = await db
      .selectFrom("item_variant")
      .select(["id", "location_id"])
      .where("item_id", "=", itemId)
      .executeTakeFirstOrThrow();
    const limited = { target_kind: "variant" as const, target_id: id, status: "limited" as const, remaining: PORTIONS };
    await db
      .insertInto("availability")
      .values({ location_id, ...limited })
      .execute();
    const kitchen = {
      fireTickets: async () => ({ isNews: false, stationIds: [], told: async () => [] }),
      readMakingSeconds: async () => 480,
    };
    const options = { clock: fixedClock(Date.UTC(2026, 5, 15, 10)), publicBaseUrl: "http://127.0.0.1:3000", kitchen };
    const trackSecret = new Secret("s".repeat(32), "TRACK_SECRET");
    handled = ordersHandlers({ db, live: liveEvents(database), counts: memoryLimitStore(), trackSecret, ...options });
  });

  it.runIf(engine === "postgres")(
    "go to exactly twenty of two hundred buyers",
    async () => {
      const found = handled.find(({ contract }) => contract.name === placeOrder.name);
      const lines = [{ itemId, quantity: 1, options: [] }];
      const buy = async (contact: object): Promise<Answer> => {
        try {
          const visit = { body: { lines, contact }, cookies: {}, headers: {}, requestId: "r" };
          return (await found?.handler(visit as never)) as Answer;
        } catch {
          // On a busy machine the wait for a connection may end first; a guest would press again.
          return buy(contact);
        }
      };
      const answers = await Promise.all(Array.from({ length: BUYERS }, () => buy(someone())));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(PORTIONS);
      expect(answers.filter(({ problem }) => problem === "item_unavailable")).toHaveLength(BUYERS - PORTIONS);
      const { db } = database;
      expect(await db.selectFrom("availability").select("remaining").executeTakeFirst()).toEqual({ remaining: 0 });
      const holds = await db.selectFrom("stock_hold").select(["quantity", "state"]).execute();
      expect(holds).toHaveLength(PORTIONS);
      const numbers = answers.flatMap(({ status, body: placed }) => (status === 201 ? [placed.order.number] : []));
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: PORTIONS }, (_, at) => at + 1));
    },
    120_000,
  );
});

interface Answer {
  readonly status: number;
  readonly problem?: string;
  readonly body: PlacedOrder;
}
