/** A PostgreSQL of the test's own. */
export interface RunningPostgres {
  /** Where it listens, with its superuser and its first database. */
  readonly url: string;
  /** Ends it for good and removes its data. */
  stop(): Promise<void>;
  /** Kills the server as SIGKILL would; what was committed is still there after `restart`. */
  kill9(): Promise<void>;
  /** Kills the server where it runs and brings it back on the same port with the same data. */
  restart(): Promise<void>;
}

/** Starts an empty PostgreSQL on a free port of 127.0.0.1; as root it runs under `nobody`. */
export function startPostgres(): Promise<RunningPostgres>;
