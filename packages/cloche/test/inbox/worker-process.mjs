/** One process of the inbox test: takes deliveries over HTTP and works the inbox, until it is killed. */
import { once } from "node:events";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { createViteServer } from "vitest/node";
import { z } from "zod";

const vite = await createViteServer({
  configFile: false,
  logLevel: "error",
  server: { middlewareMode: true, ws: false, hmr: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const load = (path) => vite.ssrLoadModule(fileURLToPath(new URL(`../../src/${path}`, import.meta.url)));
const { contract, createGate, ok, receive } = await load("index.ts");
const { lid } = await load("adapters/node/index.ts");
const { poolTransaction, postgresInbox, startInboxWorker, stripe } = await load("layers/webhooks/index.ts");

const [url, secret] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 10 });
pool.on("error", () => {});
const partner = stripe({ secrets: secret });
const inbox = postgresInbox({ transaction: poolTransaction(pool) });

startInboxWorker({
  inbox,
  concurrency: 4,
  pollMilliseconds: 20,
  leaseSeconds: 1,
  handle: async ({ eventKey }, query) => {
    await query("INSERT INTO worked (event_key, process) VALUES ($1, $2)", [eventKey, process.pid]);
  },
});

const hook = contract({
  method: "POST",
  path: "/webhooks/stripe",
  from: "stripe",
  // Without the event's id, which the inbox has to find in the raw body.
  body: z.object({ pending_webhooks: z.int() }),
  returns: { 200: z.object({ received: z.literal(true) }) },
});
const gate = createGate({ partners: { stripe: partner }, replay: { byHandlers: "the inbox stores each once" } });
const { mount, listener } = lid(gate);
mount([receive(hook, { inbox, partner, answer: ok({ received: true }) })]);
const server = createServer(listener).listen(0, "127.0.0.1");
await once(server, "listening");

process.on("disconnect", () => process.exit());
process.send?.(server.address().port);
