/** Refuses requests that another site made a browser send (ASVS 5.0, 3.5.1 to 3.5.3). */
import { type Refusal, type RequestHead, refuse } from "../../kernel/index.js";
import { originsOf } from "./origin.js";
import { section } from "./section.js";

/** Who else may send requests that change something. */
export interface CrossSiteOptions {
  /** Exact origins beside the API's own. */
  readonly allowedOrigins?: readonly string[];
  /** Refuses also what carries neither `Sec-Fetch-Site` nor `Origin`, which is what programs send. */
  readonly requireEvidence?: boolean;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Reads the options once.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `policy_contradiction`
 * @example
 * const rules = crossSiteRules({ allowedOrigins: ["https://shop.example"] });
 * crossSite(head, rules);
 */
export function crossSiteRules(options: CrossSiteOptions = {}): Readonly<Required<CrossSiteOptions>> {
  section(options, ["allowedOrigins", "requireEvidence"], "crossSite");
  return Object.freeze({
    allowedOrigins: Object.freeze([...originsOf(options.allowedOrigins ?? [], "crossSite.allowedOrigins")]),
    requireEvidence: options.requireEvidence === true,
  });
}

/**
 * Tells a request that changes something from one that a foreign page forged, by what browsers say and pages cannot
 * change: `Sec-Fetch-Site` first, then `Origin`. Needs no token and keeps no state.
 *
 * A request with neither header comes from no browser of the last years, so no browser attached the cookie to it
 * either; it goes on unless `requireEvidence` is set.
 *
 * @returns The refusal, or `undefined` where the request may go on.
 */
export function crossSite(head: RequestHead, rules: CrossSiteOptions): Refusal | undefined {
  if (SAFE_METHODS.has(head.method)) return undefined;
  const origin = head.header("origin");
  if (origin !== undefined && rules.allowedOrigins?.includes(origin) === true) return undefined;
  const site = head.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none" ? undefined : FOREIGN;
  if (origin !== undefined) return origin === ownOrigin(head) ? undefined : FOREIGN;
  return rules.requireEvidence === true ? NO_EVIDENCE : undefined;
}

const FOREIGN = crossSiteRefusal("cross_site");
const NO_EVIDENCE = crossSiteRefusal("cross_site_unproven");

function crossSiteRefusal(reason: string): Refusal {
  return Object.freeze(refuse("cross_site_refused", { reason }));
}

/** A page cannot choose `Host`; the scheme keeps a page served without TLS from speaking for the one with. */
function ownOrigin(head: RequestHead): string | undefined {
  const host = head.header("host");
  return host === undefined ? undefined : `${head.secure ? "https" : "http"}://${host.toLowerCase()}`;
}
