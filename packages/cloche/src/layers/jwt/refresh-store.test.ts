/** Every store of refresh tokens keeps the same promises. */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, it } from "vitest";
import { memoryRefreshStore, postgresRefreshStore, REFRESH_TABLE_SQL } from "./index.js";
import { describeRefreshStore } from "./refresh-store.contract.js";

describeRefreshStore("memory", { describe, it }, memoryRefreshStore);

describe("PostgreSQL", () => {
  let database: PGlite;

  beforeAll(async () => {
    database = new PGlite();
    await database.exec(REFRESH_TABLE_SQL);
    await database.exec(REFRESH_TABLE_SQL);
  });
  afterAll(() => database.close());

  describeRefreshStore("postgres", { describe, it }, async () => {
    await database.exec("DELETE FROM cloche_refresh_families");
    return postgresRefreshStore((sql, parameters) => database.query(sql, parameters));
  });
});
