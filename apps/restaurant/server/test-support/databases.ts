/** Runs a suite over every engine the restaurant runs on: PGlite, and a real PostgreSQL. */
import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Secret } from "cloche";
import { afterAll, describe, inject } from "vitest";
import { type OpenDatabase, openDatabase } from "../platform/index.js";
import { databaseOn, runOnce } from "./templates.js";

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
  readonly empty: () => Promise<TestPlace>;
  readonly withSchema: () => Promise<TestPlace>;
}

function support(engine: TestPlace["engine"], { empty, withSchema }: Places, cleaning: Cleaning): DatabaseSupport {
  const open = async () => {
    const opened = await openDatabase(await withSchema());
    cleaning.push(opened.close);
    return opened;
  };
  return { engine, place: empty, placeWithSchema: withSchema, open };
}

function pglitePlaces(cleaning: Cleaning): Places {
  const empty = async (): Promise<TestPlace> => ({
    engine: "pglite",
    dataFolder: newFolder(cleaning),
    databaseUrl: undefined,
  });
  const withSchema = async () => {
    const fresh = await empty();
    cpSync(join(inject("templates").pgliteFolder, "pg"), join(fresh.dataFolder, "pg"), { recursive: true });
    return fresh;
  };
  return { empty, withSchema };
}

/** A database of its own for each place, on the one server of the run. */
function postgresPlaces(cleaning: Cleaning): Places {
  const create = async (clause = ""): Promise<TestPlace> => {
    const { postgresUrl } = inject("templates");
    const name = `suite_${randomUUID().replaceAll("-", "")}`;
    await runOnce(postgresUrl, `create database ${name} ${clause}`);
    cleaning.unshift(() => runOnce(postgresUrl, `drop database ${name} with (force)`));
    return { engine: "postgres", dataFolder: newFolder(cleaning), databaseUrl: databaseOn(postgresUrl, name) };
  };
  return { empty: () => create(), withSchema: () => create(`template ${inject("templates").postgresDatabase}`) };
}

function newFolder(cleaning: Cleaning): string {
  const folder = mkdtempSync(join(tmpdir(), "restaurant-"));
  cleaning.unshift(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
