/** The options of a cover. */
import type { BANNERS } from "./banners.js";
import { CHOICE_NAMES, type ChoiceOptions } from "./choices.js";
import type { CspOptions } from "./content-security-policy.js";
import type { FrameOptions } from "./frame-options.js";
import type { PermissionsPolicyOptions } from "./permissions-policy.js";
import type { PresetName } from "./presets.js";
import type { ReferrerPolicyToken } from "./referrer-policy.js";
import type { StrictTransportSecurityOptions } from "./strict-transport-security.js";

/** What differs from the preset; `false` sends nothing of that name. */
export interface CoverOptions extends ChoiceOptions {
  readonly preset: PresetName;
  /** Directives laid over the preset's. */
  readonly contentSecurityPolicy?: Pick<CspOptions, "directives"> | false;
  /** A second policy that only reports, such as the next one to enforce. Complete in itself. */
  readonly contentSecurityPolicyReportOnly?: Pick<CspOptions, "directives"> | false;
  /** Lets scripts and styles run that carry the nonce of the answer; see `Cover.withNonce`. */
  readonly nonce?: boolean;
  readonly permissionsPolicy?: PermissionsPolicyOptions | false;
  readonly referrerPolicy?: ReferrerPolicyToken | readonly ReferrerPolicyToken[] | false;
  readonly reportingEndpoints?: Readonly<Record<string, string>> | false;
  readonly strictTransportSecurity?: StrictTransportSecurityOptions | false;
  /** Follows `frame-ancestors` where nothing is said. */
  readonly xFrameOptions?: FrameOptions | false;
  /** Which banners to remove: the application's `own`, or `all` where it passes on answers of other servers. */
  readonly banners?: keyof typeof BANNERS | false;
}

/** Every option's name. */
export const COVER_OPTION_NAMES: readonly string[] = Object.freeze([
  "preset",
  "contentSecurityPolicy",
  "contentSecurityPolicyReportOnly",
  "nonce",
  "permissionsPolicy",
  "referrerPolicy",
  "reportingEndpoints",
  "strictTransportSecurity",
  "xFrameOptions",
  "banners",
  ...CHOICE_NAMES,
]);
