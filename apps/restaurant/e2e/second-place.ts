/** A second place in the database of a restaurant that does not run, with what a route leaves to its owner: a menu and tables. */
import { createHash, randomBytes } from "node:crypto";
import { newId, openDatabase, seedSampleMenu } from "../server/platform/index.js";

/** The place, with the sample's menu and floor, and the code that is printed on one of its tables. */
export async function secondPlace(dataFolder: string): Promise<{ readonly code: string }> {
  const { db, close } = await openDatabase({ dataFolder });
  const code = randomBytes(32).toString("base64url");
  const id = newId();
  const about = {
    ...{ slug: "harbour", name: "Harbour Lid", address: "Pier 4", timezone: "Europe/Berlin", currency: "EUR" },
    ...{ accept_mode: "auto" as const, order_types: ["pickup" as const, "dine_in" as const] },
    pay_later_types: ["pickup" as const],
  };
  await db.transaction().execute(async (trx) => {
    await trx
      .insertInto("location")
      .values({ id, ...about })
      .execute();
    await trx.insertInto("location_stream").values({ location_id: id }).execute();
    await seedSampleMenu(trx, id);
    const hash = createHash("sha256").update(code).digest("hex");
    await trx
      .updateTable("dining_table")
      .set({ qr_hash: hash })
      .where("location_id", "=", id)
      .where("label", "=", "Table 1")
      .execute();
  });
  await close();
  return { code };
}
