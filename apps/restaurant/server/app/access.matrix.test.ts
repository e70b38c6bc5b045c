/** Every role against every route, at the caller's own place and at another, as the one table says. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contract } from "cloche";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as exported from "../../contracts/index.js";
import { newId } from "../platform/index.js";
import { ACCESS, PARAMETERS, ROLES, type Role, type Row, startTestApp, type TestApp } from "../test-support/index.js";

const contracts = Object.values(exported).filter((one): one is Contract & typeof one =>
  Object.hasOwn(Object(one), "returns"),
) as readonly Contract[];
const guarded = contracts.flatMap((contract) => {
  const row = ACCESS[contract.name];
  return row === undefined || typeof row === "string" ? [] : [{ contract, row }];
});

it("every contract has a row in the table, and every row a contract", () => {
  expect(contracts.map(({ name }) => name).sort()).toEqual(Object.keys(ACCESS).sort());
});

it("what the table calls open is open in its contract, and nothing else is", () => {
  const kinds = contracts.map((one) => [
    one.name,
    one.from !== undefined ? "partner" : (one.allow as { kind: string }).kind,
  ]);
  for (const [name, kind] of kinds) {
    const row = ACCESS[name ?? ""];
    expect([name, kind === "partner" || kind === "anyone" ? kind : "guarded"]).toEqual([
      name,
      typeof row === "string" ? row : "guarded",
    ]);
  }
});

describe("the table of who may do what", () => {
  const dataFolder = mkdtempSync(join(tmpdir(), "restaurant-"));
  let app: TestApp;
  const tokens = new Map<Role, string>();
  const subjects = { own: { location: "", order: "", none: "" }, other: { location: "", order: "", none: "" } };

  beforeAll(async () => {
    app = await startTestApp({ engine: "pglite", dataFolder, databaseUrl: undefined });
    const { db } = app.database;
    await db.updateTable("location").set({ accept_mode: "manual" }).execute();
    for (const role of ROLES) tokens.set(role, (await app.signIn(role)).authorization);
    const { id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    const item = await db.selectFrom("menu_item").select("id").where("name", "=", "Espresso").executeTakeFirstOrThrow();
    const slip = { lines: [{ itemId: item.id, quantity: 1 }], contact: { name: "Ana" } };
    const placed = (await (await app.post("/api/v1/orders", slip)).json()) as exported.PlacedOrder;
    const other = { location: newId(), order: newId(), none: "" };
    const place = { slug: "elsewhere", name: "Elsewhere", timezone: "UTC", currency: "EUR" };
    await db
      .insertInto("location")
      .values({ id: other.location, ...place })
      .execute();
    await db.insertInto("location_stream").values({ location_id: other.location }).execute();
    const row = { location_id: other.location, business_date: "2026-06-15", number: 1, state: "placed" as const };
    const rest = { currency: "EUR", menu_revision: 1, total: 0, track_hash: "0".repeat(64) };
    await db
      .insertInto("orders")
      .values({ id: other.order, ...row, ...rest })
      .execute();
    Object.assign(subjects.own, { location: id, order: placed.order.id });
    Object.assign(subjects.other, other);
  });
  afterAll(async () => {
    await app?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  async function ask({ method, path }: Contract, row: Row, { where, role }: Asked): Promise<Heard> {
    const subject = subjects[where][row.of];
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === "location" || (name === "id" && row.of !== "none")
        ? subject
        : ((name === "id" ? row.id : undefined) ?? PARAMETERS[name] ?? ""),
    );
    const ending = new AbortController();
    const answer = await fetch(`${app.baseUrl}${filled}${row.query === undefined ? "" : `?${row.query}`}`, {
      method,
      headers: {
        ...(role === undefined ? {} : { authorization: tokens.get(role) ?? "" }),
        ...(row.body === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
        ...row.headers,
      },
      ...(row.body === undefined ? {} : { body: JSON.stringify(row.body) }),
      signal: ending.signal,
    });
    const isProblem = answer.headers.get("content-type")?.startsWith("application/problem+json") === true;
    const code = isProblem ? ((await answer.json()) as { readonly code: string }).code : undefined;
    // A stream would go on for ever.
    ending.abort();
    if (row.endsSessions && role !== undefined) await signInAnew(role);
    return { status: answer.status, code };
  }

  /** A second later, because what was signed in the same second has ended as well. */
  async function signInAnew(role: Role): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1100));
    tokens.set(role, (await app.signIn(role)).authorization);
  }

  /** What each cell says, and what was answered. */
  async function cells(where: Asked["where"], judge: (status: number, may: boolean, row: Row) => boolean) {
    const wrong: string[] = [];
    for (const { contract, row } of guarded) {
      if (where === "other" && row.of === "none") continue;
      for (const role of ROLES) {
        const { status, code } = await ask(contract, row, { where, role });
        const may = row.roles.includes(role);
        const isExpected = may && ((row.asksAgain && status === 401) || (row.meets && code === row.meets));
        if (!isExpected && !judge(status, may, row)) wrong.push(`${contract.name} as ${role}: ${status} ${code ?? ""}`);
      }
    }
    return wrong;
  }

  it("lets nobody in who has not signed in", async () => {
    const wrong: string[] = [];
    for (const { contract, row } of guarded) {
      const { status } = await ask(contract, row, { where: "own", role: undefined });
      if (status !== 401) wrong.push(`${contract.name}: ${status}`);
    }
    expect(wrong).toEqual([]);
  });

  it("lets each role do at its own place what the table says, and nothing else", async () => {
    const judge = (status: number, may: boolean, { others = 403 }: Row) =>
      may ? ![400, 401, 403, 500].includes(status) : status === others;
    expect(await cells("own", judge)).toEqual([]);
  }, 120_000);

  it("tells nobody of another place whether there is something", async () => {
    const hidden = (may: boolean, row: Row) => (may || row.ofPlace === true ? 404 : 403);
    expect(await cells("other", (status, may, row) => status === hidden(may, row))).toEqual([]);
  }, 120_000);
});

interface Heard {
  readonly status: number;
  readonly code: string | undefined;
}

interface Asked {
  readonly where: "own" | "other";
  readonly role: Role | undefined;
}
