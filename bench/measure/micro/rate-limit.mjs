/** Counting a caller against a limit, all in memory. */
import { ThrottlerStorageService } from "@nestjs/throttler";
import { limit, limitHeaders, memoryLimitStore, partitionKey, partitionKeys } from "cloche/rate-limit";
import { MemoryStore, rateLimit } from "express-rate-limit";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { LIMIT_MAX, LIMIT_WINDOW_MS } from "../../peers/workload.mjs";
import { userId } from "../client.mjs";
import { cycle } from "./cycle.mjs";

const next = cycle(Array.from({ length: 256 }, (_, user) => userId(user)));

const windows = new Map();
function hitByHand(user) {
  const now = Date.now();
  let window = windows.get(user);
  if (window === undefined || window.resetAt <= now) {
    window = { count: 0, resetAt: now + LIMIT_WINDOW_MS };
    windows.set(user, window);
  }
  window.count += 1;
  return window.count <= LIMIT_MAX;
}

const policies = Object.fromEntries(
  ["fixed-window", "sliding-window", "token-bucket", "gcra"].map((algorithm) => {
    const policy = limit("1000000 per 15 minutes by caller", { algorithm, name: algorithm });
    return [algorithm, { policy, keyOf: partitionKeys(policy, [(user) => user]) }];
  }),
);
const underPepper = limit("1000000 per 15 minutes by caller", { name: "peppered" });
const peppered = {
  policy: underPepper,
  keyOf: partitionKeys(underPepper, [(user) => user], "a pepper that is long enough to be one"),
};
const store = memoryLimitStore();
const take = (key, policy) => store.take([{ key, policy, cost: policy.cost }], Date.now());
/** As the gate counts: the hashed keys of callers it has seen of late are remembered. */
const hit = ({ policy, keyOf }) => take(keyOf(next()), policy);
const hitByStranger = ({ policy }) => take(partitionKey(policy, { caller: next() }), policy);

const memoryStore = new MemoryStore();
memoryStore.init({ windowMs: LIMIT_WINDOW_MS });
const middleware = rateLimit({
  windowMs: LIMIT_WINDOW_MS,
  max: LIMIT_MAX,
  keyGenerator: (req) => req.user.sub,
  validate: false,
});
function response() {
  const headers = new Map();
  return {
    headersSent: false,
    setHeader: (name, value) => headers.set(name, value),
    append() {},
    getHeader: (name) => headers.get(name),
  };
}
const flexible = new RateLimiterMemory({ points: LIMIT_MAX, duration: LIMIT_WINDOW_MS / 1000 });

// One user's log held at 100 live hits: what @nestjs/throttler rereads on each request.
const throttler = new ThrottlerStorageService();
const KEY = "throttler-user";
const hitThrottler = () => throttler.increment(KEY, LIMIT_WINDOW_MS, LIMIT_MAX, LIMIT_WINDOW_MS, "default");
await hitThrottler();
function throttlerUnderLoad() {
  throttler.hitExpirations.get(KEY).set("default", new Array(100).fill(Date.now() + LIMIT_WINDOW_MS));
  return hitThrottler();
}

export const GROUPS = {
  "rate-limit": [
    { name: "a Map by hand", run: () => hitByHand(next()) },
    {
      name: "cloche/rate-limit, fixed window",
      run: () => hit(policies["fixed-window"]),
      atMost: [1, "rate-limiter-flexible memory consume"],
    },
    {
      name: "cloche/rate-limit, fixed window, with headers",
      run: () => limitHeaders(hit(policies["fixed-window"])),
      atMost: [1, "express-rate-limit middleware"],
    },
    {
      name: "cloche/rate-limit, fixed window, each key hashed anew",
      run: () => hitByStranger(policies["fixed-window"]),
    },
    { name: "cloche/rate-limit, fixed window, keys under a pepper", run: () => hit(peppered) },
    { name: "cloche/rate-limit, sliding window", run: () => hit(policies["sliding-window"]) },
    { name: "cloche/rate-limit, token bucket", run: () => hit(policies["token-bucket"]) },
    { name: "cloche/rate-limit, gcra", run: () => hit(policies.gcra) },
    { name: "express-rate-limit MemoryStore.increment", run: () => memoryStore.increment(next()) },
    {
      name: "express-rate-limit middleware",
      run: () =>
        new Promise((resolve) => {
          middleware({ user: { sub: next() }, ip: "127.0.0.1" }, response(), resolve);
        }),
    },
    { name: "rate-limiter-flexible memory consume", run: () => flexible.consume(next()) },
    { name: "@nestjs/throttler store, 100 hits in its window", run: throttlerUnderLoad },
  ],
};
