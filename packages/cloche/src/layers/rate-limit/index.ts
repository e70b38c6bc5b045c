/** The rate-limit layer's door. */
export { type AddressKeyOptions, addressKey, canonicalAddress } from "./address.js";
export { limitHeaders } from "./fields.js";
export { type LimitExtras, type LimitInput, limit, readLimit } from "./limit.js";
export { type MemoryLimitStore, type MemoryLimitStoreOptions, memoryLimitStore } from "./memory-store.js";
export { type OutageOptions, type WhenAway, withOutagePolicy } from "./outage.js";
export { PARTS, type Part } from "./part.js";
export { type PartValues, partitionKey } from "./partition-key.js";
export { ALGORITHMS, type AlgorithmName, type LimitOptions, type Policy } from "./policy.js";
export { type Proxies, type ProxySpec, proxies } from "./proxies.js";
export { LIMIT_PROBLEM_TYPES, quotaExceeded, violatedPolicies } from "./quota-exceeded.js";
export {
  fromIoredis,
  fromNodeRedis,
  type IoRedisClient,
  type NodeRedisClient,
  type RedisScripts,
} from "./redis-clients.js";
export type { RedisScript } from "./redis-script.js";
export { type RedisLimitStoreOptions, redisLimitStore } from "./redis-store.js";
export type { Ask, Counted, State, Step, Verdict } from "./step.js";
export { step } from "./steps.js";
export type { LimitStore } from "./store.js";
