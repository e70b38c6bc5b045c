/** A replay store in Redis or Valkey, one script per step. */
import { randomUUID } from "node:crypto";
import { onlyKnown, wholeNumber } from "../../../kernel/index.js";
import { type ClaimOutcome, DEFAULT_LEASE_SECONDS, type ReplayStore } from "./store.js";

/**
 * The one command the store needs. A client of the `redis` package fits as it is; for ioredis write
 * `{ eval: (script, { keys, arguments: rest }) => client.eval(script, keys.length, ...keys, ...rest) }`.
 */
export interface RedisScripts {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** Options of `redisReplayStore`. */
export interface RedisReplayOptions {
  /** What every key starts with; `cloche:replay:` by default. */
  readonly keyPrefix?: string;
  /** How long a claim may stay unsettled; 300 by default. */
  readonly leaseSeconds?: number;
}

// A running key holds "<end of lease in milliseconds>:<owner>"; the server's own clock decides, so that processes whose
// clocks differ agree.
const CLAIM = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('GET', KEYS[1])
if held == 'done' then return 'done' end
if held and tonumber(string.match(held, '^%d+')) > now then return 'running' end
local value = string.format('%.0f', now + ARGV[2]) .. ':' .. ARGV[1]
redis.call('SET', KEYS[1], value, 'PX', ARGV[3])
return 'claimed'`;
const DONE = `return redis.call('SET', KEYS[1], 'done', 'XX', 'KEEPTTL')`;
const RELEASE = `local held = redis.call('GET', KEYS[1])
if held and string.match(held, ':(.*)$') == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/**
 * A replay store in Redis or Valkey, version 6 or later.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const replay = redisReplayStore(await createClient({ url }).connect());
 */
export function redisReplayStore(client: RedisScripts, options: RedisReplayOptions = {}): ReplayStore {
  onlyKnown(options, ["keyPrefix", "leaseSeconds"], "redisReplayStore");
  const { keyPrefix = "cloche:replay:", leaseSeconds = DEFAULT_LEASE_SECONDS } = options;
  wholeNumber(leaseSeconds, "redisReplayStore.leaseSeconds", { min: 1, max: 86_400 });
  const owner = randomUUID();
  const lease = String(leaseSeconds * 1000);
  const run = (script: string, key: string, ...rest: string[]) =>
    client.eval(script, { keys: [keyPrefix + key], arguments: rest });
  return {
    async claim(key, ttlSeconds): Promise<ClaimOutcome> {
      return outcomeOf(await run(CLAIM, key, owner, lease, String(ttlSeconds * 1000)));
    },
    async done(key) {
      await run(DONE, key);
    },
    async release(key) {
      await run(RELEASE, key, owner);
    },
  };
}

function outcomeOf(answer: unknown): ClaimOutcome {
  const text = String(answer);
  if (text === "claimed" || text === "running" || text === "done") return text;
  throw new TypeError("The replay store answered with something that is not an outcome.");
}
