/** Nobody changes, moves, takes out, adds or cuts a row of the audit trail unseen, in any store; and a failing store is no secret. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError, fixedClock, type SecurityEvent } from "../../../kernel/index.js";
import {
  AUDIT_TABLE_SQL,
  type AuditStore,
  auditTrail,
  EMPTY_AUDIT,
  fileAuditRows,
  fileAuditStore,
  type JsonValue,
  memoryAuditStore,
  observer,
  postgresAuditStore,
  type SealedRow,
  sealRow,
  verifyAudit,
} from "../index.js";
import { canonicalJson } from "./canonical-json.js";

const SECRET = "another secret that only its sealer has";
const folder = mkdtempSync(join(tmpdir(), "cloche-audit-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const newPath = () => join(folder, `audit-${randomUUID()}.jsonl`);
const database = new PGlite();
beforeAll(async () => {
  await database.exec(AUDIT_TABLE_SQL);
  await database.exec(AUDIT_TABLE_SQL);
});
afterAll(() => database.close());

async function emptyPostgres(): Promise<AuditStore> {
  await database.exec("ALTER TABLE cloche_audit DISABLE TRIGGER ALL; DELETE FROM cloche_audit");
  await database.exec("ALTER TABLE cloche_audit ENABLE TRIGGER ALL");
  return postgresAuditStore((sql, parameters) => database.query(sql, parameters));
}

const STORES: Readonly<Record<string, () => Promise<AuditStore>>> = {
  memory: async () => memoryAuditStore(),
  file: () => fileAuditStore({ path: newPath(), open }),
  PostgreSQL: emptyPostgres,
};

function chainOf(rows: readonly JsonValue[], secret?: string): SealedRow[] {
  let head = EMPTY_AUDIT;
  return rows.map((row) => {
    const sealed = sealRow(head, row, { secret });
    head = sealed;
    return sealed;
  });
}

describe.each(Object.entries(STORES))("a trail in %s", (_name, make) => {
  it("keeps every row in a chain that stands the test, however many are written at once", async () => {
    const store = await make();
    const trail = auditTrail({ store, whenFailing: "deny" });
    const answers = Array.from({ length: 450 }, (_, index) =>
      trail.record({ action: "order.placed", entity: `o-${index}` }),
    );
    expect((await Promise.all(answers)).every((answer) => answer === undefined)).toBe(true);
    const head = await store.head();
    expect(await verifyAudit(store.rows(), { kept: head })).toEqual({
      intact: true,
      head: { seq: 450, seal: head.seal },
    });
  });

  it("goes on where it stood, and gives one chain for two who write at once", async () => {
    const store = await make();
    const trails = [1, 2].map(() => auditTrail({ store, whenFailing: "deny" }));
    for (let round = 0; round < 10; round += 1) {
      await Promise.all(trails.map((trail, index) => trail.record({ action: "x", writer: index, round })));
    }
    expect(await verifyAudit(store.rows())).toMatchObject({ intact: true, head: { seq: 20 } });
    expect(trails.map(({ failed }) => failed())).toEqual([0, 0]);
  });

  it("holds no secret", async () => {
    const store = await make();
    const trail = auditTrail({ store, whenFailing: "deny" });
    await trail.record({
      action: "x",
      password: "kanarie-1",
      note: "Bearer kanarie-2kanarie-2kanarie-2",
      to: "ann@example.com",
    });
    const kept: (SealedRow | undefined)[] = [];
    for await (const row of store.rows()) kept.push(row);
    expect(JSON.stringify(kept)).not.toMatch(/kanarie|ann@/);
  });
});

describe("a chain", () => {
  const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;
  const rows = fc.array(json, { minLength: 2, maxLength: 8 });

  it("shows every row that was changed, moved, doubled or taken out", async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.nat(),
        fc.nat(),
        fc.constantFrom("drop", "swap", "double"),
        async (given, a, b, how) => {
          const chain = chainOf(given);
          const kept = chain.at(-1);
          const [one, other] = [a % chain.length, b % chain.length];
          const forged = [...chain];
          if (how === "drop") forged.splice(one, 1);
          if (how === "double") forged.splice(one, 0, forged[one] as SealedRow);
          if (how === "swap") [forged[one], forged[other]] = [forged[other] as SealedRow, forged[one] as SealedRow];
          const verdict = await verifyAudit(forged, { kept });
          expect(verdict.intact).toBe(how === "swap" && one === other);
        },
      ),
    );
  });

  it("shows one changed byte, wherever it is, in a file", async () => {
    const path = newPath();
    const store = await fileAuditStore({ path, open });
    const trail = auditTrail({ store, whenFailing: "deny" });
    for (let index = 0; index < 3; index += 1)
      await trail.record({ action: "menu.changed", price: 100 + index, at: 1000 });
    const kept = await store.head();
    await store.close();
    const bytes = readFileSync(path);
    const examined = () => verifyAudit(fileAuditRows({ path, open }), { kept });
    expect(await examined()).toMatchObject({ intact: true });
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(path, changed);
      expect((await examined()).intact, `byte ${at}`).toBe(false);
    }
    writeFileSync(path, bytes.subarray(0, bytes.lastIndexOf("\n", bytes.length - 2) + 1));
    expect(await examined()).toEqual({ intact: false, fault: "cut", seq: 3 });
  });

  it("that was made anew shows by the head kept elsewhere, and with a secret by itself", async () => {
    const kept = chainOf([{ price: 1 }, { price: 2 }])[1];
    const anew = chainOf([{ price: 1 }, { price: 9 }, { price: 3 }]);
    expect(await verifyAudit(anew, { kept })).toEqual({ intact: false, fault: "replaced", seq: 2 });
    expect(await verifyAudit(anew, { secret: "only the sealer of this trail has it" })).toMatchObject({
      fault: "changed",
      seq: 1,
    });
    expect(await verifyAudit(chainOf([1, 2], SECRET), { secret: SECRET })).toMatchObject({ intact: true });
  });

  it("has one text for one value (RFC 8785), and none for what is no JSON", () => {
    const standard = {
      numbers: [333333333.3333333, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      literals: [null, true, false],
    };
    expect(canonicalJson(standard)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    );
    expect(canonicalJson({ "\u20ac": 1, "\r": 2, "1": 3, "\ud83d\ude00": 4, "\u0080": 5, a: undefined })).toBe(
      '{"\\r":2,"1":3,"\u0080":5,"\u20ac":1,"\ud83d\ude00":4}',
    );
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, "\ud800", { "\udc00": 1 }, 1n, new Date(0), () => 1]) {
      expect(() => canonicalJson(wrong as never)).toThrow(TypeError);
    }
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("a file", () => {
  it("is for its owner alone, and loses a torn last line but no whole one", async () => {
    const path = newPath();
    const first = await fileAuditStore({ path, open });
    await auditTrail({ store: first, whenFailing: "deny" }).record({ action: "x" });
    await first.close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    writeFileSync(path, `${readFileSync(path, "utf8")}{"seq":2,"row":{"acti`);
    const second = await fileAuditStore({ path, open });
    await auditTrail({ store: second, whenFailing: "deny" }).record({ action: "y" });
    expect(await verifyAudit(second.rows())).toMatchObject({ intact: true, head: { seq: 2 } });
    await second.close();
  });
});

describe("PostgreSQL", () => {
  it("takes no change and no deletion", async () => {
    const store = await emptyPostgres();
    await auditTrail({ store, whenFailing: "deny" }).record({ action: "x" });
    for (const sql of ["UPDATE cloche_audit SET row = '1'", "DELETE FROM cloche_audit", "TRUNCATE cloche_audit"]) {
      await expect(database.query(sql)).rejects.toThrow("append-only");
    }
  });
});

describe("a failing store", () => {
  function failing(whenFailing: "deny" | "allow") {
    const clock = fixedClock(0);
    const events: SecurityEvent[] = [];
    const state = { away: true, asked: 0 };
    const memory = memoryAuditStore();
    const store: AuditStore = {
      ...memory,
      append: (after, rows) => {
        state.asked += 1;
        return state.away ? Promise.reject(new Error("disk full")) : memory.append(after, rows);
      },
    };
    const observe = observer({ sinks: [(event) => events.push(event)] });
    const trail = auditTrail({ store, whenFailing, clock, emit: observe.event });
    return { clock, events, state, trail, store };
  }

  it("refuses the request where it was told to deny, and counts the gap where it was told to allow", async () => {
    const strict = failing("deny");
    expect(await strict.trail.record({ action: "x" })).toMatchObject({ status: 503, reason: "audit_away" });
    const open = failing("allow");
    expect(await open.trail.record({ action: "x" })).toBeUndefined();
    expect([strict.trail.failed(), open.trail.failed()]).toEqual([1, 1]);
  });

  it("is told once, left alone for a second at a time, and told when it is back, without a break in the chain", async () => {
    const { clock, events, state, trail, store } = failing("deny");
    for (let index = 0; index < 50; index += 1) await trail.record({ action: "x" });
    expect(state.asked).toBe(1);
    clock.advance(1500);
    await trail.record({ action: "x" });
    expect(state.asked).toBe(2);
    state.away = false;
    clock.advance(1500);
    expect(await trail.record({ action: "x" })).toBeUndefined();
    expect(events.map(({ name }) => name)).toEqual(["audit.failed", "store.back"]);
    expect(trail.failed()).toBe(51);
    expect(await verifyAudit(store.rows())).toMatchObject({ intact: true, head: { seq: 1 } });
  });

  it("that never answers is given up, and one that answers nonsense is not believed", async () => {
    const silent: AuditStore = { ...memoryAuditStore(), append: () => new Promise(() => {}) };
    const trail = auditTrail({ store: silent, whenFailing: "deny", timeoutMilliseconds: 20 });
    expect(await trail.record({ action: "x" })).toMatchObject({ reason: "audit_away" });
    const odd: AuditStore = { ...memoryAuditStore(), append: async () => undefined as never };
    expect(await auditTrail({ store: odd, whenFailing: "deny" }).record({ action: "x" })).toMatchObject({
      status: 503,
    });
  });

  it("is never left without a word about what follows", () => {
    const store = memoryAuditStore();
    for (const wrong of [
      { store },
      { store, whenFailing: "ignore" },
      { store, whenFailing: "deny", events: ["audit.failed"] },
    ]) {
      expect(() => auditTrail(wrong as never)).toThrow(ConfigError);
    }
  });
});

describe("security events", () => {
  it("are written by their kind, and what happens all day is not", async () => {
    const store = memoryAuditStore();
    const trail = auditTrail({ store, whenFailing: "allow" });
    const observe = observer({ sinks: [trail.event] });
    observe.event({ name: "token.reused", at: 5, callerId: "ann", reason: "reused" });
    observe.event({ name: "token.refreshed", at: 6, callerId: "ann" });
    await trail.settled();
    const rows: (SealedRow | undefined)[] = [];
    for await (const row of store.rows()) rows.push(row);
    expect(rows.map((row) => row?.row)).toEqual([{ action: "token.reused", at: 5, callerId: "ann", reason: "reused" }]);
  });
});
