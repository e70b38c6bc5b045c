/** Opens live screens at one process, has orders come at the other, and takes how late each ticket is on each screen. */
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { get } from "node:http";
import pg from "pg";
import { newGuest, percentile, send, slip } from "./client.mjs";

const PER_SCREEN = 4;
const SETTLE_MILLISECONDS = 3000;

export async function measureScreens({ baseUrls }, databaseUrl, { seconds, screens, rate }) {
  const [guests, kitchen] = baseUrls;
  const tokens = await pair(databaseUrl, Math.ceil(screens / PER_SCREEN));
  const sentAt = new Map();
  const arrivals = [];
  const hear = (orderId, at) => arrivals.push({ orderId, at });
  const streams = await Promise.all(
    Array.from({ length: screens }, (_, at) => open(kitchen, tokens[at % tokens.length], hear)),
  );
  const held = streams.filter((stream) => stream !== undefined);
  const body = await slip(guests);
  const orders = await atRate({ guests, body, seconds, rate, sentAt });
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MILLISECONDS));
  for (const stream of held) stream.close();
  // A ticket may be on a screen before its guest has the answer, so the two are brought together afterwards.
  const delays = arrivals.flatMap(({ orderId, at }) => (sentAt.has(orderId) ? [at - sentAt.get(orderId)] : []));
  const told = delays.length;
  return {
    open: held.length,
    told,
    missed: orders * held.length - told,
    p50: percentile(delays, 0.5),
    p99: percentile(delays, 0.99),
  };
}

/** Screens of the grill, written as pairing would. */
async function pair(databaseUrl, many) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const tokens = Array.from({ length: many }, () => randomBytes(32).toString("base64url"));
  for (const token of tokens) {
    await client.query(
      `insert into device (id, location_id, station_id, name, token_hash, paired_by)
      select $1, station.location_id, station.id, 'bench', $2, (select staff_id from membership where role = 'manager' limit 1)
      from station where name = 'Grill'`,
      [randomUUID(), createHash("sha256").update(token).digest("hex")],
    );
  }
  await client.end();
  return tokens;
}

function open(baseUrl, token, hear) {
  const headers = { cookie: `__Host-device=${token}` };
  return new Promise((resolve) => {
    const asked = get(`${baseUrl}/api/v1/kds/stream`, { headers, agent: false }, (answer) => {
      if (answer.statusCode !== 200) {
        answer.resume();
        resolve(undefined);
        return;
      }
      let rest = "";
      answer.setEncoding("utf8").on("data", (chunk) => {
        const at = performance.now();
        const blocks = (rest + chunk).split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) {
          const order = block.startsWith("event: ticket")
            ? /"orderId": ?"([0-9a-f-]{36})"/.exec(block)?.[1]
            : undefined;
          if (order !== undefined) hear(order, at);
          if (block.includes("event: hb")) resolve({ close: () => asked.destroy() });
        }
      });
      answer.on("error", () => {});
    });
    asked.on("error", () => resolve(undefined));
  });
}

/** A ticket's delay counts from the moment its guest pressed the button. */
async function atRate({ guests, body, seconds, rate, sentAt }) {
  const pending = [];
  const total = seconds * rate;
  const start = performance.now();
  for (let sent = 0; sent < total; sent += 1) {
    const due = start + (sent * 1000) / rate;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const at = performance.now();
    pending.push(
      send(guests, "/api/v1/orders", { body: { ...body, contact: newGuest() } }).then(({ status, text }) => {
        if (status === 201) sentAt.set(JSON.parse(text).order.id, at);
        return status === 201;
      }),
    );
  }
  return (await Promise.all(pending)).filter(Boolean).length;
}
