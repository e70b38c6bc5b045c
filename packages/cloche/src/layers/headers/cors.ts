/** Decides which other origins may read the answers (Fetch standard, CORS protocol; ASVS 5.0, 3.4.2). */
import { type HeaderPair, type Refusal, refuse } from "../../kernel/index.js";
import { type CorsOptions, type CorsRules, corsRules } from "./cors-options.js";

/** What a request says of itself to CORS. */
export interface CorsRequest {
  readonly origin: string | undefined;
  readonly method: string;
  /** `Access-Control-Request-Method`: with it, an OPTIONS request is a preflight. */
  readonly requestedMethod?: string | undefined;
  /** `Access-Control-Request-Headers`. */
  readonly requestedHeaders?: string | undefined;
  /** `Access-Control-Request-Private-Network`: `true` where a public page calls into a private network. */
  readonly requestedPrivateNetwork?: string | undefined;
}

/** What CORS makes of a request that goes on. */
export interface CorsAnswer {
  /** A preflight is answered with 204 and these headers; everything else goes on and carries them. */
  readonly preflight: boolean;
  readonly headers: readonly HeaderPair[];
}

/** A CORS policy, decided. */
export interface Cors {
  /**
   * The headers for the answer. A preflight that asks for more than is allowed is refused. Any other request of a
   * foreign origin goes on without the headers that would let the browser show the answer: CORS is not what keeps a
   * forged request out, `crossSite` is.
   */
  decide(request: CorsRequest): CorsAnswer | Refusal;
  /** Whether answers to this origin may be read. */
  allows(origin: string): boolean;
  describe(): string;
}

/**
 * A CORS policy from an exact list of origins. A reflected origin does not exist here, and `*` only without
 * credentials.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `policy_contradiction`
 * @example
 * const policy = cors({ origins: ["https://shop.example"], methods: ["GET", "POST"], headers: ["authorization"] });
 * policy.decide({ origin: "https://shop.example", method: "GET" });
 */
export function cors(options: CorsOptions): Cors {
  const rules = corsRules(options);
  const answers = new Map([...rules.origins].map((origin) => [origin, answersFor(origin, rules)]));
  const open = answersFor("*", rules);
  const allows = (origin: string): boolean => rules.everyone || answers.has(origin);
  return Object.freeze({
    allows,
    describe: () => rules.words,
    decide(request: CorsRequest) {
      const preflight = request.method === "OPTIONS" && request.requestedMethod !== undefined;
      if (request.origin === undefined) return preflight ? UNASKED : rules.everyone ? open.simple : FOREIGN;
      const found = rules.everyone ? open : answers.get(request.origin);
      if (!preflight) return found?.simple ?? FOREIGN;
      if (found === undefined) return ORIGIN_REFUSED;
      const refusal = refusedPreflight(request, rules);
      if (refusal !== undefined) return refusal;
      return request.requestedPrivateNetwork === undefined ? found.preflight : found.privatePreflight;
    },
  });
}

interface Answers {
  readonly simple: CorsAnswer;
  readonly preflight: CorsAnswer;
  /** The answer to a preflight that asks to enter a private network. */
  readonly privatePreflight: CorsAnswer | Refusal;
}

const VARY: HeaderPair = Object.freeze(["vary", "Origin"] as const);
// Also where the origin is not allowed: a cache must not hand this answer to an origin that is.
const FOREIGN: CorsAnswer = Object.freeze({ preflight: false, headers: Object.freeze([VARY]) });
const ORIGIN_REFUSED = preflightRefusal("cors_origin");
const METHOD_REFUSED = preflightRefusal("cors_method");
const HEADER_REFUSED = preflightRefusal("cors_header");
const NETWORK_REFUSED = preflightRefusal("cors_private_network");
// No browser sends a preflight without an origin.
const UNASKED = ORIGIN_REFUSED;

function preflightRefusal(reason: string): Refusal {
  return Object.freeze(refuse("cross_site_refused", { reason, headers: Object.freeze([VARY]) }));
}

function answersFor(origin: string, rules: CorsRules): Answers {
  const shared: HeaderPair[] = [["access-control-allow-origin", origin]];
  if (rules.credentials) shared.push(["access-control-allow-credentials", "true"]);
  if (origin !== "*") shared.push(VARY);
  const exposed: HeaderPair[] = rules.exposed === "" ? [] : [["access-control-expose-headers", rules.exposed]];
  const preflight: HeaderPair[] = [
    ["access-control-allow-methods", [...rules.methods].join(", ")],
    ["access-control-max-age", String(rules.maxAgeSeconds)],
  ];
  if (rules.headers.size > 0) preflight.push(["access-control-allow-headers", [...rules.headers].join(", ")]);
  const opened: HeaderPair = ["access-control-allow-private-network", "true"];
  return {
    simple: Object.freeze({ preflight: false, headers: Object.freeze([...shared, ...exposed]) }),
    preflight: Object.freeze({ preflight: true, headers: Object.freeze([...shared, ...preflight]) }),
    privatePreflight: rules.privateNetwork
      ? Object.freeze({ preflight: true, headers: Object.freeze([...shared, ...preflight, opened]) })
      : NETWORK_REFUSED,
  };
}

function refusedPreflight({ requestedMethod, requestedHeaders }: CorsRequest, rules: CorsRules): Refusal | undefined {
  if (requestedMethod === undefined || !rules.methods.has(requestedMethod)) return METHOD_REFUSED;
  if (requestedHeaders === undefined || requestedHeaders === "") return undefined;
  const names = requestedHeaders.split(",", MAX_HEADERS + 1);
  const known = names.length <= MAX_HEADERS && names.every((name) => rules.headers.has(name.trim().toLowerCase()));
  return known ? undefined : HEADER_REFUSED;
}

const MAX_HEADERS = 100;
