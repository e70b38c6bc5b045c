/** The keys as they may be shown: whence, since when, and four characters of a long one. */
import { PARTNER_KEYS, type PartnerKey, type PartnerKeyName, type PartnerKeys } from "../../contracts/index.js";
import { OFFICE } from "../platform/index.js";
import type { PartnerKeysDeps } from "./deps.js";
import { glimpse, KEYS } from "./key-table.js";
import { type KeptRow, lastHeard, readHouse, readVersions } from "./partner-keys.store.js";
import { openKey } from "./vault.js";

/** Every key of the house. */
export async function showKeys(deps: PartnerKeysDeps): Promise<PartnerKeys> {
  const { db, production } = deps;
  const [house, rows, heard] = await Promise.all([
    readHouse(db),
    readVersions(db, new Date(deps.clock.now())),
    lastHeard(db),
  ]);
  const partners = [...new Set(PARTNER_KEYS.map((name) => KEYS[name].partner))];
  return {
    house: production ? "live" : "test",
    partners: partners.map((partner) => ({ partner, heardAt: heard.get(partner)?.toISOString() ?? null })),
    keys: PARTNER_KEYS.map((name) => shown(deps, { name, house, rows: rows.filter((row) => row.name === name) })),
  };
}

/** One key of the house. */
export async function showKey(deps: PartnerKeysDeps, name: PartnerKeyName): Promise<PartnerKey> {
  const rows = await readVersions(deps.db, new Date(deps.clock.now()), name);
  return shown(deps, { name, house: await readHouse(deps.db), rows });
}

interface Known {
  readonly name: PartnerKeyName;
  readonly house: string;
  readonly rows: readonly KeptRow[];
}

function shown(deps: PartnerKeysDeps, { name, house, rows }: Known): PartnerKey {
  const current = deps.keys[name].current()?.reveal();
  return {
    name,
    partner: KEYS[name].partner,
    from: current === undefined ? null : fromOf(deps.from(name)),
    ...(current === undefined ? { ending: null, mode: null } : glimpse(name, current)),
    since: current === undefined ? null : (deps.since(name)?.toISOString() ?? null),
    canTry: deps.tries[name] !== undefined,
    kept: rows.map((row) => keptVersion(deps, { name, house, row })),
  };
}

function keptVersion(
  { seal }: PartnerKeysDeps,
  { name, house, row }: { readonly name: PartnerKeyName; readonly house: string; readonly row: KeptRow },
): PartnerKey["kept"][number] {
  const text = openKey(seal, house, row);
  return {
    id: row.id,
    ...(text === undefined ? { ending: null, mode: null } : glimpse(name, text)),
    writtenAt: row.writtenAt.toISOString(),
    writtenBy: row.writtenBy,
    endsAt: row.endsAt?.toISOString() ?? null,
    readable: text !== undefined,
  };
}

/** The places of the configuration, by how they call themselves. */
function fromOf(provenance: string | undefined): PartnerKey["from"] {
  if (provenance === "environment") return "environment";
  if (provenance === OFFICE) return "office";
  return provenance?.startsWith("generated") === true ? "made_here" : "file";
}
