/** Keeps every process's keys in step with the database: at each change, and every few seconds in case a call was lost. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import { PARTNER_KEYS } from "../../contracts/index.js";
import {
  type Database,
  type Kept,
  type KeptKeys,
  type Seal,
  startWorkingLoop,
  type Wakeups,
} from "../platform/index.js";
import { type KeptRow, readHouse, readVersions, replaceSealed } from "./partner-keys.store.js";
import { isNamed, openKey, renewKey } from "./vault.js";

/** What the keeper works with. */
export interface KeeperDeps {
  readonly db: Kysely<Database>;
  readonly wakeups: Wakeups;
  readonly clock: Clock;
  readonly seal: Seal;
  /** Where the configuration reads them from. */
  readonly keptKeys: KeptKeys;
  /** Makes the configuration read anew. */
  readonly refresh: () => Promise<void>;
  /** Hears that the keys could not be read. */
  readonly onAway: (error: unknown) => void;
}

/** A running keeper. */
export interface Keeper {
  /** Reads the keys now; the configuration has them when it answers. */
  readonly load: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Reads the keys, and starts to keep them in step. */
export async function startKeeper(deps: KeeperDeps): Promise<Keeper> {
  const known = { state: "" };
  const load = () => loadOnce(deps, known);
  await load();
  const loop = startWorkingLoop({
    wakeups: deps.wakeups,
    channel: "partner_key",
    async workOne() {
      await load();
      return false;
    },
    onAway: deps.onAway,
  });
  return { load, stop: loop.stop };
}

async function loadOnce({ db, clock, seal, keptKeys, refresh }: KeeperDeps, known: { state: string }): Promise<void> {
  const house = await readHouse(db);
  const rows = await readVersions(db, new Date(clock.now()));
  const held = heldOf(seal, house, rows);
  const state = JSON.stringify(
    [...held].map(([name, kept]) => [name, kept === "unreadable" ? kept : versionsOf(kept)]),
  );
  // Nothing is waited for between reading and holding: what is taken back meanwhile must not come to life again.
  if (state !== known.state) {
    keptKeys.hold(held);
    known.state = state;
    await refresh();
  }
  for (const row of rows) {
    const renewed = renewKey(seal, house, row);
    if (renewed !== undefined) await replaceSealed(db, row, renewed);
  }
}

const versionsOf = ({ version, previous }: Exclude<Kept, "unreadable">) => [
  version,
  ...(typeof previous === "object" ? [previous.version] : []),
];

function heldOf(seal: Seal, house: string, rows: readonly KeptRow[]): ReadonlyMap<string, Kept> {
  const named = rows.filter((row) => isNamed(row, PARTNER_KEYS));
  return new Map(
    PARTNER_KEYS.flatMap((name) => {
      const [current, before] = named.filter((row) => row.name === name);
      return current === undefined ? [] : [[name, keptOf(seal, house, { current, before })] as const];
    }),
  );
}

function keptOf(
  seal: Seal,
  house: string,
  { current, before }: { readonly current: KeptRow; readonly before: KeptRow | undefined },
): Kept {
  const value = openKey(seal, house, current);
  if (value === undefined) return "unreadable";
  const old = before === undefined ? undefined : openKey(seal, house, before);
  return {
    value,
    version: versionName(current.id),
    since: current.writtenAt.getTime(),
    previous: old === undefined || before === undefined ? false : { value: old, version: versionName(before.id) },
  };
}

/** The random end of the id, which is enough to tell versions apart in a log. */
const versionName = (id: string) => id.slice(-8);
