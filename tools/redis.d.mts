/** A Redis of the test's own. */
export interface RunningRedis {
  /** Where it listens, such as `redis://127.0.0.1:50123`. */
  readonly url: string;
  /** Ends it for good and removes its folder. */
  stop(): Promise<void>;
  /** Ends it as a power cut would; `restart` brings it back. */
  kill(): Promise<void>;
  /** Brings it back on the same port, empty. */
  restart(): Promise<void>;
}

/**
 * The path of a Redis (or Valkey) server, installed through apt where we are root on Debian.
 *
 * @throws {Error} naming what to install, where there is none.
 */
export function ensureRedis(): string;

/** Starts Redis on 127.0.0.1, on a free port unless one is given, with nothing kept on disk. */
export function startRedis(options?: { readonly port?: number }): Promise<RunningRedis>;
