/** Every store of API keys keeps the same promises. */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, it } from "vitest";
import { API_KEY_TABLE_SQL, memoryApiKeyStore, postgresApiKeyStore } from "../index.js";
import { type RealPostgres, realPostgres } from "../real-servers.contract.js";
import { describeApiKeyStore } from "./store.contract.js";

describeApiKeyStore("memory", { describe, it }, memoryApiKeyStore);

describe("PGlite", () => {
  let database: PGlite;
  beforeAll(async () => {
    database = new PGlite();
    await database.exec(API_KEY_TABLE_SQL);
    await database.exec(API_KEY_TABLE_SQL);
  });
  afterAll(() => database.close());

  describeApiKeyStore("postgres", { describe, it }, async () => {
    await database.exec("DELETE FROM cloche_api_keys");
    return postgresApiKeyStore((sql, parameters) => database.query(sql, parameters));
  });
});

describe("a PostgreSQL server", () => {
  let server: RealPostgres;
  beforeAll(async () => {
    server = await realPostgres(API_KEY_TABLE_SQL);
  });
  afterAll(() => server.stop());

  describeApiKeyStore("postgres", { describe, it }, async () => {
    await server.query("DELETE FROM cloche_api_keys", []);
    return postgresApiKeyStore(server.query);
  });
});
