/**
 * Measures the restaurant: orders per second and their latency with two processes on one PostgreSQL, and how late a
 * ticket is on each of many live screens that one process holds. Takes about a minute and a half, three at most.
 *
 *   npm run build && node bench/restaurant/run.mjs [--seconds 20] [--connections 16] [--screens 200] [--rate 10]
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { startPostgres } from "../../tools/postgres.mjs";
import { machine } from "../measure/machine.mjs";
import { markdownTable } from "../measure/statistics.mjs";
import { measureOrders } from "./orders.mjs";
import { startRestaurant } from "./restaurant.mjs";
import { measureScreens } from "./screens.mjs";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    connections: { type: "string", default: "16" },
    screens: { type: "string", default: "200" },
    rate: { type: "string", default: "10" },
  },
});
const number = (name, most) => Math.min(Math.max(1, Number(values[name]) || 1), most);
const seconds = number("seconds", 40);

const deadline = setTimeout(() => {
  console.error("Three minutes are over.");
  process.exit(1);
}, 180_000);
const postgres = await startPostgres();
const restaurant = await startRestaurant(postgres.url, 2);
try {
  const orders = await measureOrders(restaurant, postgres.url, { seconds, connections: number("connections", 64) });
  const asked = { seconds, screens: number("screens", 200), rate: number("rate", 50) };
  const screens = await measureScreens(restaurant, postgres.url, asked);
  console.log(`${machine()} Load of the last minute: ${loadavg()[0].toFixed(1)}.\n`);
  console.log(
    markdownTable(
      ["two processes, one PostgreSQL", "orders/s", "p50", "p99", "refused"],
      [
        [
          `${orders.connections} connections`,
          orders.perSecond.toFixed(0),
          ms(orders.p50),
          ms(orders.p99),
          orders.refused,
        ],
      ],
    ),
  );
  console.log(
    `\n${markdownTable(
      ["one process", "orders/s", "tickets told", "missed", "p50 late", "p99 late"],
      [[`${screens.open} live screens`, asked.rate, screens.told, screens.missed, ms(screens.p50), ms(screens.p99)]],
    )}`,
  );
} finally {
  await restaurant.stop();
  await postgres.stop();
  clearTimeout(deadline);
}

function ms(value) {
  return `${value.toFixed(1)} ms`;
}
