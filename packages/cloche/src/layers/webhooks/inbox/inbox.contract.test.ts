/** The inbox keeps its promises on PGlite and on PostgreSQL: stored once, worked once, never lost, also at any death. */
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startPostgres } from "../../../../../../tools/postgres.mjs";
import {
  deliveryOf,
  type InboxHandler,
  type InboxReport,
  isWebhookFault,
  POSTGRES_INBOX_DDL,
  type PostgresQuery,
  type PostgresTransaction,
  poolTransaction,
  postgresInbox,
  signStripe,
  startInboxWorker,
  stripe,
} from "../index.js";
import { pauseAfter } from "./backoff.js";
import { type Working, workOne } from "./work-one.js";

interface Database {
  readonly transaction: PostgresTransaction;
  /** Ends the connection under a transaction, as the death of its process would. */
  readonly dying: (afterStatements: number) => PostgresTransaction;
  readonly query: PostgresQuery;
  close(): Promise<void>;
}

async function pglite(): Promise<Database> {
  const database = await PGlite.create();
  const transaction: PostgresTransaction = (work) =>
    database.transaction((tx) => work((text, values) => tx.query<object>(text, values))) as never;
  return {
    transaction,
    dying: (after) => {
      let left = after;
      return (work) =>
        database.transaction((tx) =>
          work((text, values) => {
            left -= 1;
            return left < 0 ? Promise.reject(new Error("killed")) : tx.query<object>(text, values);
          }),
        ) as never;
    },
    query: (text, values) => database.query<object>(text, values),
    close: () => database.close(),
  };
}

async function postgres(): Promise<Database> {
  const server = await startPostgres();
  const pool = new pg.Pool({ connectionString: server.url });
  // The server may end before the last connection has said its farewell.
  pool.on("error", () => {});
  return {
    transaction: poolTransaction(pool),
    dying: (after) => {
      let left = after;
      return async (work) => {
        const client = new pg.Client({ connectionString: server.url });
        client.on("error", () => {});
        await client.connect();
        const run = async (text: string, values?: unknown[]) => {
          left -= 1;
          if (left >= 0) return client.query(text, values);
          // The socket goes without a farewell, as with kill -9.
          (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
          throw new Error("killed");
        };
        await run("BEGIN");
        const result = await work(run);
        await run("COMMIT");
        await client.end();
        return result;
      };
    },
    query: (text, values) => pool.query(text, values),
    async close() {
      await pool.end();
      await server.stop();
    },
  };
}

const SECRET = "whsec_inbox";
const partner = stripe({ secrets: SECRET });

function verified(payload: object) {
  const body = JSON.stringify(payload);
  const delivery = partner.verify(deliveryOf({ headers: signStripe({ body, secret: SECRET }), body }));
  if (isWebhookFault(delivery)) throw new Error(delivery.fault);
  return delivery;
}

describe.each([
  { name: "PGlite", start: pglite, real: false },
  { name: "PostgreSQL", start: postgres, real: true },
])("$name", ({ start, real }) => {
  let database: Database;
  beforeAll(async () => {
    database = await start();
    for (const statement of [...POSTGRES_INBOX_DDL.split(";"), "CREATE TABLE worked (event_key text)"]) {
      if (statement.trim() !== "") await database.query(statement, []);
    }
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.query("DELETE FROM cloche_inbox", []);
    await database.query("DELETE FROM worked", []);
  });

  const inbox = () => postgresInbox({ transaction: database.transaction });
  const store = (payload: object) => inbox().store(partner, verified(payload), payload);
  const note: InboxHandler = async ({ eventKey }, query) => {
    await query("INSERT INTO worked (event_key) VALUES ($1)", [eventKey]);
  };
  const working = (handle: InboxHandler, more: Partial<Working> = {}): Working => ({
    inbox: inbox(),
    handle,
    maxAttempts: 3,
    leaseSeconds: 60,
    backoff: { firstSeconds: 5, longestSeconds: 60 },
    random: () => 0.5,
    ...more,
  });
  const worked = async () =>
    ((await database.query("SELECT event_key FROM worked ORDER BY 1", [])).rows as { event_key: string }[]).map(
      ({ event_key }) => event_key,
    );
  const dueNow = () => database.query("UPDATE cloche_inbox SET due_at = clock_timestamp() - interval '1 second'", []);
  const fails: InboxHandler = async (event, query) => {
    await note(event, query);
    throw new TypeError("card 4242 was declined");
  };

  it("stores an event once, and tells a repetition and another body apart", async () => {
    expect(await store({ id: "evt_1", n: 1 })).toBe("stored");
    expect(await store({ id: "evt_1", n: 1 })).toBe("known");
    expect(await store({ id: "evt_1", n: 2 })).toBe("differs");
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => store({ id: "evt_2" })));
    expect(outcomes.filter((outcome) => outcome === "stored")).toHaveLength(1);
    expect(await inbox().count()).toEqual({ waiting: 2, dead: 0 });
  });

  it("keeps any payload that JSON can hold, and when it happened", async () => {
    const payload = { id: "evt_\u2665", created: 1_700_000_000, text: "\u0000 \ud800 caf\u00e9", deep: [{ a: null }] };
    await store(payload);
    const { event: seen } = await workOne(working(() => {}));
    expect(seen).toMatchObject({ payload, partner: "stripe", occurredAt: 1_700_000_000_000, attempts: 1 });
    expect(Math.abs((seen?.receivedAt ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it("keeps nothing where the caller's transaction fails", async () => {
    const delivery = verified({ id: "evt_1" });
    const failing = database.transaction(async (query) => {
      await inbox().storeIn(query, partner, { delivery, payload: { id: "evt_1" } });
      throw new Error("the caller failed");
    });
    await expect(failing).rejects.toThrow("the caller failed");
    expect(await inbox().count()).toEqual({ waiting: 0, dead: 0 });
  });

  it("rejects where nothing was stored, so that nobody answers with a success", async () => {
    const away = postgresInbox({ transaction: () => Promise.reject(new Error("away")) });
    await expect(away.store(partner, verified({ id: "evt_1" }), {})).rejects.toThrow("away");
    const swallowed = database.transaction(async (query) => {
      await query("SELECT 1 / 0", []).catch(() => {});
      return "stored";
    });
    if (real) await expect(swallowed).rejects.toThrow();
    else await swallowed.catch(() => {});
  });

  it("works an event and marks it done in one transaction", async () => {
    await store({ id: "evt_1" });
    expect(await workOne(working(note))).toMatchObject({ outcome: "done", event: { eventKey: "stripe:evt_1" } });
    expect(await workOne(working(note))).toEqual({ outcome: "none" });
    expect(await worked()).toEqual(["stripe:evt_1"]);
  });

  it("undoes what a failed attempt wrote, puts the event off, and buries it in the end", async () => {
    await store({ id: "evt_1" });
    for (const outcome of ["failed", "failed", "dead"]) {
      expect(await workOne(working(fails))).toMatchObject({ outcome });
      expect(await workOne(working(fails))).toEqual({ outcome: "none" });
      await dueNow();
    }
    expect(await worked()).toEqual([]);
    const [letter, ...others] = await inbox().deadLetters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ eventKey: "stripe:evt_1", attempts: 3, lastFailure: "TypeError" });
    expect(JSON.stringify(letter)).not.toContain("4242");
  });

  it("works a dead letter again when asked by hand, and a done event too", async () => {
    await store({ id: "evt_1" });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await workOne(working(fails));
      await dueNow();
    }
    const [letter] = await inbox().deadLetters();
    expect(await inbox().redeliver(letter?.id ?? "")).toBe(true);
    expect(await inbox().redeliver(letter?.id ?? "")).toBe(false);
    expect(await workOne(working(note))).toMatchObject({ outcome: "done", event: { attempts: 1 } });
    expect(await inbox().redeliver(letter?.id ?? "")).toBe(true);
    expect(await workOne(working(note))).toMatchObject({ outcome: "done" });
    for (const id of ["0", "-1", "x", "1; DROP TABLE worked", "9".repeat(30)]) {
      expect(await inbox().redeliver(id)).toBe(false);
    }
  });

  it("forgets what was done long ago and nothing else", async () => {
    await store({ id: "evt_1" });
    await workOne(working(note));
    await store({ id: "evt_2" });
    expect(await inbox().purge(3600)).toBe(0);
    await database.query("UPDATE cloche_inbox SET settled_at = settled_at - interval '2 hours'", []);
    expect(await inbox().purge(3600)).toBe(1);
    expect(await inbox().count()).toEqual({ waiting: 1, dead: 0 });
  });

  it("buries an event that kills its process every time", async () => {
    await store({ id: "evt_1" });
    await database.query("UPDATE cloche_inbox SET attempts = 3", []);
    expect(await workOne(working(note))).toMatchObject({ outcome: "dead" });
    expect(await worked()).toEqual([]);
  });

  it("does the work exactly once, after whichever statement its process dies", async () => {
    for (let statements = 0; statements < 12; statements += 1) {
      await store({ id: `evt_${statements}` });
      const dying = working(note, { inbox: { transaction: database.dying(statements) }, leaseSeconds: 1 });
      await workOne(dying).catch(() => "killed");
      await dueNow();
      await workOne(working(note));
      expect((await worked()).filter((key) => key === `stripe:evt_${statements}`)).toHaveLength(1);
    }
  });

  it.runIf(real)("keeps an event from other workers for as long as it is worked, however short the lease", async () => {
    await store({ id: "evt_1" });
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const handle: InboxHandler = async (event, query) => {
      await note(event, query);
      await held;
    };
    const slow = workOne(working(handle, { leaseSeconds: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await workOne(working(note))).toEqual({ outcome: "none" });
    release();
    expect(await slow).toMatchObject({ outcome: "done" });
    expect(await worked()).toHaveLength(1);
  });

  it("runs until it is stopped, and lets running work end", { timeout: 90_000 }, async () => {
    const reports: InboxReport[] = [];
    const worker = startInboxWorker({
      inbox: inbox(),
      handle: note,
      concurrency: real ? 3 : 1,
      pollMilliseconds: 10_000,
      report: (told) => {
        reports.push(told);
        throw new Error("a listener that fails");
      },
    });
    for (let number = 0; number < 25; number += 1) await store({ id: `evt_${number}` });
    const end = Date.now() + 60_000;
    while ((await worked()).length < 25 && Date.now() < end) {
      worker.wake();
      // Asking too often would take the one connection from the work itself.
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    await worker.stop();
    expect(await worked()).toHaveLength(25);
    expect(reports.filter(({ outcome }) => outcome === "done")).toHaveLength(25);
    await store({ id: "late" });
    expect(await inbox().count()).toEqual({ waiting: 1, dead: 0 });
  });

  it("tells that the database is away and goes on", async () => {
    const reports: string[] = [];
    const away: PostgresTransaction = () => Promise.reject(new Error("away"));
    const worker = startInboxWorker({
      inbox: { transaction: away },
      handle: note,
      concurrency: 1,
      pollMilliseconds: 1,
      report: ({ outcome }) => void reports.push(outcome),
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await worker.stop();
    expect(reports.length).toBeGreaterThan(1);
    expect(new Set(reports)).toEqual(new Set(["store_away"]));
  });
});

describe("pauses", () => {
  it("double up to the longest, with a quarter to either side", () => {
    const backoff = { firstSeconds: 5, longestSeconds: 60 };
    expect([1, 2, 3, 4, 5, 100, 5000].map((attempt) => pauseAfter(attempt, backoff, 0.5))).toEqual([
      5, 10, 20, 40, 60, 60, 60,
    ]);
    expect([0, 1].map((random) => pauseAfter(1, backoff, random))).toEqual([3.75, 6.25]);
  });
});

describe("at start", () => {
  const inbox = { transaction: (() => Promise.reject(new Error("unused"))) as PostgresTransaction };

  it.each([
    () => postgresInbox({} as never),
    () => postgresInbox({ ...inbox, table: "x" } as never),
    () => startInboxWorker({ inbox, handle: () => {}, concurrency: 0 }),
    () => startInboxWorker({ inbox, handle: () => {}, maxAttempts: Number.POSITIVE_INFINITY }),
    () => startInboxWorker({ inbox, handle: () => {}, retries: 3 } as never),
  ])("refuses what cannot be used (%#)", (make) => {
    expect(make).toThrow(expect.objectContaining({ name: "ConfigError" }));
  });
});
