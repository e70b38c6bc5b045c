/** Bridges from the two usual Redis clients to the one command the store needs, by shape and without importing them. */
import type { RedisScript } from "./redis-script.js";

/** The one thing the store asks of Redis or Valkey. */
export interface RedisScripts {
  /** Runs a script by its SHA-1, sending the text where the server does not know it yet. */
  evalScript(script: RedisScript, keys: string[], args: string[]): Promise<unknown>;
}

/** What a client of the `redis` package has. */
export interface NodeRedisClient {
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** What a client of the `ioredis` package, or of `iovalkey`, has. */
export interface IoRedisClient {
  evalsha(sha1: string, numberOfKeys: number, ...keysAndArgs: string[]): Promise<unknown>;
  eval(script: string, numberOfKeys: number, ...keysAndArgs: string[]): Promise<unknown>;
}

/**
 * A client or cluster of the `redis` package.
 *
 * @example
 * const client = await createClient({ url }).connect();
 * const store = redisLimitStore(fromNodeRedis(client));
 */
export function fromNodeRedis(client: NodeRedisClient): RedisScripts {
  return {
    evalScript: ({ text, sha1 }, keys, args) =>
      knownOrSent(
        () => client.evalSha(sha1, { keys, arguments: args }),
        () => client.eval(text, { keys, arguments: args }),
      ),
  };
}

/**
 * A client or cluster of the `ioredis` package.
 *
 * @example
 * const store = redisLimitStore(fromIoredis(new Redis(url)));
 */
export function fromIoredis(client: IoRedisClient): RedisScripts {
  return {
    evalScript: ({ text, sha1 }, keys, args) =>
      knownOrSent(
        () => client.evalsha(sha1, keys.length, ...keys, ...args),
        () => client.eval(text, keys.length, ...keys, ...args),
      ),
  };
}

type Run = () => Promise<unknown>;

// A restarted or failed-over server has lost its scripts; it answers NOSCRIPT and has run nothing.
async function knownOrSent(bySha1: Run, byText: Run): Promise<unknown> {
  try {
    return await bySha1();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("NOSCRIPT")) return byText();
    throw error;
  }
}
