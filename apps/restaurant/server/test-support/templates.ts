/** Once for a run of the suites: a PostgreSQL server, and the schema in each engine, for every suite to copy. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "cloche";
import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres } from "../../../../tools/postgres.mjs";
import { openDatabase } from "../platform/index.js";

/** What suites copy. Nobody keeps it open. */
export interface Templates {
  /** The server, by its database for administration. */
  readonly postgresUrl: string;
  /** The database on it that has the schema. */
  readonly postgresDatabase: string;
  /** The data folder of a PGlite that has the schema. */
  readonly pgliteFolder: string;
}

declare module "vitest" {
  interface ProvidedContext {
    readonly templates: Templates;
  }
}

const DATABASE = "template_with_schema";

/** Makes the templates; vitest calls it before the first suite. What it returns is called after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const pgliteFolder = mkdtempSync(join(tmpdir(), "restaurant-template-"));
  const postgres = await startPostgres();
  const teardown = async () => {
    await postgres.stop();
    rmSync(pgliteFolder, { recursive: true, force: true });
  };
  try {
    await runOnce(postgres.url, `create database ${DATABASE}`);
    await migrate({ dataFolder: pgliteFolder, databaseUrl: databaseOn(postgres.url, DATABASE) });
    await migrate({ dataFolder: pgliteFolder, databaseUrl: undefined });
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide("templates", { postgresUrl: postgres.url, postgresDatabase: DATABASE, pgliteFolder });
  return teardown;
}

async function migrate(place: Parameters<typeof openDatabase>[0]): Promise<void> {
  await (await openDatabase(place)).close();
}

/** The address of another database on the same server. */
export function databaseOn(url: string, name: string): Secret {
  return new Secret(url.replace(/\/postgres$/, `/${name}`), "DATABASE_URL");
}

/** Runs one statement on a server. */
export async function runOnce(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
