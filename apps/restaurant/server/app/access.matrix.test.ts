/** Every role against every route, at the caller's own place and at another, as the one table says. */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Contract } from "cloche";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as exported from "../../contracts/index.js";
import { newId } from "../platform/index.js";
import {
  ACCESS,
  CALLERS,
  type CallerKind,
  PARAMETERS,
  ROLES,
  type Role,
  type Row,
  signInCustomer,
  someone,
  startTestApp,
  type TestApp,
} from "../test-support/index.js";

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
  /** What each caller carries. */
  const carried = new Map<CallerKind, Readonly<Record<string, string>>>();
  const subjects = { own: { location: "", order: "", none: "" }, other: { location: "", order: "", none: "" } };

  beforeAll(async () => {
    app = await startTestApp({ engine: "pglite", dataFolder, databaseUrl: undefined });
    const { db } = app.database;
    await db.updateTable("location").set({ accept_mode: "manual" }).execute();
    const { id } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
    carried.set("key", await newKey(app));
    for (const role of ROLES) carried.set(role, await signedIn(app, role, id));
    carried.set("customer", await newCustomer(app));
    carried.set("device", await pairedScreen(app, carried.get("manager") ?? {}, id));
    const item = await db.selectFrom("menu_item").select("id").where("name", "=", "Espresso").executeTakeFirstOrThrow();
    const slip = { lines: [{ itemId: item.id, quantity: 1 }], contact: someone() };
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
        ...(role === undefined ? {} : carried.get(role)),
        ...(row.body === undefined ? {} : { "content-type": "application/json" }),
        ...(method === "POST" ? { "idempotency-key": randomUUID() } : {}),
        ...row.headers,
      },
      ...(row.body === undefined ? {} : { body: JSON.stringify(row.body) }),
      ...(row.form === undefined ? {} : { body: row.form() }),
      signal: ending.signal,
    });
    const isProblem = answer.headers.get("content-type")?.startsWith("application/problem+json") === true;
    const code = isProblem ? ((await answer.json()) as { readonly code: string }).code : undefined;
    // A stream would go on for ever.
    ending.abort();
    const isPerson = ROLES.some((one) => one === role);
    if (row.endsSessions && isPerson) await signInAnew(role as Role);
    if (row.endsSessions && role === "customer") carried.set("customer", await newCustomer(app));
    return { status: answer.status, code };
  }

  /** A second later, because what was signed in the same second has ended as well. */
  async function signInAnew(role: Role): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 1100));
    carried.set(role, await signedIn(app, role, subjects.own.location));
  }

  /** What each cell says, and what was answered. */
  async function cells(where: Asked["where"], judge: (status: number, may: boolean, row: Row) => boolean) {
    const wrong: string[] = [];
    for (const { contract, row } of guarded) {
      if (where === "other" && row.of === "none") continue;
      for (const role of CALLERS) {
        const { status, code } = await ask(contract, row, { where, role });
        const may = row.roles.includes(role);
        const isNotOwn = where === "own" && row.notOwn?.includes(role) === true;
        const isOther = role === "device" || role === "key" || role === "customer";
        const isExpected =
          (may && ((row.asksAgain && status === 401) || (row.meets && code === row.meets))) ||
          // A route for people alone knows neither a machine's credential nor a customer's.
          (!may && isOther && status === 401) ||
          (isNotOwn && status === 403);
        if (isNotOwn && status !== 403) wrong.push(`${contract.name} as ${role}: ${status}`);
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
  readonly role: CallerKind | undefined;
}

type Carried = Readonly<Record<string, string>>;

/** The sample has no courier, who is made here with the cashier's password. */
async function signedIn(app: TestApp, role: Role, locationId: string): Promise<Carried> {
  if (role !== "courier") return app.signIn(role);
  const { db } = app.database;
  const email = "courier@copper-lid.example";
  const known = await db.selectFrom("staff").select("id").where("email_norm", "=", email).executeTakeFirst();
  if (known === undefined) {
    const { email: other = "" } = app.accounts?.cashier ?? {};
    const { password_hash } = await db
      .selectFrom("staff")
      .select("password_hash")
      .where("email_norm", "=", other)
      .executeTakeFirstOrThrow();
    const id = newId();
    await db
      .insertInto("staff")
      .values({ id, email_norm: email, display_name: "Cora Courier", password_hash })
      .execute();
    await db.insertInto("membership").values({ staff_id: id, location_id: locationId, role }).execute();
  }
  const answer = await app.post("/api/v1/auth/login", { email, password: app.accounts?.cashier.password });
  const { accessToken } = (await answer.json()) as { readonly accessToken: string };
  return { authorization: `Bearer ${accessToken}` };
}

async function pairedScreen(app: TestApp, manager: Carried, locationId: string): Promise<Carried> {
  const station = await app.database.db
    .selectFrom("station")
    .select("id")
    .where("name", "=", "Grill")
    .executeTakeFirstOrThrow();
  const at = `/api/v1/locations/${locationId}/devices/pairing-codes`;
  const { code } = (await (await app.post(at, { stationId: station.id, name: "Screen" }, manager)).json()) as {
    readonly code: string;
  };
  const paired = await app.post("/api/v1/devices/pair", { code });
  return { cookie: paired.headers.get("set-cookie")?.split(";")[0] ?? "", "sec-fetch-site": "same-origin" };
}

let customers = 0;

/** Every code goes to a number of its own, since a number gets one a minute. */
function newCustomer(app: TestApp): Promise<Carried> {
  customers += 1;
  return signInCustomer(app, `+49151000001${String(customers).padStart(2, "0")}`);
}

async function newKey(app: TestApp): Promise<Carried> {
  const strong = await app.signInStrongly("owner");
  const asked = { label: "POS", scopes: [...exported.INTEGRATION_SCOPES] };
  const { key } = (await (await app.post("/api/v1/integrations/keys", asked, strong)).json()) as {
    readonly key: string;
  };
  // The owner of the table signs in by password alone.
  await app.database.db.deleteFrom("staff_second_factor").execute();
  return { authorization: `ApiKey ${key}` };
}
