/** Writes a place with everything that it needs to be worked at, the first one and every other. */
import type { Insertable, Transaction } from "kysely";
import { type Database, newId, seedSampleMenu } from "../platform/index.js";

/** What is made. */
export interface NewPlaceParts {
  readonly place: Omit<Insertable<Database["location"]>, "id">;
  /** Whether it begins with the sample's stations, floor and menu. */
  readonly sampleMenu: boolean;
}

/**
 * Writes the place, in the caller's transaction; nobody works there yet. It has the sample's menu and stations, or one
 * station: from the first order on no line is without one.
 *
 * @returns Its id; `undefined` where another place has the address, and then nothing is written.
 */
export async function newPlace(
  trx: Transaction<Database>,
  { place, sampleMenu }: NewPlaceParts,
): Promise<string | undefined> {
  const id = newId();
  const made = await trx
    .insertInto("location")
    .values({ id, ...place })
    .onConflict((conflict) => conflict.column("slug").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made === undefined) return undefined;
  await trx.insertInto("location_stream").values({ location_id: id }).execute();
  if (sampleMenu) await seedSampleMenu(trx, id);
  else await oneStation(trx, id);
  return id;
}

async function oneStation(trx: Transaction<Database>, id: string): Promise<void> {
  const kitchen = newId();
  const stations = [
    { id: kitchen, location_id: id, name: "Kitchen", kind: "prep", ordinal: 0 } as const,
    { id: newId(), location_id: id, name: "Pass", kind: "expo", ordinal: 1 } as const,
  ];
  await trx.insertInto("station").values(stations).execute();
  await trx.updateTable("location").set({ default_station_id: kitchen }).where("id", "=", id).execute();
}
