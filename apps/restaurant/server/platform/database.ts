/** Opens the database: PGlite in this process, or a PostgreSQL server; the same SQL and the same schema on both. */
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import type { Secret } from "cloche";
import { Kysely, PostgresDialect } from "kysely";
import type { Logger } from "pino";
import { COLUMN_PARSERS, pgTypes } from "./column-parsers.js";
import { lockFolder } from "./folder-lock.js";
import { migrate } from "./migrate.js";
import { pglitePool } from "./pglite-pool.js";
import type { Database } from "./schema.js";
import { serverPool } from "./server-pool.js";
import { pgliteWakeups, pgWakeups, type Wakeups } from "./wakeups.js";

/** Where the data lives. */
export interface DatabaseOptions {
  /** A PostgreSQL server; without one the data lies in `<dataFolder>/pg`. */
  readonly databaseUrl?: Secret | undefined;
  readonly dataFolder: string;
  readonly logger?: Logger | undefined;
}

/** An open database, its schema up to date. */
export interface OpenDatabase {
  readonly db: Kysely<Database>;
  readonly wakeups: Wakeups;
  readonly engine: "pglite" | "postgres";
  readonly close: () => Promise<void>;
}

const POOL = {
  max: 20,
  connectionTimeoutMillis: 5000,
  statement_timeout: 15_000,
  idle_in_transaction_session_timeout: 30_000,
  application_name: "restaurant",
};

/**
 * Opens the database and brings its schema up to date. On PGlite transactions run one after another; inside one, ask
 * only the transaction, never `db`, or both wait for ever.
 *
 * @throws FolderInUse where another process holds the data folder.
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenDatabase> {
  const open = options.databaseUrl === undefined ? await openPglite(options) : openServer(options.databaseUrl, options);
  try {
    await migrate(open.db);
    return open;
  } catch (error) {
    await open.close();
    throw error;
  }
}

async function openPglite({ dataFolder }: DatabaseOptions): Promise<OpenDatabase> {
  const unlock = lockFolder(dataFolder);
  try {
    const pglite = await PGlite.create({ dataDir: join(dataFolder, "pg"), parsers: COLUMN_PARSERS });
    const wakeups = await pgliteWakeups(pglite);
    const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: pglitePool(pglite) }) });
    return { db, wakeups, engine: "pglite", close: closing(db, wakeups, unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

function openServer(databaseUrl: Secret, { logger }: DatabaseOptions): OpenDatabase {
  const connectionString = databaseUrl.reveal();
  const lost = () => logger?.warn("a database connection was lost");
  const pool = serverPool({ connectionString, types: pgTypes, ...POOL }, lost);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const wakeups = pgWakeups(connectionString, logger);
  return { db, wakeups, engine: "postgres", close: closing(db, wakeups) };
}

function closing(db: Kysely<Database>, wakeups: Wakeups, after: () => void = () => {}): () => Promise<void> {
  let closed: Promise<void> | undefined;
  const close = async () => {
    try {
      await wakeups.stop();
      await db.destroy();
    } finally {
      after();
    }
  };
  return () => {
    closed ??= close();
    return closed;
  };
}
