/** The Content-Security-Policies of a cover: the preset's with what was laid over it, and one that only reports. */
import { configFault } from "../../kernel/index.js";
import {
  type ContentSecurityPolicy,
  type CspDirectives,
  type CspOptions,
  contentSecurityPolicy,
} from "./content-security-policy.js";
import type { CoverOptions } from "./cover-options.js";
import { DIRECTIVE_NAMES } from "./csp-directives.js";
import { NONCE, type Source } from "./csp-source.js";
import { PRESETS, type PresetName } from "./presets.js";
import { section } from "./section.js";

/**
 * @throws ConfigError `policy_contradiction` where a policy reports to an endpoint that is not declared.
 */
export function policiesOf(options: CoverOptions, preset: PresetName): ContentSecurityPolicy[] {
  const policies = [enforced(options, preset), reported(options)].filter((policy) => policy !== undefined);
  const endpoints = options.reportingEndpoints || {};
  for (const name of policies.flatMap(({ reportTo }) => reportTo)) {
    if (Object.hasOwn(endpoints, name)) continue;
    throw configFault("policy_contradiction", {
      where: "cover.contentSecurityPolicy.directives.report-to",
      fix: "Declare the endpoint it names in reportingEndpoints.",
    });
  }
  return policies;
}

const AS_PRESET: Pick<CspOptions, "directives"> = { directives: {} };

function enforced(options: CoverOptions, preset: PresetName): ContentSecurityPolicy | undefined {
  const { contentSecurityPolicy: given = AS_PRESET, nonce = false } = options;
  if (given === false) {
    if (!nonce) return undefined;
    throw configFault("policy_contradiction", {
      where: "cover.nonce",
      fix: "A nonce belongs to a Content-Security-Policy: leave nonce out, or the policy in.",
    });
  }
  const where = "cover.contentSecurityPolicy";
  section(given, ["directives"], where);
  section(given.directives, DIRECTIVE_NAMES, `${where}.directives`);
  const merged: CspDirectives = { ...PRESETS[preset].directives, ...given.directives };
  return contentSecurityPolicy({ directives: nonce ? withNonces(merged) : merged }, where);
}

function reported({ contentSecurityPolicyReportOnly: given }: CoverOptions): ContentSecurityPolicy | undefined {
  if (given === undefined || given === false) return undefined;
  const where = "cover.contentSecurityPolicyReportOnly";
  section(given, ["directives"], where);
  return contentSecurityPolicy({ directives: given.directives, reportOnly: true } satisfies CspOptions, where);
}

function withNonces(directives: CspDirectives): CspDirectives {
  return {
    ...directives,
    "script-src": nonced(directives["script-src"]),
    "style-src": nonced(directives["style-src"]),
  };
}

function nonced(sources: readonly Source[] | false | undefined): readonly Source[] {
  const others = (sources || []).filter((source) => source !== "'none'" && source !== NONCE);
  return [...others, NONCE];
}
