/** Reads the options of a CORS policy and refuses what would open it to everybody. */
import { configFault, type Duration, oneOf, wholeNumber } from "../../kernel/index.js";
import { flag } from "./flag.js";
import { lasting } from "./lasting.js";
import { originsOf } from "./origin.js";
import { section } from "./section.js";

/** Which origins may do what. */
export interface CorsOptions {
  /** Exact origins, such as `https://shop.example`; or `"*"` alone for data that is public to everybody. */
  readonly origins: readonly string[] | "*";
  /** The methods beside what any page may send; GET, HEAD and POST where nothing is said. */
  readonly methods?: readonly string[];
  /** The request headers a page may set, such as `content-type` and `authorization`. */
  readonly headers?: readonly string[];
  /** Whether browsers may send cookies along. */
  readonly credentials?: boolean;
  /** How long a browser may remember a preflight, at most a day; 10 minutes where nothing is said. */
  readonly maxAge?: Duration;
  /** The answer's headers that a page may read. */
  readonly exposed?: readonly string[];
  /**
   * Whether pages from the public Internet may call this server inside a private network (Private Network Access).
   * Only for exact origins.
   */
  readonly privateNetwork?: boolean;
}

/** The options, read. */
export interface CorsRules {
  readonly everyone: boolean;
  readonly origins: ReadonlySet<string>;
  readonly methods: ReadonlySet<string>;
  readonly headers: ReadonlySet<string>;
  readonly credentials: boolean;
  readonly maxAgeSeconds: number;
  readonly exposed: string;
  readonly privateNetwork: boolean;
  readonly words: string;
}

const KNOWN = ["origins", "methods", "headers", "credentials", "maxAge", "exposed", "privateNetwork"];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const HEADER_NAME = /^[a-z0-9!#$%&'+.^_`|~-]+$/;
const DAY_SECONDS = 86_400;

/**
 * @throws ConfigError `option_unknown`, `option_invalid` or `policy_contradiction`
 */
export function corsRules(options: CorsOptions): CorsRules {
  section(options, KNOWN, "cors");
  const everyone = options.origins === "*" || (options.origins.length === 1 && options.origins[0] === "*");
  const origins = everyone ? new Set<string>() : readOrigins(options.origins);
  const credentials = flag(options.credentials, { where: "cors.credentials", otherwise: false });
  const privateNetwork = flag(options.privateNetwork, { where: "cors.privateNetwork", otherwise: false });
  refuseOpenCredentials({ everyone, origins, credentials });
  if (everyone && privateNetwork) throw openNetwork();
  const maxAgeSeconds = lasting(options.maxAge ?? 600, "cors.maxAge");
  const methods = (options.methods ?? ["GET", "HEAD", "POST"]).map((method) => oneOf(method, METHODS, "cors.methods"));
  return Object.freeze({
    everyone,
    origins,
    credentials,
    privateNetwork,
    methods: new Set(methods),
    headers: new Set(readNames(options.headers, "cors.headers")),
    maxAgeSeconds: wholeNumber(maxAgeSeconds, "cors.maxAge", { min: 1, max: DAY_SECONDS }),
    exposed: readNames(options.exposed, "cors.exposed").join(", "),
    words: `${everyone ? "*" : [...origins].join(", ")}${credentials ? " with credentials" : ""}: ${methods.join(", ")}`,
  });
}

function readOrigins(origins: unknown): ReadonlySet<string> {
  if (Array.isArray(origins) && origins.length > 0) return originsOf(origins, "cors.origins");
  throw configFault("option_invalid", { where: "cors.origins", fix: "List at least one origin." });
}

function openNetwork() {
  return configFault("policy_contradiction", {
    where: "cors.privateNetwork",
    fix: "Any page on the Internet could reach into the private network. List the origins.",
  });
}

type Openness = Pick<CorsRules, "everyone" | "origins" | "credentials">;

function refuseOpenCredentials({ everyone, origins, credentials }: Openness): void {
  if (!credentials) return;
  if (everyone) {
    throw configFault("policy_contradiction", {
      where: "cors.origins",
      fix: "With credentials, any site could read what the signed-in user may. List the origins, or drop credentials.",
    });
  }
  if ([...origins].some(isPlainHttp)) {
    throw configFault("policy_contradiction", {
      where: "cors.origins",
      fix: "With credentials, an origin without TLS lets the network read them. Use https, except for localhost.",
    });
  }
}

function isPlainHttp(origin: string): boolean {
  const { protocol, hostname } = new URL(origin);
  return protocol === "http:" && hostname !== "localhost" && hostname !== "127.0.0.1" && hostname !== "[::1]";
}

function readNames(names: readonly string[] | undefined, where: string): string[] {
  return (names ?? []).map((name) => {
    const lower = typeof name === "string" ? name.toLowerCase() : "";
    if (HEADER_NAME.test(lower)) return lower;
    throw configFault("option_invalid", { where, fix: "List header names one by one; * is not one." });
  });
}
