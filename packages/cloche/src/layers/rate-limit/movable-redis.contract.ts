/** Runs the store's own scripts with the time given by the test instead of the server. */
import { createClient } from "redis";
import { fromNodeRedis, type NodeRedisClient, type RedisScripts } from "./redis-clients.js";
import { TIMED_SCRIPTS, timedScripts } from "./redis-script.js";

const MOVABLE = timedScripts("local now = tonumber(ARGV[#ARGV])");

/** The scripts of a client, at the time `now` tells. */
export function movable(client: NodeRedisClient, now: () => number): RedisScripts {
  const scripts = fromNodeRedis(client);
  return {
    evalScript(script, keys, args) {
      const timed = (["take", "acquire", "renew"] as const).find((name) => TIMED_SCRIPTS[name] === script);
      return timed === undefined
        ? scripts.evalScript(script, keys, args)
        : scripts.evalScript(MOVABLE[timed], keys, [...args, `${now()}`]);
    },
  };
}

/** A connected client whose errors are its caller's to see. */
export async function connect(url: string) {
  const made = createClient({ url });
  made.on("error", () => {});
  await made.connect();
  return made;
}

/** A client of a test. */
export type Connected = Awaited<ReturnType<typeof connect>>;
