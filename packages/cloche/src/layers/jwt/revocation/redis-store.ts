/** Revocations in Redis or Valkey, which every process shares; keys expire by themselves. */
import { nonEmptyText, onlyKnown } from "../../../kernel/index.js";
import type { RedisScripts } from "../redis-scripts.js";
import type { CutOffs, RevocationStore } from "./store.js";

/** Options of `redisRevocationStore`. */
export interface RedisRevocationOptions {
  /** What every key begins with. The braces keep the keys of one call in one slot of a cluster. */
  readonly prefix?: string;
}

const READ = "return redis.call('MGET', unpack(KEYS))";
const PUT = `local known = redis.call('GET', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
local value, keep = ARGV[1], tonumber(ARGV[2])
if known and tonumber(known) > tonumber(value) then value = known end
if left > keep then keep = left end
return redis.call('SET', KEYS[1], value, 'PX', string.format('%.0f', keep))`;

/**
 * A store in Redis or Valkey. A server that may evict keys (`maxmemory-policy` other than `noeviction`) may forget a
 * revocation.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const store = redisRevocationStore(await createClient({ url }).connect());
 */
export function redisRevocationStore(client: RedisScripts, options: RedisRevocationOptions = {}): RevocationStore {
  onlyKnown(options, ["prefix"], "redisRevocationStore");
  const prefix = nonEmptyText(options.prefix ?? "{cloche}:revoked:", "redisRevocationStore.prefix");
  return {
    async read(keys) {
      if (keys.length === 0) return [];
      return cutOffs(await client.eval(READ, { keys: keys.map((key) => prefix + key), arguments: [] }), keys.length);
    },
    async put({ key, notBefore, expiresAt }, now) {
      const left = String(Math.max(1, Math.ceil(expiresAt - now)));
      await client.eval(PUT, { keys: [prefix + key], arguments: [String(notBefore), left] });
    },
  };
}

function cutOffs(answer: unknown, length: number): CutOffs {
  if (Array.isArray(answer) && answer.length === length) {
    const read = answer.map((value: unknown) => (value === null ? undefined : Number(value)));
    if (read.every((value) => value === undefined || Number.isFinite(value))) return read;
  }
  throw new TypeError("Redis gave another answer.");
}
