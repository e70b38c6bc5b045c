/** Orders as fast as the processes take them: each connection sends its next order when the last was answered. */
import { percentile, send, slip } from "./client.mjs";

const WARM_UP_SECONDS = 3;

export async function measureOrders({ baseUrls }, { seconds, connections }) {
  const body = await slip(baseUrls[0]);
  await load({ baseUrls, body, connections, seconds: WARM_UP_SECONDS });
  const { latencies, refused } = await load({ baseUrls, body, connections, seconds });
  const perSecond = latencies.length / seconds;
  return { connections, perSecond, refused, p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

async function load({ baseUrls, body, connections, seconds }) {
  const end = performance.now() + seconds * 1000;
  const latencies = [];
  let refused = 0;
  const one = async (baseUrl) => {
    while (performance.now() < end) {
      const start = performance.now();
      const { status } = await send(baseUrl, "/api/v1/orders", { body });
      if (status === 201) latencies.push(performance.now() - start);
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, at) => one(baseUrls[at % baseUrls.length])));
  return { latencies, refused };
}
