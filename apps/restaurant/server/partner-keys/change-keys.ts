/** Writes a version of a key and takes one back, each in one transaction with its entry in the audit trail. */
import type { Transaction } from "kysely";
import type { PartnerKeyName } from "../../contracts/index.js";
import { audit, type Database, newId, notify, OVERLAP_SECONDS } from "../platform/index.js";
import type { PartnerKeysDeps } from "./deps.js";
import {
  dropEnded,
  dropVersion,
  endVersion,
  type KeptRow,
  lockHouse,
  putVersion,
  readVersions,
} from "./partner-keys.store.js";
import { closeKey, openKey } from "./vault.js";

/** Who changes a key, and where. */
interface By {
  readonly staffId: string;
  readonly locationId: string;
  readonly requestId: string;
}

/** A new version. */
interface Writing {
  readonly name: PartnerKeyName;
  readonly text: string;
  /** The version its writer takes for the current one. */
  readonly replaces: string | null;
  readonly tried: boolean;
  readonly by: By;
}

/** Why a version is not kept. */
export type ChangeRefused = "key_changed" | "key_known" | "key_overlapping";

/** Keeps a new version; the one before is accepted for the overlap. */
export function writeKey(deps: PartnerKeysDeps, writing: Writing): Promise<ChangeRefused | undefined> {
  const { db, clock, seal } = deps;
  const { name, text, by } = writing;
  return db.transaction().execute(async (trx) => {
    const house = await lockHouse(trx);
    const now = new Date(clock.now());
    const [current, before] = await readVersions(trx, now, name);
    const known = current === undefined ? undefined : openKey(seal, house, current);
    if ((current?.id ?? null) !== writing.replaces) return "key_changed";
    if (known === text) return "key_known";
    if (before !== undefined && known !== undefined) return "key_overlapping";
    await dropEnded(trx, now);
    if (current !== undefined) await putAside(trx, current, known === undefined ? undefined : overlapFrom(now));
    const id = newId();
    const sealed = closeKey(seal, text, { house, name, id });
    await putVersion(trx, { id, name, sealed, writtenAt: now, writtenBy: by.staffId });
    await tell(trx, by, { action: "partner_key.written", name, version: id, tried: writing.tried });
    return undefined;
  });
}

const overlapFrom = (now: Date) => new Date(now.getTime() + OVERLAP_SECONDS * 1000);

/** What cannot be opened is accepted for nothing. */
async function putAside(trx: Transaction<Database>, { id }: KeptRow, endsAt: Date | undefined): Promise<void> {
  await (endsAt === undefined ? dropVersion(trx, id) : endVersion(trx, id, endsAt));
}

/** Which version ends. */
interface TakingBack {
  readonly name: PartnerKeyName;
  readonly version: string;
  readonly by: By;
}

/** Ends a version at once; without the current one, the one before is current again. Tells whether there was one. */
export function takeBack({ db, clock }: PartnerKeysDeps, { name, version, by }: TakingBack): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await lockHouse(trx);
    const [current, before] = await readVersions(trx, new Date(clock.now()), name);
    if (version !== current?.id && version !== before?.id) return false;
    await dropVersion(trx, version);
    if (version === current?.id && before !== undefined) await endVersion(trx, before.id, null);
    await tell(trx, by, { action: "partner_key.taken_back", name, version });
    return true;
  });
}

interface Told {
  readonly action: string;
  readonly name: PartnerKeyName;
  readonly version: string;
  readonly tried?: boolean;
}

/** In the audit trail, and to every process. */
async function tell(trx: Transaction<Database>, by: By, { action, name, version, tried }: Told): Promise<void> {
  await audit(trx, {
    actor: { kind: "staff", id: by.staffId },
    action,
    entity: "partner_key",
    entityId: name,
    locationId: by.locationId,
    detail: { version, ...(tried === undefined ? {} : { tried }) },
    requestId: by.requestId,
  });
  await notify(trx, "partner_key");
}
