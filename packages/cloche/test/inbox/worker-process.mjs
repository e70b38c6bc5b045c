/** One process of the inbox test: stores what its parent delivers, and works the inbox, until it is killed. */
import { fileURLToPath } from "node:url";
import pg from "pg";
import { createViteServer } from "vitest/node";

const source = fileURLToPath(new URL("../../src/layers/webhooks/index.ts", import.meta.url));
const vite = await createViteServer({
  configFile: false,
  logLevel: "error",
  server: { middlewareMode: true, ws: false, hmr: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const { deliveryOf, isWebhookFault, poolTransaction, postgresInbox, startInboxWorker, stripe } =
  await vite.ssrLoadModule(source);

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

process.on("message", ({ number, headers, body }) => {
  const delivery = partner.verify(deliveryOf({ headers, body }));
  const answer = (status) => process.send?.({ number, answer: status });
  if (isWebhookFault(delivery)) return answer(400);
  return void inbox.store(partner, delivery, JSON.parse(body)).then(
    () => answer(200),
    () => answer(503),
  );
});
process.on("disconnect", () => process.exit());
process.send?.("ready");
