/** Connects to Redis or Valkey, and stays connected. */
import type { Secret } from "cloche";
import type { NodeRedisClient } from "cloche/rate-limit";
import type { Logger } from "pino";
import { createClient } from "redis";

/** A connection that repairs itself. */
export interface Redis {
  readonly client: NodeRedisClient;
  readonly ping: () => Promise<unknown>;
  readonly close: () => Promise<void>;
}

const CONNECT_MILLISECONDS = 3000;
const LONGEST_PAUSE_MILLISECONDS = 2000;

/** Connects; where the server is away at start, goes on trying and lets the limits' outage rule decide meanwhile. */
export async function connectRedis(url: Secret, logger: Logger): Promise<Redis> {
  const client = createClient({
    url: url.reveal(),
    // A command that cannot be sent fails at once, so that the limits can decide without it.
    disableOfflineQueue: true,
    socket: {
      connectTimeout: CONNECT_MILLISECONDS,
      reconnectStrategy: (attempts) => Math.min(100 * 2 ** attempts, LONGEST_PAUSE_MILLISECONDS),
    },
  });
  let told = false;
  client.on("error", () => {
    // Told once per outage: the client repeats the error at every attempt.
    if (!told) logger.error("redis is away");
    told = true;
  });
  client.on("ready", () => {
    if (told) logger.info("redis is back");
    told = false;
  });
  const connecting = client.connect().catch(() => {});
  await Promise.race([connecting, new Promise((resolve) => setTimeout(resolve, CONNECT_MILLISECONDS).unref())]);
  return {
    client,
    ping: () => client.ping(),
    close: async () => client.destroy(),
  };
}
