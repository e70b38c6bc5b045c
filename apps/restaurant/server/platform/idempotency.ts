/** Runs an effect at most once per Idempotency-Key, in one transaction with the key itself. */
import { type Clock, type Idempotency, systemClock } from "cloche";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Database } from "./schema.js";

const KEPT_MILLISECONDS = 24 * 3_600_000;

/** What the effect made: the status of its answer and the one resource the answer is about. */
export interface Effect {
  readonly status: number;
  readonly resourceId: string;
}

/** The work behind a key. */
export interface OnceWork<Body, Refused> {
  /** Does it. `{ refused }` rolls everything back and keeps no key, so that a better request may use the key. */
  run(trx: Transaction<Database>): Promise<Effect | { readonly refused: Refused }>;
  /** Makes the answer's body out of the stored resource, the first time and every other. Runs after the commit. */
  render(db: Kysely<Database>, resourceId: string): Promise<Body>;
}

/** What became of it. */
export type Once<Body, Refused> =
  | { readonly outcome: "done" | "repeated"; readonly status: number; readonly body: Body }
  | { readonly outcome: "refused"; readonly refused: Refused }
  /** Another request with this key has not ended yet. */
  | { readonly outcome: "running" }
  /** The key was used with another request. */
  | { readonly outcome: "mismatch" };

/** Where the keys are kept; without a key the work simply runs. */
export interface OnceContext {
  readonly db: Kysely<Database>;
  readonly idempotency: Idempotency | undefined;
  readonly clock?: Clock;
}

/**
 * Runs `work.run` in a transaction, once per key and scope for 24 hours. Only the status and the resource's id are
 * kept; a repeated request gets a body that is rendered anew.
 *
 * @example
 * const once = await inIdempotentTransaction({ db, idempotency: visit.idempotency }, {
 *   run: async (trx) => ({ status: 201, resourceId: await placeOrder(trx, visit.body) }),
 *   render: (db, id) => readOrder(db, id),
 * });
 */
export async function inIdempotentTransaction<Body, Refused = never>(
  { db, idempotency, clock = systemClock }: OnceContext,
  work: OnceWork<Body, Refused>,
): Promise<Once<Body, Refused>> {
  try {
    const told = await db.transaction().execute(async (trx): Promise<Kept> => {
      const before = idempotency === undefined ? undefined : await look(trx, idempotency, clock);
      if (before !== undefined) return before;
      const effect = await work.run(trx);
      if ("refused" in effect) throw new RolledBack(effect.refused);
      if (idempotency !== undefined) await keep(trx, { idempotency, effect, now: clock.now() });
      return { outcome: "done", ...effect };
    });
    if (!("resourceId" in told)) return told;
    return { outcome: told.outcome, status: told.status, body: await work.render(db, told.resourceId) };
  } catch (error) {
    if (error instanceof RolledBack) return { outcome: "refused", refused: error.refused as Refused };
    throw error;
  }
}

type Kept = ({ readonly outcome: "done" | "repeated" } & Effect) | { readonly outcome: "running" | "mismatch" };

/** Carries a refusal out of the transaction, which rolls back. */
class RolledBack extends Error {
  readonly refused: unknown;

  constructor(refused: unknown) {
    super("The work refused.");
    this.refused = refused;
  }
}

/** The lock makes a second request hear `running` at once instead of holding a connection while it waits. */
async function look(trx: Transaction<Database>, { scope, key, fingerprint }: Idempotency, clock: Clock) {
  const name = `${scope}\n${key}`;
  const lock = await sql<{
    free: boolean;
  }>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as free`.execute(trx);
  if (lock.rows[0]?.free !== true) return { outcome: "running" } as const;
  // A statement of its own, after the lock: it must see what the lock's last holder has committed.
  const row = await trx
    .selectFrom("idempotency_key")
    .select(["fingerprint", "status", "resource_id"])
    .where("scope", "=", scope)
    .where("key", "=", key)
    .where("expires_at", ">", new Date(clock.now()))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.fingerprint !== fingerprint) return { outcome: "mismatch" } as const;
  return { outcome: "repeated", status: row.status, resourceId: row.resource_id } as const;
}

interface ToKeep {
  readonly idempotency: Idempotency;
  readonly effect: Effect;
  readonly now: number;
}

async function keep(trx: Transaction<Database>, { idempotency, effect, now }: ToKeep): Promise<void> {
  const { scope, key, fingerprint } = idempotency;
  const row = {
    fingerprint,
    status: effect.status,
    resource_id: effect.resourceId,
    created_at: new Date(now),
    expires_at: new Date(now + KEPT_MILLISECONDS),
  };
  await trx
    .insertInto("idempotency_key")
    .values({ scope, key, ...row })
    // Only an expired row can be in the way here.
    .onConflict((conflict) => conflict.columns(["scope", "key"]).doUpdateSet(row))
    .execute();
}
