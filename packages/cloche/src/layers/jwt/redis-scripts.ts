/** What the Redis stores of this layer ask of a client. */

/**
 * The one command the stores need. A client of the `redis` package fits as it is; for ioredis write
 * `{ eval: (script, { keys, arguments: rest }) => client.eval(script, keys.length, ...keys, ...rest) }`.
 */
export interface RedisScripts {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}
