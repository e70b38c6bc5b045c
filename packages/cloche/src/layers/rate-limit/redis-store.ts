/** Keeps counters in Redis or Valkey, for several processes. */
import { nonEmptyText, onlyKnown } from "../../kernel/index.js";
import type { RedisScripts } from "./redis-clients.js";
import { FORGET_SCRIPT, TAKE_SCRIPT } from "./redis-script.js";
import { type Ask, countedCost, type Verdict, verdictOf } from "./step.js";
import type { LimitStore } from "./store.js";

/** Options of the Redis store. */
export interface RedisLimitStoreOptions {
  /**
   * What every key begins with. The braces are a hash tag: all the keys of one call must lie in one slot of a cluster,
   * so keep one in a prefix of your own where the server is a cluster.
   */
  readonly prefix?: string;
}

/**
 * Keeps counters in Redis or Valkey: one script call for all the policies of a request, atomic, by the server's clock,
 * so that processes whose clocks differ count alike. Keys expire by themselves.
 *
 * Put `withOutagePolicy` around it to say what happens while the server is away.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * const store = redisLimitStore(fromNodeRedis(client), { prefix: "{shop}:limit:" });
 */
export function redisLimitStore(
  commands: RedisScripts,
  options: RedisLimitStoreOptions = {},
): LimitStore & Required<Pick<LimitStore, "forget">> {
  onlyKnown(options, ["prefix"], "redisLimitStore");
  const prefix = nonEmptyText(options.prefix ?? "{cloche}:limit:", "redisLimitStore.prefix");
  return {
    async take(asks) {
      if (asks.length === 0) return [];
      const keys = asks.map(({ key }) => prefix + key);
      return verdicts(asks, await commands.evalScript(TAKE_SCRIPT, keys, asks.flatMap(scriptArguments)));
    },
    async forget(key) {
      await commands.evalScript(FORGET_SCRIPT, [prefix + key], []);
    },
  };
}

/** What the script is told about one ask. */
export function scriptArguments(ask: Ask): string[] {
  const { algorithm, quota, windowSeconds, burst } = ask.policy;
  return [algorithm, `${quota}`, `${windowSeconds * 1000}`, `${burst}`, `${countedCost(ask)}`];
}

/**
 * The verdicts from the script's answer.
 *
 * @throws TypeError where the answer is not the script's; the outage policy then decides.
 */
export function verdicts(asks: readonly Ask[], answers: unknown): Verdict[] {
  if (!Array.isArray(answers) || answers.length !== asks.length) throw new TypeError("Redis gave another answer.");
  return asks.map(({ policy }, index) => {
    const [fits, remaining = Number.NaN, resetMilliseconds = Number.NaN, retryMilliseconds = Number.NaN] = numbers(
      answers[index],
    );
    return verdictOf({ policy, fits: fits === 1, remaining, resetMilliseconds, retryMilliseconds });
  });
}

function numbers(answer: unknown): number[] {
  if (Array.isArray(answer) && answer.length === 4) {
    const all = answer.map(Number);
    if (all.every(Number.isSafeInteger)) return all;
  }
  throw new TypeError("Redis gave another answer.");
}
