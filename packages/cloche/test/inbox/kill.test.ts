/** Whatever process dies in whatever moment, each event is worked once: none is lost and none is doubled. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningPostgres, startPostgres } from "../../../../tools/postgres.mjs";
import { POSTGRES_INBOX_DDL, signStripe } from "../../src/layers/webhooks/index.js";

const EVENTS = 1000;
const TIMES = 3;
const CHANNELS = 24;
const SECRET = "whsec_inbox";
const PROGRAM = fileURLToPath(new URL("./worker-process.mjs", import.meta.url));

/** A process that takes deliveries. */
interface Receiver {
  readonly child: ChildProcess;
  readonly address: string;
}

interface Delivery {
  readonly id: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

let server: RunningPostgres;
let pool: pg.Pool;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  server = await startPostgres();
  pool = new pg.Pool({ connectionString: server.url });
  // The server may end before the last connection has said its farewell.
  pool.on("error", () => {});
  await pool.query(POSTGRES_INBOX_DDL);
  // Without a key of any kind, so that work done twice would show.
  await pool.query("CREATE TABLE worked (event_key text, process integer)");
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await pool.end();
  await server.stop();
});

async function start(): Promise<Receiver> {
  const child = fork(PROGRAM, [server.url, SECRET], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  children.add(child);
  child.once("exit", () => children.delete(child));
  const ended = once(child, "exit").then(() => Promise.reject(new Error("The process ended before it listened.")));
  const [port] = (await Promise.race([once(child, "message"), ended])) as [number];
  return { child, address: `http://127.0.0.1:${port}/webhooks/stripe` };
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((one, other) => one.order - other.order)
    .map(({ item }) => item);
}

/** Three deliveries of each event, whose bodies differ as a partner's repetitions do. */
function deliveries(): readonly Delivery[] {
  const all = Array.from({ length: EVENTS * TIMES }, (_, index) => {
    const body = JSON.stringify({ id: `evt_${index % EVENTS}`, pending_webhooks: Math.floor(index / EVENTS) });
    return { id: `evt_${index % EVENTS}`, body, headers: signStripe({ body, secret: SECRET }) };
  });
  return shuffled(all);
}

/** Delivers as a partner would: each delivery again and again, to whichever process comes next, until it is answered 200. */
async function deliver(all: readonly Delivery[], receivers: () => readonly Receiver[]): Promise<void> {
  const open = [...all];
  const sendOne = async (delivery: Delivery): Promise<void> => {
    const [receiver] = shuffled(receivers());
    if (receiver === undefined || !(await succeeds(receiver, delivery))) open.unshift(delivery);
    else if (!(await isStored(delivery))) throw new Error(`${delivery.id} was answered and is not stored.`);
  };
  const channel = async (): Promise<void> => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) await sendOne(next);
  };
  while (open.length > 0) await Promise.all(Array.from({ length: CHANNELS }, channel));
}

async function succeeds({ address }: Receiver, { body, headers }: Delivery): Promise<boolean> {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
    });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    await pause(10);
    return false;
  }
}

async function isStored({ id }: Delivery): Promise<boolean> {
  return (await pool.query("SELECT FROM cloche_inbox WHERE event_key = $1", [`stripe:${id}`])).rows.length === 1;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function until(reached: () => Promise<boolean> | boolean, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await reached())) {
    if (Date.now() > end) throw new Error("It took too long.");
    await pause(25);
  }
}

const count = async (query: string) => Number((await pool.query<{ count: string }>(query)).rows[0]?.count);
const worked = () => count("SELECT count(*) FROM worked");

describe("a thousand events, each delivered three times to two processes that keep dying", () => {
  it("are each stored before they are answered, and worked exactly once", async () => {
    let receivers: readonly Receiver[] = await Promise.all([start(), start()]);
    const delivered = deliver(deliveries(), () => receivers);
    for (const share of [0.1, 0.4, 0.7]) {
      await until(async () => (await worked()) >= EVENTS * share);
      const [victim, survivor] = shuffled(receivers);
      victim?.child.kill("SIGKILL");
      // Deliveries go on to a dead address for a while, as they would.
      receivers = [survivor, await start()].filter((receiver) => receiver !== undefined);
    }
    await delivered;
    await until(async () => (await worked()) >= EVENTS);
    await until(async () => (await count("SELECT count(*) FROM cloche_inbox WHERE state = 'waiting'")) === 0);
    expect(await count("SELECT count(DISTINCT event_key) FROM worked")).toBe(EVENTS);
    expect(await worked()).toBe(EVENTS);
    expect(await count("SELECT count(*) FROM cloche_inbox WHERE state = 'done'")).toBe(EVENTS);
    expect(await count("SELECT count(DISTINCT process) FROM worked")).toBeGreaterThan(1);
  }, 240_000);
});
