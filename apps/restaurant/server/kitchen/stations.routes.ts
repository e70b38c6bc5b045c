/** The routes by which stations are set up. */
import { created, type Handled, handle, noContent, ok, problem, refuse } from "cloche";
import type { Kysely, Transaction } from "kysely";
import {
  archiveStation,
  createStation,
  listStations,
  type Station,
  type StationChange,
  updateStation,
} from "../../contracts/index.js";
import { audit, type Database } from "../platform/index.js";
import {
  changeStation,
  hasStations,
  insertStation,
  isInUse,
  isNameTaken,
  putAway,
  readStation,
  readStations,
  type StationRef,
} from "./stations.store.js";

const NO_STATION = refuse("not_found", { reason: "station_unknown" });

/** The version an `If-Match` names; the contract has checked its form. */
export function versionOf(headers: { readonly "if-match": string }): number {
  return Number(headers["if-match"].slice(1, -1));
}

/** Records a change of the set-up. */
export function recorder(
  trx: Transaction<Database>,
  {
    callerId,
    locationId,
    requestId,
  }: { readonly callerId: string; readonly locationId: string; readonly requestId: string },
) {
  const actor = { kind: "staff", id: callerId } as const;
  return (action: string, entity: string, entityId: string) =>
    audit(trx, { actor, action, entity, entityId, locationId, requestId });
}

/** The handlers of stations. */
export function stationsHandlers(db: Kysely<Database>): readonly Handled[] {
  return [
    handle(listStations, async ({ params }) => ok({ stations: [...(await readStations(db, params.location))] })),
    handle(createStation, async ({ params, body, caller, requestId }) => {
      const { location: locationId } = params;
      if (!(await hasStations(db, locationId, fallbackOf(body)))) return problem(422, "station_unknown");
      const stationId = await db.transaction().execute(async (trx) => {
        const id = await insertStation(trx, locationId, body);
        if (id !== undefined) {
          await recorder(trx, { callerId: caller.id, locationId, requestId })("station.created", "station", id);
        }
        return id;
      });
      const station = stationId === undefined ? undefined : await readStation(db, locationId, stationId);
      return station === undefined ? problem(409, "name_taken") : created(station, etag(station.version));
    }),
    handle(updateStation, async ({ params, headers, body, caller, requestId }) => {
      const ref = { locationId: params.location, stationId: params.station, version: versionOf(headers) };
      const before = await readStation(db, ref.locationId, ref.stationId);
      if (before === undefined) return NO_STATION;
      const refused = await refusalOf(db, ref, wantedOf(before, body));
      if (refused !== undefined) return refused;
      const done = await db.transaction().execute(async (trx) => {
        if (!(await changeStation(trx, ref, body))) return false;
        const { locationId, stationId } = ref;
        await recorder(trx, { callerId: caller.id, locationId, requestId })("station.changed", "station", stationId);
        return true;
      });
      const after = done ? await readStation(db, ref.locationId, ref.stationId) : undefined;
      return after === undefined ? problem(412, "version_conflict") : ok(after, etag(after.version));
    }),
    handle(archiveStation, async ({ params, headers, caller, requestId }) => {
      const ref = { locationId: params.location, stationId: params.station, version: versionOf(headers) };
      if ((await readStation(db, ref.locationId, ref.stationId)) === undefined) return NO_STATION;
      const outcome = await db.transaction().execute(async (trx) => {
        // Its row is locked by the change, so that nothing can come to lead there meanwhile.
        if (!(await changeStation(trx, ref, {}))) return "stale";
        if (await isInUse(trx, ref)) return "used";
        await putAway(trx, ref.stationId);
        const { locationId, stationId } = ref;
        await recorder(trx, { callerId: caller.id, locationId, requestId })("station.archived", "station", stationId);
        return "done";
      });
      if (outcome === "stale") return problem(412, "version_conflict");
      return outcome === "used" ? problem(409, "station_in_use") : noContent();
    }),
  ];
}

type Wanted = Pick<Station, "name" | "warnAfterSeconds" | "lateAfterSeconds" | "fallbackStationId">;

function wantedOf(before: Station, change: StationChange): Wanted {
  return {
    name: change.name ?? before.name,
    warnAfterSeconds: change.warnAfterSeconds ?? before.warnAfterSeconds,
    lateAfterSeconds: change.lateAfterSeconds ?? before.lateAfterSeconds,
    fallbackStationId: change.fallbackStationId === undefined ? before.fallbackStationId : change.fallbackStationId,
  };
}

async function refusalOf(db: Kysely<Database>, { locationId, stationId }: StationRef, wanted: Wanted) {
  if (!(await hasStations(db, locationId, fallbackOf(wanted)))) return problem(422, "station_unknown");
  if (wanted.lateAfterSeconds <= wanted.warnAfterSeconds) return problem(422, "times_invalid");
  const taken = await isNameTaken(db, locationId, { name: wanted.name, stationId });
  return taken ? problem(409, "name_taken") : undefined;
}

function fallbackOf({ fallbackStationId = null }: Pick<StationChange, "fallbackStationId">): readonly string[] {
  return fallbackStationId === null ? [] : [fallbackStationId];
}

function etag(version: number) {
  return { etag: `"${version}"` };
}
