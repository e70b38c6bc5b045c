/** Runs a suite over every engine the restaurant runs on: PGlite, and a real PostgreSQL. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "cloche";
import { Client } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { type RunningPostgres, startPostgres } from "../../../../tools/postgres.mjs";
import { type OpenDatabase, openDatabase } from "../platform/index.js";

/** Where a database is, to be opened as often as a test likes. */
export interface TestPlace {
  readonly engine: "pglite" | "postgres";
  readonly dataFolder: string;
  readonly databaseUrl: Secret | undefined;
}

/** What a suite is given; everything it gets is gone after it. */
export interface DatabaseSupport {
  readonly engine: TestPlace["engine"];
  /** A fresh place with nothing in it. */
  readonly place: () => Promise<TestPlace>;
  /** A fresh place with the schema, made from a template. */
  readonly placeWithSchema: () => Promise<TestPlace>;
  /** Opens a fresh database with the schema. */
  readonly open: () => Promise<OpenDatabase>;
}

/**
 * Describes the suite once per engine; name PGlite alone where the two cannot differ.
 *
 * @example
 * describeDatabases("orders", ({ open }) => {
 *   it("is empty at first", async () => { const { db } = await open(); ... });
 * });
 */
export function describeDatabases(
  name: string,
  suite: (support: DatabaseSupport) => void,
  engines: readonly TestPlace["engine"][] = ["pglite", "postgres"],
): void {
  describe.each(engines)(`${name} on %s`, (engine) => {
    const cleaning: Cleaning = [];
    suite(support(engine, engine === "pglite" ? pglitePlaces(cleaning) : postgresPlaces(cleaning), cleaning));
    afterAll(async () => {
      for (const clean of cleaning.reverse()) await clean();
    });
  });
}

/** Describes a suite of logic that the engine has no part in. */
export function describePglite(name: string, suite: (support: DatabaseSupport) => void): void {
  describeDatabases(name, suite, ["pglite"]);
}

/** Describes a suite of what only several connections can do to each other. */
export function describePostgres(name: string, suite: (support: DatabaseSupport) => void): void {
  describeDatabases(name, suite, ["postgres"]);
}

type Cleaning = (() => unknown)[];

interface Places {
  readonly place: () => Promise<TestPlace>;
  /** A copy of a place that is not open. */
  readonly copy: (of: TestPlace) => Promise<TestPlace>;
}

function support(engine: TestPlace["engine"], { place, copy }: Places, cleaning: Cleaning): DatabaseSupport {
  let template: Promise<TestPlace> | undefined;
  const migrated = async () => {
    const empty = await place();
    await (await openDatabase(empty)).close();
    return empty;
  };
  const placeWithSchema = async () => {
    template ??= migrated();
    return copy(await template);
  };
  // In a hook, which may take longer than a test: making the first database is slow on a busy machine.
  beforeAll(placeWithSchema);
  const open = async () => {
    const opened = await openDatabase(await placeWithSchema());
    cleaning.push(opened.close);
    return opened;
  };
  return { engine, place, placeWithSchema, open };
}

function pglitePlaces(cleaning: Cleaning): Places {
  const place = async (): Promise<TestPlace> => ({
    engine: "pglite",
    dataFolder: newFolder(cleaning),
    databaseUrl: undefined,
  });
  return {
    place,
    async copy({ dataFolder }) {
      const fresh = await place();
      cpSync(join(dataFolder, "pg"), join(fresh.dataFolder, "pg"), { recursive: true });
      return fresh;
    },
  };
}

/** One server for the suite, started when it is first asked for; a database of its own for each place. */
function postgresPlaces(cleaning: Cleaning): Places {
  let server: Promise<RunningPostgres> | undefined;
  let count = 0;
  const create = async (clause = ""): Promise<TestPlace> => {
    server ??= startPostgres().then((running) => {
      cleaning.unshift(() => running.stop());
      return running;
    });
    const { url } = await server;
    count += 1;
    const name = `suite_${count}`;
    await runOnce(url, `create database ${name} ${clause}`);
    const databaseUrl = new Secret(url.replace(/\/postgres$/, `/${name}`), "DATABASE_URL");
    return { engine: "postgres", dataFolder: newFolder(cleaning), databaseUrl };
  };
  return {
    place: () => create(),
    copy: ({ databaseUrl }) => create(`template ${databaseUrl?.reveal().split("/").at(-1)}`),
  };
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function newFolder(cleaning: Cleaning): string {
  const folder = mkdtempSync(join(tmpdir(), "restaurant-"));
  cleaning.unshift(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
