/** Every store of refresh tokens keeps the same promises. */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, describe, it } from "vitest";
import { describeRefreshStore } from "../../testing/index.js";
import { memoryRefreshStore, postgresRefreshStore, REFRESH_TABLE_SQL, redisRefreshStore } from "./index.js";
import { type RealPostgres, type RealRedis, realPostgres, realRedis } from "./real-servers.contract.js";

describeRefreshStore("memory", { describe, it }, memoryRefreshStore);

describe("PGlite", () => {
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

describe("a PostgreSQL server", () => {
  let server: RealPostgres;
  beforeAll(async () => {
    server = await realPostgres(REFRESH_TABLE_SQL);
  });
  afterAll(() => server.stop());

  describeRefreshStore("postgres", { describe, it }, async () => {
    await server.query("DELETE FROM cloche_refresh_families", []);
    return postgresRefreshStore(server.query);
  });
});

describe("a Redis server", () => {
  let server: RealRedis;
  beforeAll(async () => {
    server = await realRedis();
  });
  afterAll(() => server.stop());

  describeRefreshStore("redis", { describe, it }, async () => {
    await server.client.flushAll();
    return redisRefreshStore(server.client);
  });
});
