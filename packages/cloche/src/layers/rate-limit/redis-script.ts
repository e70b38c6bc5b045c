/** The counting steps in Lua, so that Redis takes several policies in one atomic call by its own clock. */
import { createHash } from "node:crypto";

/** A Lua script and the SHA-1 that Redis knows it by. */
export interface RedisScript {
  readonly text: string;
  readonly sha1: string;
}

/** How many arguments each key brings: algorithm, quota, window in milliseconds, burst, cost, shadow, ban. */
export const ARGUMENTS_PER_KEY = 7;

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

/** The same arithmetic as `ban.ts`. */
const BAN = `
local function settled(k, w, longest)
  local over = k.count == 0 or now - k.since >= w or now < k.since
  local calm = now - k.ends >= longest
  return { count = over and 0 or k.count, since = over and now or k.since,
    ends = calm and 0 or math.min(k.ends, now + longest), bans = calm and 0 or k.bans }
end

local function strike(k, b)
  if k.count + 1 < b.after then k.count = k.count + 1 return end
  k.ends = now + math.min(b.longest, b.first * b.factor ^ k.bans)
  k.count, k.since, k.bans = 0, now, math.min(k.bans + 1, 60)
end

local function under_ban(t, b, s, p, cost)
  local k = settled(s and s.strikes or { count = 0, since = 0, ends = 0, bans = 0 }, p.window, b.longest)
  t.struck = not t.fits and cost > 0 and now >= k.ends
  if t.struck then strike(k, b) end
  t.strikes = k
  local left = math.max(0, k.ends - now)
  if k.count > 0 then t.keep = math.max(t.keep, k.since + p.window - now) end
  if k.bans > 0 then t.keep = math.max(t.keep, left + b.longest) end
  if left > 0 then
    t.retry = math.max(left, t.fits and 0 or t.retry)
    t.fits, t.banned, t.remaining, t.reset = false, true, 0, left
  end
  return t
end`;

const TAKE = `
local function read(key)
  local kept = redis.call("GET", key)
  if not kept then return nil end
  local n = {}
  for digits in string.gmatch(kept, "%d+") do n[#n + 1] = tonumber(digits) end
  if (#n ~= 3 and #n ~= 7) or string.find(kept, "[^%d ]") then return nil end
  return { at = n[1], used = n[2], before = n[3],
    strikes = n[7] and { count = n[4], since = n[5], ends = n[6], bans = n[7] } or nil }
end

local function write(key, t)
  local text = string.format("%.0f %.0f %.0f", t.at, t.used, t.before)
  if t.strikes then
    local k = t.strikes
    text = text .. string.format(" %.0f %.0f %.0f %.0f", k.count, k.since, k.ends, k.bans)
  end
  redis.call("SET", key, text, "PX", string.format("%.0f", math.max(1, t.keep)))
end

local function ask(i, key, cost)
  local base = (i - 1) * ${ARGUMENTS_PER_KEY}
  local p = { quota = tonumber(ARGV[base + 2]), window = tonumber(ARGV[base + 3]), burst = tonumber(ARGV[base + 4]) }
  local s = read(key)
  local t = steps[ARGV[base + 1]](s, p, cost)
  local after, first, factor, longest = string.match(ARGV[base + 7], "^(%d+) (%d+) (%d+) (%d+)$")
  if not after then return t end
  local b = { after = tonumber(after), first = tonumber(first), factor = tonumber(factor), longest = tonumber(longest) }
  return under_ban(t, b, s, p, cost)
end

local taken, costs, counts = {}, {}, true
for i, key in ipairs(KEYS) do
  local base = (i - 1) * ${ARGUMENTS_PER_KEY}
  costs[i] = tonumber(ARGV[base + 5])
  taken[i] = ask(i, key, costs[i])
  counts = counts and (taken[i].fits or ARGV[base + 6] == "1")
end

local answers = {}
for i, key in ipairs(KEYS) do
  local t = taken[i]
  if costs[i] > 0 and t.fits and not counts then
    t = ask(i, key, 0)
  elseif costs[i] > 0 and (t.fits or t.struck) then
    write(key, t)
  end
  answers[i] = { t.fits and 1 or 0, t.remaining, t.reset, t.retry, t.banned and 1 or 0 }
end
return answers`;

/**
 * Takes a slot under each key, or under none: the same decision as `slots.ts`. The arguments are the holder's id, then
 * for each key how many slots there are, the lease in milliseconds, and whether it is in shadow.
 */
const ACQUIRE = `
local held, fits = {}, true
for i, key in ipairs(KEYS) do
  redis.call("ZREMRANGEBYSCORE", key, "-inf", now)
  held[i] = redis.call("ZCARD", key)
  fits = fits and (held[i] < tonumber(ARGV[i * 3 - 1]) or ARGV[i * 3 + 1] == "1")
end
for i, key in ipairs(KEYS) do
  if fits and held[i] < tonumber(ARGV[i * 3 - 1]) then
    redis.call("ZADD", key, string.format("%.0f", now + ARGV[i * 3]), ARGV[1])
    redis.call("PEXPIRE", key, ARGV[i * 3])
  end
end
return { fits and 1 or 0, held }`;

const RENEW = `
for _, key in ipairs(KEYS) do
  local ends = redis.call("ZSCORE", key, ARGV[1])
  if not ends or tonumber(ends) <= now then return 0 end
end
for i, key in ipairs(KEYS) do
  redis.call("ZADD", key, string.format("%.0f", now + ARGV[i + 1]), ARGV[1])
  redis.call("PEXPIRE", key, ARGV[i + 1])
end
return 1`;

/** A script from its text. */
export function redisScript(text: string): RedisScript {
  return Object.freeze({ text, sha1: createHash("sha1").update(text).digest("hex") });
}

/** The scripts that read the time, with their own source of `now`, which tests replace to move it. */
export function timedScripts(
  clock: string = SERVER_CLOCK,
): Readonly<Record<"take" | "acquire" | "renew", RedisScript>> {
  return Object.freeze({
    take: redisScript(`${clock}\n${STEPS}\n${BAN}\n${TAKE}`),
    acquire: redisScript(`${clock}\n${ACQUIRE}`),
    renew: redisScript(`${clock}\n${RENEW}`),
  });
}

/** Takes every ask of one call; acquires and renews every slot of one. */
export const TIMED_SCRIPTS = timedScripts();

/** Forgets one key. */
export const FORGET_SCRIPT = redisScript('return redis.call("DEL", KEYS[1])');

/** Gives the slots back. */
export const RELEASE_SCRIPT = redisScript(`
for _, key in ipairs(KEYS) do redis.call("ZREM", key, ARGV[1]) end
return 1`);
