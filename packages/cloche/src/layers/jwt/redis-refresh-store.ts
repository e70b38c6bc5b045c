/** Families of refresh tokens in Redis or Valkey, one script per verb. */
import { nonEmptyText, onlyKnown, sha256, toBase64Url } from "../../kernel/index.js";
import type { RedisScripts } from "./redis-scripts.js";
import type { RefreshAdvance, RefreshFamily, RefreshStore } from "./refresh-store.js";
import { readRetired, writeRetired } from "./retired-tokens.js";

/** Options of `redisRefreshStore`. */
export interface RedisRefreshOptions {
  /** What every key begins with. The braces are needed: all the keys of a script must lie in one slot of a cluster. */
  readonly prefix?: string;
}

/** The server forgets a family by itself a day after its end, whether or not `prune` is ever called. */
const DAY_MILLISECONDS = 86_400_000;

const CREATE = `if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 4))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('SADD', KEYS[2], KEYS[1])
if redis.call('PTTL', KEYS[2]) < tonumber(ARGV[3]) then redis.call('PEXPIRE', KEYS[2], ARGV[3]) end
redis.call('ZADD', KEYS[3], ARGV[1], KEYS[1])
redis.call('HSET', KEYS[1], 'set', ARGV[2])
return 1`;
const FIND = "return redis.call('HGETALL', KEYS[1])";
const ADVANCE = `if redis.call('HGET', KEYS[1], 'currentHash') ~= ARGV[1] then return 0 end
if redis.call('HEXISTS', KEYS[1], 'revokedAt') == 1 then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 2))
redis.call('HINCRBY', KEYS[1], 'generation', 1)
return 1`;
const REVOKE = `if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
return redis.call('HSETNX', KEYS[1], 'revokedAt', ARGV[1])`;
const REVOKE_SUBJECT = `local count = 0
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  if redis.call('EXISTS', key) == 0 then redis.call('SREM', KEYS[1], key)
  else count = count + redis.call('HSETNX', key, 'revokedAt', ARGV[1]) end
end
return count`;
const OF_SUBJECT = `local families = {}
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  if redis.call('HEXISTS', key, 'revokedAt') == 0 then families[#families + 1] = redis.call('HGETALL', key) end
end
return families`;
const PRUNE = `local gone, count = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', '(' .. ARGV[1]), 0
for _, key in ipairs(gone) do
  local set = redis.call('HGET', key, 'set')
  if set then redis.call('SREM', set, key) end
  count = count + redis.call('DEL', key)
  redis.call('ZREM', KEYS[1], key)
end
return count`;

/**
 * A store in Redis or Valkey. It must keep what it is given: with a `maxmemory-policy` that evicts, or without
 * persistence, users are signed out when it forgets.
 *
 * @throws ConfigError `option_invalid` or `option_unknown`
 * @example
 * const store = redisRefreshStore(await createClient({ url }).connect());
 */
export function redisRefreshStore(client: RedisScripts, options: RedisRefreshOptions = {}): RefreshStore {
  onlyKnown(options, ["prefix"], "redisRefreshStore");
  const prefix = nonEmptyText(options.prefix ?? "{cloche}:refresh:", "redisRefreshStore.prefix");
  const family = (familyId: string) => `${prefix}family:${familyId}`;
  const subjects = (subject: string) => `${prefix}subject:${toBase64Url(sha256(subject))}`;
  const ends = `${prefix}ends`;
  const count = async (script: string, keys: string[], rest: (string | number)[]) =>
    Number(await client.eval(script, { keys, arguments: rest.map(String) }));
  return {
    async create(given) {
      const { absoluteExpiresAt, createdAt, subject, familyId } = given;
      const keep = Math.max(0, absoluteExpiresAt - createdAt) + DAY_MILLISECONDS;
      const keys = [family(familyId), subjects(subject), ends];
      const rest = [absoluteExpiresAt, subjects(subject), keep, ...toFields(given)];
      if ((await count(CREATE, keys, rest)) !== 1) throw new Error("The family id is taken.");
    },
    find: async (familyId) => toFamily(await client.eval(FIND, { keys: [family(familyId)], arguments: [] })),
    advance: async (step) => (await count(ADVANCE, [family(step.familyId)], moved(step))) === 1,
    revoke: async (familyId, at) => (await count(REVOKE, [family(familyId)], [at])) === 1,
    revokeSubject: (subject, at) => count(REVOKE_SUBJECT, [subjects(subject)], [at]),
    ofSubject: async (subject) => toList(await client.eval(OF_SUBJECT, { keys: [subjects(subject)], arguments: [] })),
    prune: (before) => count(PRUNE, [ends], [before]),
  };
}

function toFields({ retired, device, revokedAt, ...plain }: RefreshFamily): (string | number)[] {
  const fields = { ...plain, retired: writeRetired(retired) };
  const optional = [
    ...(device === undefined ? [] : ["device", device]),
    ...(revokedAt === undefined ? [] : ["revokedAt", revokedAt]),
  ];
  return [...Object.entries(fields).flat(), ...optional];
}

function moved({ fromHash, toHash, retired, at, idleExpiresAt }: RefreshAdvance): (string | number)[] {
  const fields = { currentHash: toHash, retired: writeRetired(retired), rotatedAt: at, idleExpiresAt };
  return [fromHash, ...Object.entries(fields).flat()];
}

function toList(answer: unknown): RefreshFamily[] {
  if (!Array.isArray(answer)) throw new TypeError("Redis gave another answer.");
  return answer
    .flatMap((fields: unknown) => toFamily(fields) ?? [])
    .sort((a, b) => a.createdAt - b.createdAt || (a.familyId < b.familyId ? -1 : 1));
}

/** The family out of the names and values of a hash; `undefined` where there is none. */
function toFamily(answer: unknown): RefreshFamily | undefined {
  if (!Array.isArray(answer)) throw new TypeError("Redis gave another answer.");
  if (answer.length === 0) return undefined;
  const fields = new Map<string, string>();
  for (let index = 0; index < answer.length; index += 2) fields.set(String(answer[index]), String(answer[index + 1]));
  const text = (name: string) => fields.get(name) ?? "";
  const number = (name: string) => Number(fields.get(name));
  return {
    familyId: text("familyId"),
    subject: text("subject"),
    device: fields.get("device"),
    generation: number("generation"),
    currentHash: text("currentHash"),
    retired: readRetired(text("retired")),
    rotatedAt: number("rotatedAt"),
    createdAt: number("createdAt"),
    idleExpiresAt: number("idleExpiresAt"),
    absoluteExpiresAt: number("absoluteExpiresAt"),
    revokedAt: fields.has("revokedAt") ? number("revokedAt") : undefined,
  };
}
