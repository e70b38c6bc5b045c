/** Strict-Transport-Security (RFC 6797), sent only over TLS. */
import { configFault, type Duration } from "../../kernel/index.js";
import { flag } from "./flag.js";
import { lasting } from "./lasting.js";
import { section } from "./section.js";

/** How long, and for whom, browsers shall insist on TLS. */
export interface StrictTransportSecurityOptions {
  /** Seconds or a text such as "730 days"; 0 takes the promise back. 730 days where nothing is said. */
  readonly maxAge?: Duration;
  /** true where nothing is said. */
  readonly includeSubDomains?: boolean;
  /** Consents to the browsers' preload lists. */
  readonly preload?: boolean;
  /**
   * Says that less than a year is meant, while a site is brought to TLS step by step: 5 minutes, a week, a month, then
   * two years, each once nothing broke (hstspreload.org).
   */
  readonly ramp?: boolean;
}

const TWO_YEARS_SECONDS = 63_072_000;
const ONE_YEAR_SECONDS = 31_536_000;
const WHERE = "strictTransportSecurity";

/**
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`; `policy_contradiction` where the
 *   preload lists would not take the site: they ask for a year and for sub-domains (hstspreload.org); or where less
 *   than a year (ASVS 5.0, 3.4.1) is not said to be a step on the way there.
 */
export function strictTransportSecurity(options: StrictTransportSecurityOptions): string {
  section(options, ["maxAge", "includeSubDomains", "preload", "ramp"], WHERE);
  const maxAge = readMaxAge(options.maxAge);
  const includeSubDomains = flag(options.includeSubDomains, { where: `${WHERE}.includeSubDomains`, otherwise: true });
  const preload = flag(options.preload, { where: `${WHERE}.preload`, otherwise: false });
  if (preload && (maxAge < ONE_YEAR_SECONDS || !includeSubDomains)) {
    throw configFault("policy_contradiction", {
      where: `${WHERE}.preload`,
      fix: "Preloading needs a maxAge of at least 365 days, and includeSubDomains.",
    });
  }
  const isStep = maxAge > 0 && maxAge < ONE_YEAR_SECONDS;
  if (isStep !== flag(options.ramp, { where: `${WHERE}.ramp`, otherwise: false })) {
    throw configFault("policy_contradiction", {
      where: isStep ? `${WHERE}.maxAge` : `${WHERE}.ramp`,
      fix: isStep
        ? "Less than 365 days protects too little. Where it is a step on the way there, add ramp: true."
        : "The ramp is over: leave ramp out.",
    });
  }
  return `max-age=${maxAge}${includeSubDomains ? "; includeSubDomains" : ""}${preload ? "; preload" : ""}`;
}

function readMaxAge(maxAge: Duration = TWO_YEARS_SECONDS): number {
  return maxAge === 0 ? 0 : lasting(maxAge, `${WHERE}.maxAge`);
}
