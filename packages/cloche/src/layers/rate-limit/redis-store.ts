/** Keeps counters in Redis or Valkey, for several processes. */
import { onlyKnown } from "../../kernel/index.js";
import type { RedisScripts } from "./redis-clients.js";
import { type RedisKeyOptions, type RedisKeys, redisKeys } from "./redis-keys.js";
import { FORGET_SCRIPT, TIMED_SCRIPTS } from "./redis-script.js";
import { redisSlots } from "./redis-slots.js";
import { type Ask, countedCost, type Verdict, verdictOf } from "./step.js";
import type { LimitStore } from "./store.js";

/** Options of the Redis store. */
export interface RedisLimitStoreOptions extends RedisKeyOptions {}

/** A limit store in Redis: it forgets, and holds slots. */
export type RedisLimitStore = LimitStore & Required<Pick<LimitStore, "forget" | "acquire">>;

/**
 * Keeps counters in Redis or Valkey: one script call for all the policies of a request, atomic, by the server's clock,
 * so that processes whose clocks differ count alike. Keys expire by themselves.
 *
 * In a Redis Cluster all keys lie in one slot, and so on one node, unless `spread` says otherwise.
 *
 * Put `withOutagePolicy` around it to say what happens while the server is away.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * const store = redisLimitStore(fromNodeRedis(client), { prefix: "{shop}:limit:" });
 */
export function redisLimitStore(commands: RedisScripts, options: RedisLimitStoreOptions = {}): RedisLimitStore {
  onlyKnown(options, ["prefix", "spread"], "redisLimitStore");
  const keys = redisKeys(options, "redisLimitStore");
  const slots = redisSlots(commands, keys);
  return {
    take: async (asks) => takeGroups(commands, keys, asks),
    async forget(key) {
      await commands.evalScript(FORGET_SCRIPT, [keys.keyOf(key)], []);
    },
    acquire: async (asks) => slots(asks),
  };
}

async function takeGroups(commands: RedisScripts, keys: RedisKeys, asks: readonly Ask[]): Promise<readonly Verdict[]> {
  const all: Verdict[] = [];
  let refused = false;
  for (const indexes of keys.groups(asks.map(({ key }) => key))) {
    const group = indexes.map((at) => asks[at] as Ask);
    const names = group.map(({ key }) => keys.keyOf(key));
    const args = group.flatMap((ask) => scriptArguments(refused ? { ...ask, cost: 0 } : ask));
    const answers = verdicts(group, await commands.evalScript(TIMED_SCRIPTS.take, names, args));
    for (const [at, verdict] of answers.entries()) all[indexes[at] ?? 0] = verdict;
    refused ||= answers.some(({ allowed }) => !allowed);
  }
  return all;
}

/** What the script is told about one ask. */
export function scriptArguments(ask: Ask): string[] {
  const { algorithm, quota, windowSeconds, burst, shadow, ban } = ask.policy;
  return [
    algorithm,
    `${quota}`,
    `${windowSeconds * 1000}`,
    `${burst}`,
    `${countedCost(ask)}`,
    shadow ? "1" : "0",
    ban === undefined ? "" : `${ban.after} ${ban.firstSeconds * 1000} ${ban.factor} ${ban.longestSeconds * 1000}`,
  ];
}

/**
 * The verdicts from the script's answer.
 *
 * @throws TypeError where the answer is not the script's; the outage policy then decides.
 */
export function verdicts(asks: readonly Ask[], answers: unknown): Verdict[] {
  if (!Array.isArray(answers) || answers.length !== asks.length) throw new TypeError("Redis gave another answer.");
  return asks.map(({ policy }, index) => {
    const [fits, remaining, resetMilliseconds, retryMilliseconds, banned] = numbers(answers[index]);
    return verdictOf({
      policy,
      fits: fits === 1,
      remaining,
      resetMilliseconds,
      retryMilliseconds,
      banned: banned === 1,
    });
  });
}

type Answer = [fits: number, remaining: number, reset: number, retry: number, banned: number];

function numbers(answer: unknown): Answer {
  if (Array.isArray(answer) && answer.length === 5) {
    const all = answer.map(Number);
    if (all.every(Number.isSafeInteger)) return all as Answer;
  }
  throw new TypeError("Redis gave another answer.");
}
