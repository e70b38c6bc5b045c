/** Strict-Transport-Security (RFC 6797), sent only over TLS. */
import { configFault, type Duration } from "../../kernel/index.js";
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
}

const TWO_YEARS_SECONDS = 63_072_000;
const ONE_YEAR_SECONDS = 31_536_000;
const WHERE = "strictTransportSecurity";

/**
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`; `policy_contradiction` where the
 *   preload lists would not take the site: they ask for a year and for sub-domains (hstspreload.org).
 */
export function strictTransportSecurity(options: StrictTransportSecurityOptions): string {
  section(options, ["maxAge", "includeSubDomains", "preload"], WHERE);
  const maxAge = readMaxAge(options.maxAge);
  const includeSubDomains = readFlag(options.includeSubDomains ?? true, `${WHERE}.includeSubDomains`);
  const preload = readFlag(options.preload ?? false, `${WHERE}.preload`);
  if (preload && (maxAge < ONE_YEAR_SECONDS || !includeSubDomains)) {
    throw configFault("policy_contradiction", {
      where: `${WHERE}.preload`,
      fix: "Preloading needs a maxAge of at least 365 days, and includeSubDomains.",
    });
  }
  return `max-age=${maxAge}${includeSubDomains ? "; includeSubDomains" : ""}${preload ? "; preload" : ""}`;
}

function readMaxAge(maxAge: Duration = TWO_YEARS_SECONDS): number {
  return maxAge === 0 ? 0 : lasting(maxAge, `${WHERE}.maxAge`);
}

function readFlag(value: unknown, where: string): boolean {
  if (typeof value === "boolean") return value;
  throw configFault("option_invalid", { where, fix: "Give true or false." });
}
