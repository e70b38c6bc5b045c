/** A durable inbox on PostgreSQL: what a partner got a success for is stored, once. */
import { configFault, onlyKnown, wholeNumber } from "../../../kernel/index.js";
import { bodyValue } from "../body-json.js";
import { replayKey } from "../event-id.js";
import type { Partner, VerifiedDelivery } from "../partner.js";
import type { PostgresQuery } from "../replay/postgres.js";
import { occurredAt } from "../restrict.js";
import { COUNT, DEAD, PURGE, REDELIVER, STORE, STORED_DIGEST } from "./schema.js";
import type { PostgresTransaction } from "./transactions.js";

/** An event of the inbox. */
export interface InboxEvent {
  readonly id: string;
  /** Partner and event id; what `store` is unique by. */
  readonly eventKey: string;
  readonly partner: string;
  /** SHA-256 of the raw body in hexadecimal. */
  readonly bodyDigest: string;
  readonly payload: unknown;
  /** How many times work was begun, this one included. */
  readonly attempts: number;
  /** When it happened, as far as the partner says so; milliseconds since the epoch. See `occurredAt`. */
  readonly occurredAt: number | null;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** The class of the last failure; never its message. */
  readonly lastFailure: string | null;
}

/**
 * How storing ended: `stored` now, `known` already, or `differs`: known by its id, with another body. The first one
 * stays; partners repeat an event with counters changed, and an attacker with nothing but an id changes nothing.
 */
export type StoreOutcome = "stored" | "known" | "differs";

/** Options of `postgresInbox`. */
export interface PostgresInboxOptions {
  readonly transaction: PostgresTransaction;
}

/** What is left to do. */
export interface InboxCount {
  readonly waiting: number;
  readonly dead: number;
}

/** A durable inbox. */
export interface PostgresInbox {
  readonly transaction: PostgresTransaction;
  /** Stores a verified delivery once. Answer the partner after it resolved; where it rejects, answer 503. */
  store(partner: Partner, delivery: StorableDelivery, payload: unknown): Promise<StoreOutcome>;
  /** The same inside a transaction of the caller's. Answer only after that one committed. */
  storeIn(query: PostgresQuery, partner: Partner, stored: DeliveryToStore): Promise<StoreOutcome>;
  /** The oldest dead letters. */
  deadLetters(limit?: number): Promise<readonly InboxEvent[]>;
  /** Lets a dead or done event be worked again, from its first attempt; false where there is none. */
  redeliver(id: string): Promise<boolean>;
  /** Forgets what was done longer ago than this; what is forgotten could be stored again. Gives the number. */
  purge(olderThanSeconds: number): Promise<number>;
  count(): Promise<InboxCount>;
}

/**
 * What can be stored: a verified delivery, or a handler's `event`. Where the raw body is there, the event's id and time
 * are read from all of it, so that the payload may be as little of it as a schema has left.
 */
export interface StorableDelivery extends VerifiedDelivery {
  readonly rawBody?: Uint8Array;
}

/** A delivery with the payload that was read from it. */
export interface DeliveryToStore {
  readonly delivery: StorableDelivery;
  readonly payload: unknown;
}

/**
 * An inbox in the table `cloche_inbox` (see `POSTGRES_INBOX_DDL`).
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const inbox = postgresInbox({ transaction: poolTransaction(pool) });
 * await inbox.store(partner, delivery, payload); // then answer 200
 */
export function postgresInbox(options: PostgresInboxOptions): PostgresInbox {
  onlyKnown(options, ["transaction"], "postgresInbox");
  const { transaction } = options;
  if (typeof transaction !== "function") {
    throw configFault("option_invalid", { where: "postgresInbox.transaction", fix: "Give poolTransaction(pool)." });
  }
  const rows = <Row extends object>(text: string, ...values: unknown[]) =>
    transaction(async (query) => (await query(text, values)).rows as readonly Row[]);
  return Object.freeze({
    transaction,
    store: (partner: Partner, delivery: StorableDelivery, payload: unknown) =>
      transaction((query) => storeIn(query, partner, { delivery, payload })),
    storeIn,
    deadLetters: (limit = 100) => rows<InboxEvent>(DEAD, limit),
    redeliver: async (id: string) => /^\d{1,18}$/.test(id) && (await rows(REDELIVER, id)).length > 0,
    async purge(olderThanSeconds: number) {
      const bounds = { min: 0, max: 315_360_000 };
      return (await rows(PURGE, wholeNumber(olderThanSeconds, "purge.olderThanSeconds", bounds))).length;
    },
    count: async () => (await rows<InboxCount>(COUNT))[0] ?? { waiting: 0, dead: 0 },
  });
}

async function storeIn(
  query: PostgresQuery,
  partner: Partner,
  { delivery, payload }: DeliveryToStore,
): Promise<StoreOutcome> {
  const { bodyDigest, signedFields, rawBody } = delivery;
  const told = rawBody === undefined ? payload : (signedFields ?? bodyValue(rawBody, partner.format));
  const key = replayKey(partner, delivery, told);
  const happened = occurredAt(partner, delivery, told) ?? null;
  const text = JSON.stringify(payload) ?? "null";
  const stored = await query(STORE, [key, partner.name, bodyDigest, text, happened]);
  if (stored.rows.length > 0) return "stored";
  const [known] = (await query(STORED_DIGEST, [key])).rows as readonly { readonly bodyDigest: string }[];
  return known === undefined || known.bodyDigest === bodyDigest ? "known" : "differs";
}
