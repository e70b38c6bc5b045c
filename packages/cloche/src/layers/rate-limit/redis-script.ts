/** The counting steps in Lua, so that Redis takes several policies in one atomic call by its own clock. */
import { createHash } from "node:crypto";

/** A Lua script and the SHA-1 that Redis knows it by. */
export interface RedisScript {
  readonly text: string;
  readonly sha1: string;
}

/** How many arguments each key brings: algorithm, quota, window in milliseconds, burst, cost. */
export const ARGUMENTS_PER_KEY = 5;

const SERVER_CLOCK = `local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

/** The same arithmetic as `fixed-window.ts`, `sliding-window.ts`, `token-bucket.ts` and `gcra.ts`. */
const STEPS = `
local function fixed(s, p, cost)
  if not s or now - s.at >= p.window then s = { at = now, used = 0 } end
  if now < s.at then s.at = now end
  local fits = s.used + math.max(1, cost) <= p.quota
  local used = fits and s.used + cost or s.used
  local left = s.at + p.window - now
  return { fits = fits, at = s.at, used = used, before = 0, remaining = p.quota - used,
    reset = left, retry = left, keep = left }
end

local function sliding(s, p, cost)
  local w = p.window
  if not s or now - s.at >= 2 * w then s = { at = now, used = 0, before = 0 }
  elseif now - s.at >= w then s = { at = s.at + w, used = 0, before = s.used }
  elseif now < s.at then s.at = now end
  local need = math.max(1, cost)
  local left = s.at + w - now
  local free = (p.quota - s.used) * w - s.before * left
  local fits = need * w <= free
  local counted = fits and cost or 0
  local room, retry = p.quota - need, 0
  if not fits and s.used <= room then retry = math.ceil(left - (room - s.used) * w / s.before)
  elseif not fits then retry = left + math.max(0, math.ceil(w - math.max(0, room) * w / math.max(1, s.used))) end
  return { fits = fits, at = s.at, used = s.used + counted, before = s.before,
    remaining = math.floor(free / w) - counted, reset = left, retry = retry, keep = left + w }
end

local function bucket(s, p, cost)
  local w = p.window
  local missing = s and math.max(0, s.used - math.max(0, now - s.at) * p.quota) or 0
  local free = p.burst * w - missing
  local need = math.max(1, cost) * w
  local fits = need <= free
  local used = fits and missing + cost * w or missing
  local full = math.ceil(used / p.quota)
  return { fits = fits, at = now, used = used, before = 0, remaining = math.floor((p.burst * w - used) / w),
    reset = full, retry = math.ceil((need - free) / p.quota), keep = math.max(1, full) }
end

local function gcra(s, p, cost)
  local interval = math.ceil(p.window * 1000 / p.quota)
  local tolerance = p.burst * interval
  local present = now * 1000
  local arrival = math.min(math.max(s and s.at or present, present), present + tolerance)
  local need = math.max(1, cost) * interval
  local fits = arrival + need - present <= tolerance
  local next = fits and arrival + cost * interval or arrival
  return { fits = fits, at = next, used = 0, before = 0,
    remaining = math.floor((tolerance - (next - present)) / interval),
    reset = math.floor((next - present) / 1000),
    retry = math.ceil((arrival + need - tolerance - present) / 1000),
    keep = math.max(1, math.ceil((next - present) / 1000)) }
end

local steps = { ["fixed-window"] = fixed, ["sliding-window"] = sliding, ["token-bucket"] = bucket, gcra = gcra }`;

const TAKE = `
local function read(key)
  local kept = redis.call("GET", key)
  if not kept then return nil end
  local at, used, before = string.match(kept, "^(%d+) (%d+) (%d+)$")
  if not at then return nil end
  return { at = tonumber(at), used = tonumber(used), before = tonumber(before) }
end

local function ask(i, key, cost)
  local base = (i - 1) * ${ARGUMENTS_PER_KEY}
  local p = { quota = tonumber(ARGV[base + 2]), window = tonumber(ARGV[base + 3]), burst = tonumber(ARGV[base + 4]) }
  return steps[ARGV[base + 1]](read(key), p, cost)
end

local taken, costs, counts = {}, {}, true
for i, key in ipairs(KEYS) do
  costs[i] = tonumber(ARGV[i * ${ARGUMENTS_PER_KEY}])
  taken[i] = ask(i, key, costs[i])
  counts = counts and taken[i].fits
end

local answers = {}
for i, key in ipairs(KEYS) do
  local t = taken[i]
  if counts and costs[i] > 0 then
    redis.call("SET", key, string.format("%.0f %.0f %.0f", t.at, t.used, t.before), "PX", string.format("%.0f", t.keep))
  elseif not counts and t.fits then
    t = ask(i, key, 0)
  end
  answers[i] = { t.fits and 1 or 0, t.remaining, t.reset, t.retry }
end
return answers`;

/** A script from its text. */
export function redisScript(text: string): RedisScript {
  return Object.freeze({ text, sha1: createHash("sha1").update(text).digest("hex") });
}

/** The script with its own source of `now`, which tests replace to move time. */
export function takeScript(clock: string = SERVER_CLOCK): RedisScript {
  return redisScript(`${clock}\n${STEPS}\n${TAKE}`);
}

/** Takes every ask of one call. */
export const TAKE_SCRIPT = takeScript();

/** Forgets one key. */
export const FORGET_SCRIPT = redisScript('return redis.call("DEL", KEYS[1])');
