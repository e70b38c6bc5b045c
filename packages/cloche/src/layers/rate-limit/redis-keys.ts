/** Names the keys in Redis, and keeps those of one call in one slot of a cluster. */
import { createHash } from "node:crypto";
import { configFault, nonEmptyText, wholeNumber } from "../../kernel/index.js";

/** Where the keys lie. */
export interface RedisKeyOptions {
  /**
   * What every key begins with. The braces are a hash tag: all the keys of one script call must lie in one slot of a
   * cluster, so keep one in a prefix of your own where the server is a cluster.
   */
  readonly prefix?: string;
  /**
   * Over how many slots of a cluster the keys are spread, 1 where nothing is said: everything lies on one node, and
   * every call is one. With more, the keys of one call may lie in several slots; they are then asked one after another,
   * and where a later one refuses, the earlier ones have counted the request all the same.
   */
  readonly spread?: number;
}

/** Names keys. */
export interface RedisKeys {
  keyOf(key: string): string;
  /** The indexes of the keys, gathered by slot. */
  groups(keys: readonly string[]): readonly (readonly number[])[];
}

/**
 * @throws ConfigError `option_invalid`
 */
export function redisKeys(options: RedisKeyOptions, where: string): RedisKeys {
  const prefix = nonEmptyText(options.prefix ?? "{cloche}:limit:", `${where}.prefix`);
  const spread = wholeNumber(options.spread ?? 1, `${where}.spread`, { min: 1, max: 1024 });
  if (spread === 1) {
    return { keyOf: (key) => prefix + key, groups: (keys) => (keys.length === 0 ? [] : [keys.map((_, at) => at)]) };
  }
  if (!/\{[^{}]+\}/.test(prefix)) {
    throw configFault("option_invalid", {
      where: `${where}.prefix`,
      fix: 'Keep a hash tag in it, such as "{shop}:limit:": the keys are spread by a number put into the tag.',
    });
  }
  const prefixes = Array.from({ length: spread }, (_, at) => prefix.replace("}", `.${at}}`));
  const slotOf = (key: string): number => createHash("sha1").update(key).digest().readUInt32BE() % spread;
  return {
    keyOf: (key) => `${prefixes[slotOf(key)] ?? prefix}${key}`,
    groups(keys) {
      const groups = new Map<number, number[]>();
      for (const [at, key] of keys.entries()) groups.set(slotOf(key), [...(groups.get(slotOf(key)) ?? []), at]);
      return [...groups.values()];
    },
  };
}
