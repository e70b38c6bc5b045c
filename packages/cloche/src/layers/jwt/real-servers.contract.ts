/** Real servers for this layer's tests: a PostgreSQL with ten connections, and a Redis. */
import { Pool } from "pg";
import { createClient } from "redis";
import { startPostgres } from "../../../../../tools/postgres.mjs";
import { startRedis } from "../../../../../tools/redis.mjs";
import type { PostgresQuery, RedisScripts } from "./index.js";

/** A server that is emptied between checks. */
export interface RealPostgres {
  readonly query: PostgresQuery;
  stop(): Promise<void>;
}

/** Starts a server and gives it the tables of `sql`. */
export async function realPostgres(sql: string): Promise<RealPostgres> {
  const server = await startPostgres();
  const pool = new Pool({ connectionString: server.url, max: 10 });
  // A connection that ends with its server at the end of the tests is no failure.
  pool.on("error", () => {});
  await pool.query(sql);
  return {
    query: (text, parameters) => pool.query(text, parameters),
    async stop() {
      await pool.end();
      await server.stop();
    },
  };
}

/** A Redis and its client. */
export interface RealRedis {
  readonly client: RedisScripts & { flushAll(): Promise<unknown> };
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server. */
export async function realRedis(): Promise<RealRedis> {
  const server = await startRedis();
  const client = createClient({ url: server.url });
  client.on("error", () => {});
  await client.connect();
  return {
    client,
    kill: () => server.kill(),
    restart: () => server.restart(),
    async stop() {
      client.destroy();
      await server.stop();
    },
  };
}
