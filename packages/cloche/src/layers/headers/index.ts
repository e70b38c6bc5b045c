/** The headers layer's door. */
export { BANNERS } from "./banners.js";
export type { ChoiceName, ChoiceOptions } from "./choices.js";
export { clearSiteData, type SiteData } from "./clear-site-data.js";
export {
  type ContentSecurityPolicy,
  type CspDirectives,
  type CspOptions,
  contentSecurityPolicy,
  type Framing,
} from "./content-security-policy.js";
export { type Cors, type CorsAnswer, type CorsRequest, cors } from "./cors.js";
export type { CorsOptions } from "./cors-options.js";
export { type Cover, type CoverOverrides, cover, coverWith } from "./cover.js";
export type { CoverOptions } from "./cover-options.js";
export { type CrossSiteOptions, crossSite, crossSiteRules } from "./cross-site.js";
export type { DirectiveName } from "./csp-directives.js";
export type { CspReport } from "./csp-report.js";
export { type CspReports, type CspReportsOptions, type CspReportsRead, cspReports, reportsIn } from "./csp-reports.js";
export { type Dangerous, dangerously, NONCE, type Source } from "./csp-source.js";
export type { FrameOptions } from "./frame-options.js";
export { type InlineHashAlgorithm, inlineHash } from "./inline-hash.js";
export { type NextHeadersEntry, type NextHeadersOptions, nextHeaders } from "./next-headers.js";
export { NO_STORE } from "./no-store.js";
export { createNonce } from "./nonce.js";
export { NONCE_PLACE, noncedPage, type PageNonce, pageNonce } from "./page-nonce.js";
export { FEATURES, type Feature, type PermissionsPolicyOptions } from "./permissions-policy.js";
export type { PresetName } from "./presets.js";
export type { ReferrerPolicyToken } from "./referrer-policy.js";
export type { StrictTransportSecurityOptions } from "./strict-transport-security.js";
export { type TlsDecision, type TlsRedirect, type TlsRedirectOptions, tlsRedirect } from "./tls-redirect.js";
