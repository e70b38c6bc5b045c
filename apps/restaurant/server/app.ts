/** The composition root: makes everything from the configuration and an open database, and stops it in order. */
import { type Clock, createGate, type Handled, openApi, systemClock } from "cloche";
import { health, inboxCheck, keysCheck, type Metrics, type Observer } from "cloche/observe";
import type { ConfigurationProblem, Watch } from "cloche/secrets";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import type { Logger } from "pino";
import { ACCESS_COOKIE, makeAccounts } from "./accounts/index.js";
import { gateOptions } from "./app/gate.js";
import { httpServer, stopHttp } from "./app/http-server.js";
import { limitsOf } from "./app/limits.js";
import type { Tls } from "./app/local-certificate.js";
import { listenForMetrics } from "./app/metrics-listener.js";
import { observation } from "./app/observation.js";
import { type RunningKeys, startPartnerKeys } from "./app/partner-keys.js";
import { connectRedis, type Redis } from "./app/redis.js";
import { type SliceParts, sliceHandlers } from "./app/slices.js";
import { startWork, type Work } from "./app/work.js";
import { makeCustomers } from "./customers/index.js";
import { deviceSource } from "./devices/index.js";
import { tellUnrouted } from "./kitchen/index.js";
import { pagesHandlers } from "./pages/index.js";
import { type Config, inboxState, type OpenDatabase } from "./platform/index.js";

/** What an app is made of. */
export interface AppOptions {
  readonly config: Config;
  /** Open already; the app closes it when it stops. */
  readonly database: OpenDatabase;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** The folder of the built pages; without it the API stands alone. */
  readonly webFolder?: string | undefined;
  /** Serves TLS itself; a proxy usually does. */
  readonly tls?: Tls | undefined;
}

/** The restaurant, ready to listen. */
export interface App {
  readonly server: FastifyInstance;
  /** Hears what happens, for whoever watches the process that the app runs in. */
  readonly observe: Observer;
  /** Listens where the configuration says. */
  readonly listen: () => Promise<void>;
  /** Lets what is in flight finish, ends the live streams, and closes everything. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

const ABOUT = { title: "Restaurant ordering", version: "1" };

/** Makes the app. Whatever cannot be honoured stops it here. */
export async function createApp(options: AppOptions): Promise<App> {
  const { config, database, logger, clock = systemClock } = options;
  const { observe, measured, redact, tape, close } = await observation(config, database, logger);
  const redis = config.redisUrl === undefined ? undefined : await connectRedis(config.redisUrl, logger);
  const stopping = new AbortController();
  const limits = limitsOf(config, redis, observe.event);
  const counts = limits.store;
  const accounts = await makeAccounts({ config, db: database.db, clock, emit: observe.event, counts });
  const { refreshTokens, revoked, csrf } = accounts.parts;
  const sessions = { refreshTokens, revoked, csrf };
  const customers = makeCustomers({ config, db: database.db, clock, emit: observe.event, sessions });
  const made = { accounts, customers, observe, tape, counts };
  const parts: SliceParts = { config, database, clock, stopping: stopping.signal, ...made };
  const who = [...accounts.who, deviceSource(database.db, ACCESS_COOKIE), customers.source];
  const allowing = gateOptions({ config, who, csrf, limits, observe, clock });
  const gate = createGate(allowing);
  const probes = readiness({ database, redis, logger, config });
  const pages = pagesOf(options.webFolder, {
    openApi: () => openApi(ABOUT, gate.contracts(), allowing),
    readiness: probes.ready,
    observe,
    clock,
  });
  const secrets = config.watchSecrets({ ...watching(logger), redact, emit: observe.event });
  await tellUnrouted(database.db, (lost) => logger.warn(lost, "dishes are made nowhere; see the office's stations"));
  const keys = await startPartnerKeys({ config, database, clock, observe, refresh: () => secrets.refresh() });
  const server = await httpServer(gate, [...sliceHandlers(parts), ...keys.handlers, ...pages], options.tls);
  measured.declare({ routes: gate.contracts().map(({ method, name }) => ({ method, route: name })) });
  const work = startWork(parts);
  const life = {
    server,
    stopping,
    drain: probes.drain,
    work,
    keys,
    secrets,
    redis,
    config,
    database,
    measured,
    observe,
    close,
  };
  return lifeOf(life);
}

/** Secrets that rotate are read anew; one that cannot be used changes nothing, and is told. */
function watching(logger: Logger) {
  return {
    every: "1 minute",
    onFailure: (problems: readonly ConfigurationProblem[]) => logger.error({ problems }, "a secret was not exchanged"),
  };
}

interface Living {
  readonly server: FastifyInstance;
  readonly stopping: AbortController;
  readonly drain: () => void;
  readonly work: Work;
  readonly keys: Pick<RunningKeys, "stop">;
  readonly secrets: Watch;
  readonly redis: Redis | undefined;
  readonly config: Config;
  readonly database: OpenDatabase;
  readonly measured: Metrics;
  readonly observe: Observer;
  /** Waits for what the observer still tells. */
  readonly close: () => Promise<void>;
}

function lifeOf(living: Living): App {
  const { server, config, measured, observe } = living;
  let closeMetrics = (): Promise<void> => Promise.resolve();
  let stopped: Promise<void> | undefined;
  return {
    server,
    observe,
    async listen() {
      if (config.metricsPort !== undefined) closeMetrics = await listenForMetrics(measured, config.metricsPort);
      await server.listen({ host: config.host, port: config.port });
    },
    stop() {
      stopped ??= Promise.all([stopInOrder(living), closeMetrics()]).then(() => undefined);
      return stopped;
    },
  };
}

/** The database goes last: what is in flight still needs it. */
async function stopInOrder(living: Living): Promise<void> {
  const { server, stopping, drain, work, keys, secrets, redis, database, close } = living;
  drain();
  stopping.abort();
  secrets.stop();
  try {
    await stopHttp(server);
    await Promise.all([work.stop(), keys.stop()]);
    await redis?.close();
    await close();
  } finally {
    await database.close();
  }
}

type PagesNeeds = Omit<Parameters<typeof pagesHandlers>[0], "webFolder">;

function pagesOf(webFolder: string | undefined, needs: PagesNeeds): readonly Handled[] {
  return webFolder === undefined ? [] : pagesHandlers({ webFolder, ...needs });
}

interface Probed {
  readonly database: OpenDatabase;
  readonly redis: Redis | undefined;
  readonly logger: Logger;
  readonly config: Config;
}

function readiness({ database: { db }, redis, logger, config: { jwtSecret } }: Probed) {
  const checks = {
    database: () => sql`select 1`.execute(db),
    // How much waits is for people to see; a process that turned unready for it would only let more wait.
    inbox: inboxCheck({ count: () => inboxState(db) }),
    keys: keysCheck({ find: () => jwtSecret.all() }, "HS256"),
    ...(redis === undefined ? {} : { redis: redis.ping }),
  };
  return health({ checks, onFailing: (part) => logger.warn({ part }, "a part does not answer") });
}
