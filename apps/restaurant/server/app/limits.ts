/** Where requests are counted: in this process, or in Redis where several share one count. */
import type { LimitsOptions, SecurityEvent } from "cloche";
import { fromNodeRedis, memoryLimitStore, redisLimitStore, withOutagePolicy } from "cloche/rate-limit";
import { payTracked } from "../../contracts/index.js";
import type { Config } from "../platform/index.js";
import type { Redis } from "./redis.js";

/** Every address outside the API, pages that do not exist included. */
const ELSEWHERE = "600 per minute by address";

/** The processes that are assumed to share a quota while Redis is away: each then counts its half. */
const PROCESSES = 2;

/** The gate's limits. While Redis is away each process counts for itself: ordering goes on, and nobody is uncounted. */
export function limitsOf(
  config: Config,
  redis: Redis | undefined,
  emit: (event: SecurityEvent) => void,
): LimitsOptions {
  const store =
    redis === undefined
      ? memoryLimitStore()
      : withOutagePolicy(redisLimitStore(fromNodeRedis(redis.client)), {
          whenAway: "local",
          processes: PROCESSES,
          emit,
        });
  const defaults = {
    "/api/v1/orders": config.limitOrders,
    [payTracked.path]: config.limitPayments,
    "/api/": config.limitDefault,
    "/": ELSEWHERE,
  };
  return { store, defaults };
}
