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
const SECRET = "whsec_inbox";
const PROGRAM = fileURLToPath(new URL("./worker-process.mjs", import.meta.url));

interface Answer {
  readonly number: number;
  readonly answer: number;
}

interface Delivery {
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

async function start(): Promise<ChildProcess> {
  const child = fork(PROGRAM, [server.url, SECRET], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  children.add(child);
  child.once("exit", () => children.delete(child));
  await once(child, "message");
  return child;
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
    return { body, headers: signStripe({ body, secret: SECRET }) };
  });
  return shuffled(all);
}

/** Delivers as a partner would: again and again until there is a success. */
class Partner {
  readonly #open: Map<number, Delivery>;
  answered = 0;

  constructor(all: readonly Delivery[]) {
    this.#open = new Map(all.entries());
  }

  /** Lets a process answer. */
  listenTo(child: ChildProcess): void {
    child.on("message", (message: Answer | "ready") => {
      if (message === "ready" || message.answer !== 200) return;
      if (this.#open.delete(message.number)) this.answered += 1;
    });
  }

  /** Sends everything that has no success yet, to whichever process comes next. */
  sendTo(processes: readonly ChildProcess[]): void {
    for (const [number, delivery] of shuffled([...this.#open])) {
      const child = processes[Math.floor(Math.random() * processes.length)];
      if (child?.connected === true) child.send({ number, ...delivery }, () => {});
    }
  }

  get open(): number {
    return this.#open.size;
  }
}

async function until(reached: () => Promise<boolean> | boolean, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await reached())) {
    if (Date.now() > end) throw new Error("It took too long.");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

const count = async (query: string) => Number((await pool.query<{ count: string }>(query)).rows[0]?.count);
const worked = () => count("SELECT count(*) FROM worked");

describe("a thousand events, each delivered three times to two processes that keep dying", () => {
  it("are each worked exactly once", async () => {
    const partner = new Partner(deliveries());
    let processes: readonly ChildProcess[] = await Promise.all([start(), start()]);
    for (const child of processes) partner.listenTo(child);
    partner.sendTo(processes);
    for (const share of [0.1, 0.4, 0.7]) {
      await until(async () => (await worked()) >= EVENTS * share);
      const [victim, survivor] = shuffled(processes);
      victim?.kill("SIGKILL");
      const fresh = await start();
      partner.listenTo(fresh);
      processes = [survivor, fresh].filter((child) => child !== undefined);
      partner.sendTo(processes);
    }
    await until(() => partner.open === 0);
    await until(async () => (await worked()) >= EVENTS);
    await until(async () => (await count("SELECT count(*) FROM cloche_inbox WHERE state = 'waiting'")) === 0);
    expect(await count("SELECT count(DISTINCT event_key) FROM worked")).toBe(EVENTS);
    expect(await worked()).toBe(EVENTS);
    expect(await count("SELECT count(*) FROM cloche_inbox WHERE state = 'done'")).toBe(EVENTS);
    expect(await count("SELECT count(DISTINCT process) FROM worked")).toBeGreaterThan(1);
  }, 240_000);
});
