/** Kitchen screens through losses, kills and a restored backup: in the end every board is what the database says. */
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Board, Ticket } from "../contracts/index.js";
import { type AppProcess, newFolder, removeFolder, runToEnd, startApp } from "./app-process.js";
import { type Engine, openEngine } from "./engines.js";
import { eventually } from "./eventually.js";
import { type KitchenScreen, kitchenScreen, type Network } from "./kitchen-screen.js";
import { json, locationOf, signedIn, slipOf, type Visitor, visitor } from "./visitor.js";

const LOSS = 0.2;
const ROUNDS = 60;
const PATIENCE = { timeout: 240_000 };

describe("kitchen screens", PATIENCE, () => {
  const folder = newFolder();
  const network: Network = { loss: 0, baseUrl: "" };
  const screens: KitchenScreen[] = [];
  let engine: Engine;
  let app: AppProcess;
  let manager: Visitor;
  let port: number;

  beforeAll(async () => {
    engine = await openEngine("postgres");
    await engine.query("create database house");
    await start();
    port = app.port;
    for (const station of ["Grill", "Pass"]) screens.push(kitchenScreen(network, await paired(station)));
  }, 240_000);
  afterAll(async () => {
    for (const screen of screens) await screen.close();
    await app?.stop();
    await engine?.stop();
    removeFolder(folder);
  });

  async function start() {
    const env = { DATABASE_URL: house(), LIMIT_DEFAULT: "100000 per 15 minutes by address" };
    app = await startApp({ dataFolder: folder, env, ...(port === undefined ? {} : { port }) });
    network.baseUrl = app.baseUrl;
    manager = await signedIn(visitor(app.baseUrl), app.demo().accounts.manager);
  }

  const house = () => (engine.env["DATABASE_URL"] ?? "").replace(/\/postgres$/, "/house");
  const inHouse = async <Row>(statement: string): Promise<Row> => {
    const client = new Client({ connectionString: house() });
    await client.connect();
    try {
      return (await client.query(statement)).rows[0] as Row;
    } finally {
      await client.end();
    }
  };

  /** Pairs a screen as people do, and answers the cookie it calls with. */
  async function paired(station: string) {
    const at = `/api/v1/locations/${locationOf(manager)}`;
    const { stations } = await json<{ stations: { id: string; name: string }[] }>(await manager.get(`${at}/stations`));
    const stationId = stations.find(({ name }) => name === station)?.id;
    const body = { stationId, name: `${station} screen` };
    const { code } = await json<{ code: string }>(await manager.post(`${at}/devices/pairing-codes`, body), 201);
    const answer = await visitor(app.baseUrl).post("/api/v1/devices/pair", { code });
    expect(answer.status).toBe(200);
    return { cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "" };
  }

  const order = async (...dishes: readonly string[]) => {
    const guest = visitor(app.baseUrl);
    await guest.order(slipOf(await guest.menu(), dishes)).catch(() => {});
  };
  const look = (tickets: readonly Ticket[]) =>
    tickets.map(({ id, version, state, items }) => `${id} ${version} ${state} ${items.map((one) => one.state).join()}`);

  /** Whether each screen shows what the database has, seen through a fresh board of a manager. */
  async function alike(): Promise<boolean> {
    const { tickets } = await json<Board>(await manager.get("/api/v1/kds/board"));
    const [grill, pass] = screens;
    const wanted = [tickets.filter(({ station }) => station.name === "Grill"), tickets];
    return [grill, pass].every((screen, at) => {
      const [shown, should] = [look(screen?.shown() ?? []), look(wanted[at] ?? [])];
      return JSON.stringify(shown) === JSON.stringify(should);
    });
  }

  it("that lose a fifth of everything, over kills of the server, show what the database says soon after", async () => {
    network.loss = LOSS;
    for (let round = 0; round < ROUNDS; round += 1) {
      const orders = round % 3 === 0 ? [order("Cheeseburger", "Espresso", "Halloumi burger")] : [];
      await Promise.all([...orders, ...screens.map((screen) => screen.press())]);
      if (round === ROUNDS / 3 || round === (2 * ROUNDS) / 3) {
        await app.kill9();
        await start();
      }
    }
    network.loss = 0;
    await eventually(alike, "every board to be what the database says", 15_000 * SLOWNESS);
    const { many } = await inHouse<{ many: number }>("select count(*)::int as many from ticket");
    expect(many, "there was something to show").toBeGreaterThan(5);
  });

  it("all load anew when yesterday's backup is restored under them", async () => {
    await order("Cheeseburger");
    await backUp();
    const { seq } = await inHouse<{ seq: number }>(HEAD);
    for (const dish of ["Halloumi burger", "Rib-eye steak", "Cheeseburger"]) await order(dish);
    await eventually(alike, "the screens to be at today's", 60_000);
    const before = screens.map((screen) => screen.loads());
    await restore();
    const loaded = () => screens.every((screen, at) => screen.loads() > (before[at] ?? 0));
    await eventually(loaded, "every screen to load anew", 60_000);
    await eventually(alike, "every board to be yesterday's", 15_000 * SLOWNESS);
    expect(await inHouse(HEAD)).toEqual({ seq });
    await order("Cheeseburger");
    await eventually(alike, "a new order on top of yesterday's", 15_000 * SLOWNESS);
  });

  /** A copy of the database's files, as they are while nobody is connected. */
  async function backUp() {
    await app.stop();
    await engine.query("create database yesterday template house");
    await start();
  }

  /** The copy in the place of what is there, and the streams' epoch turned, as the guide tells. */
  async function restore() {
    await app.stop();
    await engine.query("drop database house with (force)");
    await engine.query("create database house template yesterday");
    const env = { DATABASE_URL: house() };
    const { code } = await runToEnd({ dataFolder: folder, env, args: ["--turn-stream-epoch"] });
    expect(code).toBe(0);
    await start();
  }
});

const HEAD = "select seq::int as seq from location_stream";
/** A machine that does much else besides needs longer for everything. */
const SLOWNESS = 2;
