/** The rate-limit layer's door. */
export {
  type AccessListOptions,
  type AccessLists,
  accessLists,
  type Client,
  DENIED_CLIENT,
  type ListedClients,
} from "./access-lists.js";
export { type AddressKeyOptions, addressKey, canonicalAddress } from "./address.js";
export type { BanOptions, BanRule } from "./ban-rule.js";
export {
  type ConcurrencyExtras,
  type ConcurrencyOptions,
  type ConcurrencyPolicy,
  concurrency,
} from "./concurrency.js";
export { type CostFacts, type CostFunction, costOf } from "./cost.js";
export { addLimitFields, type LimitFieldOptions, limitHeaders } from "./fields.js";
export { type LimitExtras, type LimitInput, limit, readAnyLimit, readLimit } from "./limit.js";
export { type LiveLimits, liveLimits } from "./live-limits.js";
export { type MemoryLimitStore, type MemoryLimitStoreOptions, memoryLimitStore } from "./memory-store.js";
export { type OutageOptions, withOutagePolicy } from "./outage.js";
export { PARTS, type Part } from "./part.js";
export { type PartReader, type PartValues, partitionKey, partitionKeys } from "./partition-key.js";
export { ALGORITHMS, type AlgorithmName, type LimitOptions, type Policy, UNITS, type Unit } from "./policy.js";
export { type Proxies, type ProxySpec, proxies } from "./proxies.js";
export { LIMIT_PROBLEM_TYPES, quotaExceeded, shadowPolicies, violatedPolicies } from "./quota-exceeded.js";
export {
  type FlexibleLimiter,
  type FlexibleResult,
  type FlexibleSource,
  fromRateLimiterFlexible,
} from "./rate-limiter-flexible.js";
export {
  fromIoredis,
  fromNodeRedis,
  type IoRedisClient,
  type NodeRedisClient,
  type RedisScripts,
} from "./redis-clients.js";
export type { RedisKeyOptions } from "./redis-keys.js";
export type { RedisScript } from "./redis-script.js";
export { type RedisLimitStore, type RedisLimitStoreOptions, redisLimitStore } from "./redis-store.js";
export { type Holders, liveHolders, type SlotAsk, type Slots, type SlotVerdict, slotVerdict } from "./slots.js";
export type { Ask, Counted, State, Step, Strikes, Told, ToldPolicy, Verdict } from "./step.js";
export { step } from "./steps.js";
export type { LimitStore } from "./store.js";
export { type Unban, unban } from "./unban.js";
export type { WhenAway } from "./when-away.js";
