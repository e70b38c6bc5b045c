/** Once a day, at eight o'clock of its own, a place's owners are written to about what went wrong, where anything did. */
import type { Clock } from "cloche";
import type { Kysely } from "kysely";
import { type Database, instantAt, localMoment } from "../platform/index.js";
import { countFailures, readClocks, readOwners, takeSpan } from "./digest.store.js";
import { messageDesk } from "./message-desk.js";

/** What digests need. */
export interface DigestsDeps {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly onFailed: (error: unknown) => void;
}

const DAY_MINUTES = 1440;
/** Minutes since midnight by the place's own clock. */
const AT_MINUTE = 8 * 60;
/** What had begun by then has ended, so that it is in the one digest or the next. */
const SETTLED_MILLISECONDS = 5 * 60_000;
const EVERY_MILLISECONDS = 60_000;

/** The last eight o'clock by a place's clock that may be told up to. */
export function digestUntil(now: Date, timeZone: string): Date {
  const settled = new Date(now.getTime() - SETTLED_MILLISECONDS);
  const { date } = localMoment(settled, timeZone);
  const today = instantAt(date, AT_MINUTE, timeZone);
  return today <= settled ? today : instantAt(date, AT_MINUTE - DAY_MINUTES, timeZone);
}

/** Writes what is due for the places' owners. Several processes may do so: the place's row decides between them. */
export async function writeDigests({ db, clock, onFailed }: DigestsDeps): Promise<void> {
  const now = new Date(clock.now());
  for (const { id, timezone, digestedUntil } of await readClocks(db)) {
    const until = digestUntil(now, timezone);
    if (digestedUntil !== null && digestedUntil >= until) continue;
    await writeDigest(db, { locationId: id, until }).catch(onFailed);
  }
}

function writeDigest(db: Kysely<Database>, due: { readonly locationId: string; readonly until: Date }): Promise<void> {
  return db.transaction().execute(async (trx) => {
    const span = await takeSpan(trx, due);
    if (span === undefined) return;
    const failures = await countFailures(trx, span);
    if (Object.values(failures).every((many) => many === 0)) return;
    for (const staffId of await readOwners(trx, span.locationId)) {
      await messageDesk.tellOwner(trx, { ...span, staffId, failures });
    }
  });
}

/** Looks every minute, until it is stopped. A house that was away at eight o'clock makes up for it. */
export function startDigests(deps: DigestsDeps): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let isStopped = false;
  const look = async () => {
    if (!isStopped) await writeDigests(deps).catch(deps.onFailed);
  };
  const timer = setInterval(() => {
    running = running.then(look);
  }, EVERY_MILLISECONDS).unref();
  return {
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
