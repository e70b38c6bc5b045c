/** Orders as fast as the processes take them: each connection sends its next order when the last was answered. */
import pg from "pg";
import { newGuest, percentile, send, slip } from "./client.mjs";

const WARM_UP_SECONDS = 5;

export async function measureOrders({ baseUrls }, databaseUrl, { seconds, connections }) {
  const body = await slip(baseUrls[0]);
  await load({ baseUrls, body, connections, seconds: WARM_UP_SECONDS });
  await analyze(databaseUrl);
  const { latencies, refused } = await load({ baseUrls, body, connections, seconds });
  const perSecond = latencies.length / seconds;
  return { connections, perSecond, refused, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

/** What autovacuum does within a minute of a house that runs: until then plans are made for tables that were empty. */
async function analyze(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query("analyze");
  await client.end();
}

async function load({ baseUrls, body, connections, seconds }) {
  const end = performance.now() + seconds * 1000;
  const latencies = [];
  let refused = 0;
  const one = async (baseUrl) => {
    while (performance.now() < end) {
      const start = performance.now();
      const { status } = await send(baseUrl, "/api/v1/orders", { body: { ...body, contact: newGuest() } });
      if (status === 201) latencies.push(performance.now() - start);
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, at) => one(baseUrls[at % baseUrls.length])));
  return { latencies, refused };
}
