/** The routes of kitchen screens. */
import { randomBytes } from "node:crypto";
import { created, type Handled, handle, hostCookie, noContent, ok, problem, refuse } from "cloche";
import type { Kysely } from "kysely";
import { listDevices, newPairingCode, pairDevice, revokeDevice } from "../../contracts/index.js";
import { audit, type Database } from "../platform/index.js";
import { DEVICE_COOKIE } from "./device-source.js";
import { hasStation, insertCode, insertDevice, readDevices, revoke, takeTry, useCode } from "./devices.store.js";
import { newCode, partsOf, sameHash, sha256 } from "./pairing-code.js";

/** What screens need. */
export interface DevicesDeps {
  readonly db: Kysely<Database>;
}

const NO_STATION = refuse("not_found", { reason: "station_unknown" });
const NO_DEVICE = refuse("not_found", { reason: "device_unknown" });
const NO_CODE = refuse("store_unavailable", { reason: "pairing_codes_taken" });
/** As long as browsers keep a cookie (RFC 6265bis section 5.5); a screen in use gets it anew when it is paired anew. */
const COOKIE_SECONDS = 400 * 86_400;
/** Two codes at once rarely begin alike. */
const DRAWS = 5;

/** The handlers of screens. */
export function devicesHandlers({ db }: DevicesDeps): readonly Handled[] {
  return [
    handle(newPairingCode, async ({ params, body, caller, requestId }) => {
      const { location: locationId } = params;
      if (!(await hasStation(db, locationId, body.stationId))) return NO_STATION;
      for (let draw = 0; draw < DRAWS; draw += 1) {
        const code = newCode();
        const kept = { ...partsOf(code), ...body, locationId, createdBy: caller.id };
        const expiresAt = await insertCode(db, kept);
        if (expiresAt === undefined) continue;
        const actor = { kind: "staff", id: caller.id } as const;
        const entity = { entity: "station", entityId: body.stationId, locationId, requestId };
        await audit(db, { actor, action: "device.code_made", ...entity });
        return created({ code, expiresAt: expiresAt.toISOString() });
      }
      return NO_CODE;
    }),
    handle(pairDevice, async ({ body, requestId }) => {
      const paired = await pair(db, body.code, requestId);
      if (paired === undefined) return problem(403, "pairing_refused");
      const { token, device } = paired;
      const cookie = hostCookie(DEVICE_COOKIE, token, { maxAgeSeconds: COOKIE_SECONDS });
      return ok({ device }, { "set-cookie": cookie, "cache-control": "no-store" });
    }),
    handle(listDevices, async ({ params }) => ok({ devices: [...(await readDevices(db, params.location))] })),
    handle(revokeDevice, async ({ params, caller, requestId }) => {
      const { location: locationId, device: entityId } = params;
      const done = await db.transaction().execute(async (trx) => {
        if (!(await revoke(trx, locationId, entityId))) return false;
        const actor = { kind: "staff", id: caller.id } as const;
        await audit(trx, { actor, action: "device.revoked", entity: "device", entityId, locationId, requestId });
        return true;
      });
      return done ? noContent() : NO_DEVICE;
    }),
  ];
}

/** The try is counted and kept whatever comes of it; only then is the secret compared. */
async function pair(db: Kysely<Database>, code: string, requestId: string) {
  const { selector, secretHash } = partsOf(code);
  const tried = await takeTry(db, selector);
  if (tried === undefined || !sameHash(tried.secret_hash, secretHash)) return undefined;
  const token = randomBytes(32).toString("base64url");
  const { location_id: locationId } = tried;
  const deviceId = await db.transaction().execute(async (trx) => {
    if (!(await useCode(trx, tried.id))) return undefined;
    const id = await insertDevice(trx, tried, sha256(token));
    const actor = { kind: "device", id } as const;
    await audit(trx, { actor, action: "device.paired", entity: "device", entityId: id, locationId, requestId });
    return id;
  });
  if (deviceId === undefined) return undefined;
  const [device] = await readDevices(db, locationId, deviceId);
  return device === undefined ? undefined : { token, device };
}
