/** The databases the restaurant runs on, each with what a process needs to use it. */
import { Client } from "pg";
import { type RunningPostgres, startPostgres } from "../../../tools/postgres.mjs";

/** A database for one suite. */
export interface Engine {
  readonly env: Readonly<Record<string, string>>;
  /** The server, where there is one. */
  readonly server: RunningPostgres | undefined;
  /** Asks the database beside the app; only a server can be asked. */
  readonly query: <Row extends object>(statement: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
  readonly stop: () => Promise<void>;
}

/** The names of the engines. */
export const ENGINES = ["pglite", "postgres"] as const;

/** Opens an engine. */
export async function openEngine(name: (typeof ENGINES)[number]): Promise<Engine> {
  return name === "pglite" ? embedded() : withServer(await startPostgres());
}

function embedded(): Engine {
  const query = () => Promise.reject(new Error("The embedded database belongs to its process alone."));
  return { env: {}, server: undefined, query, stop: async () => {} };
}

function withServer(server: RunningPostgres): Engine {
  return {
    env: { DATABASE_URL: server.url },
    server,
    async query<Row extends object>(statement: string, values: readonly unknown[] = []) {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      try {
        return (await client.query<Row>(statement, [...values])).rows;
      } finally {
        await client.end();
      }
    },
    stop: () => server.stop(),
  };
}
