/** What the process can tell of where it runs: how many serve together, whether it is production, what is in front. */
import { onlyKnown, wholeNumber } from "../kernel/index.js";

/** What only the one who deploys knows for sure; what is left out is told by the process's own signs. */
export interface Surroundings {
  /** How many processes serve this API together; by the cluster module and PM2 unless said. */
  readonly processes?: number;
  /** Whether this is production; by `NODE_ENV` unless said. */
  readonly production?: boolean;
  /** Whether a platform's proxy is always in front; by the platform's variables unless said. */
  readonly proxied?: boolean;
}

/** The surroundings, read. */
export interface Scene {
  readonly processes: number;
  /** Whether there may be more than is known, as where a platform starts what it needs. */
  readonly perhapsMore: boolean;
  readonly production: boolean;
  readonly proxied: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Platforms whose own proxy hands on every request, by a variable that each sets. */
const PROXIED = ["VERCEL", "DYNO", "FLY_APP_NAME", "K_SERVICE", "RENDER", "RAILWAY_ENVIRONMENT_NAME"];
/** Where as many processes may run as the load asks for. */
const SCALED = [...PROXIED, "AWS_LAMBDA_FUNCTION_NAME", "KUBERNETES_SERVICE_HOST", "WEBSITE_INSTANCE_ID"];

/**
 * Reads what was said, and the process's own signs for the rest.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 */
export function sceneOf(said: Surroundings = {}, environment: Environment = ownEnvironment()): Scene {
  onlyKnown(said, ["processes", "production", "proxied"], "createGate surroundings");
  if (said.processes !== undefined)
    wholeNumber(said.processes, "createGate surroundings.processes", { min: 1, max: 100_000 });
  const production = said.production ?? environment.NODE_ENV === "production";
  const told = (names: readonly string[]) => names.some((name) => (environment[name] ?? "") !== "");
  const several = Number(environment.WEB_CONCURRENCY) > 1;
  return {
    processes: said.processes ?? (isOneOfSeveral(environment) ? 2 : 1),
    perhapsMore: said.processes === undefined && production && (several || told(SCALED)),
    production,
    proxied: said.proxied ?? (production && told(PROXIED)),
  };
}

/** A worker of the cluster module, or one of PM2's instances of one app. */
function isOneOfSeveral({ exec_mode: mode, instances }: Environment): boolean {
  if (mode === "cluster_mode" && instances !== "1") return true;
  if (typeof process !== "object") return false;
  const cluster = process.getBuiltinModule?.("node:cluster") as { readonly isWorker?: boolean } | undefined;
  return cluster?.isWorker === true;
}

/** Where there is no process, as in workers, nothing is told. */
function ownEnvironment(): Environment {
  return typeof process === "object" ? (process.env ?? {}) : {};
}
