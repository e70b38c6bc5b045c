/** Used proofs in Redis or Valkey, which every process shares. */
import { nonEmptyText, onlyKnown } from "../../../kernel/index.js";
import type { RedisScripts } from "../redis-scripts.js";
import type { ProofStore } from "./proof-store.js";

/** Options of `redisProofStore`. */
export interface RedisProofOptions {
  /** What every key begins with; `cloche:dpop:` by default. */
  readonly prefix?: string;
}

const CLAIM = `if redis.call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[1]) then return 'claimed' end
return 'done'`;

/**
 * A store in Redis or Valkey: one command per proof.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const store = redisProofStore(await createClient({ url }).connect());
 */
export function redisProofStore(client: RedisScripts, options: RedisProofOptions = {}): ProofStore {
  onlyKnown(options, ["prefix"], "redisProofStore");
  const prefix = nonEmptyText(options.prefix ?? "cloche:dpop:", "redisProofStore.prefix");
  return {
    claim: async (key, ttlSeconds) =>
      String(await client.eval(CLAIM, { keys: [prefix + key], arguments: [String(Math.ceil(ttlSeconds * 1000))] })),
  };
}
