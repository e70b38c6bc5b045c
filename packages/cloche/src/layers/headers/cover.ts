/** The lid of headers that lies on every answer, decided once at start. */
import { configFault, type HeaderPair, oneOf } from "../../kernel/index.js";
import { BANNERS } from "./banners.js";
import { CHOICE_NAMES, CHOICES, chosen } from "./choices.js";
import type { ContentSecurityPolicy } from "./content-security-policy.js";
import { COVER_OPTION_NAMES, type CoverOptions } from "./cover-options.js";
import { policiesOf } from "./cover-policies.js";
import { frameOptions } from "./frame-options.js";
import { laidOver } from "./laid-over.js";
import { permissionsPolicy } from "./permissions-policy.js";
import { PRESETS, type Preset, type PresetName } from "./presets.js";
import { referrerPolicy } from "./referrer-policy.js";
import { reportingEndpoints } from "./reporting-endpoints.js";
import { section } from "./section.js";
import { strictTransportSecurity } from "./strict-transport-security.js";

/** The headers, ready to be laid on. */
export interface Cover {
  /** For every answer; errors, redirects and 404 too. */
  readonly headers: readonly HeaderPair[];
  /** Also for answers over TLS, set after `headers`: a name that is in both replaces. */
  readonly overTls: readonly HeaderPair[];
  /** The names of headers to take off. */
  readonly removed: readonly string[];
  /**
   * The policies with the nonce of this answer, set after the others. Only where a policy holds `NONCE`.
   *
   * @param nonce From `createNonce()`, the same as in the markup.
   */
  withNonce?(nonce: string, overTls: boolean): readonly HeaderPair[];
  /** Every header in one line each. */
  describe(): string;
}

/**
 * Decides the security headers: `api` for answers that are data, `page` for pages without inline scripts and styles,
 * `mixed` for both from one server.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`, `duration_unreadable` or `policy_contradiction`
 * @example
 * const lid = cover({ preset: "api" });
 * const site = cover({ preset: "page", nonce: true, permissionsPolicy: { geolocation: ["self"] } });
 */
export function cover(options: CoverOptions): Cover {
  section(options, COVER_OPTION_NAMES, "cover");
  const preset = oneOf(options.preset, PRESET_NAMES, "cover.preset");
  const policies = policiesOf(options, preset);
  const headers = freeze([
    ...policyPairs(policies, false),
    ...steadyPairs({ ...withPreset(preset), ...options }, policies),
  ]);
  const overTls = freeze([...transportPairs(options), ...policyPairs(policies.filter(upgrades), true)]);
  const words = [...headers, ...overTls.map(([name, value]) => [`${name} (over TLS)`, value])];
  const withNonce = noncePairs(policies.filter(({ needsNonce }) => needsNonce));
  const lid: Cover = Object.freeze({
    headers,
    overTls,
    removed: removedBanners(options.banners),
    ...(withNonce === undefined ? {} : { withNonce }),
    describe: () => words.map(([name, value]) => `${name}: ${value}`).join("\n"),
  });
  MADE_OF.set(lid, options);
  return lid;
}

const MADE_OF = new WeakMap<Cover, CoverOptions>();

/** What `coverWith` may change: everything but the preset. */
export type CoverOverrides = Omit<CoverOptions, "preset">;

/**
 * A cover for some routes that differs from another in a few things. Directives of a policy, features and the like are
 * laid over the base's one by one; everything else replaces.
 *
 * @param base From `cover` or `coverWith`.
 * @throws ConfigError what `cover` throws, or `option_invalid` where the base was made otherwise
 * @example
 * const site = cover({ preset: "page" });
 * const map = coverWith(site, { contentSecurityPolicy: { directives: { "img-src": ["https://tiles.example"] } } });
 */
export function coverWith(base: Cover, overrides: CoverOverrides): Cover {
  const options = MADE_OF.get(base);
  if (options !== undefined && !("preset" in overrides)) return cover(laidOver(options, overrides));
  throw configFault("option_invalid", {
    where: "coverWith",
    fix: options === undefined ? "Give a cover made by cover()." : "A preset cannot be overridden; make another cover.",
  });
}

function withPreset(name: PresetName): Preset["choices"] {
  return PRESETS[name].choices;
}

const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];

type Policies = readonly ContentSecurityPolicy[];

function upgrades(policy: ContentSecurityPolicy): boolean {
  return policy.value !== policy.valueOverTls;
}

function policyPairs(policies: Policies, overTls: boolean): HeaderPair[] {
  return policies.map((policy) => [policy.headerName, overTls ? policy.valueOverTls : policy.value]);
}

function steadyPairs(options: CoverOptions, policies: Policies): HeaderPair[] {
  const { referrerPolicy: referrer = "no-referrer", permissionsPolicy: permissions = {} } = options;
  const values: [string, string | undefined][] = [
    ...CHOICE_NAMES.map((name): [string, string | undefined] => [CHOICES[name].header, chosen(name, options[name])]),
    ["permissions-policy", permissions === false ? undefined : permissionsPolicy(permissions)],
    ["referrer-policy", referrer === false ? undefined : referrerPolicy(referrer)],
    ["reporting-endpoints", options.reportingEndpoints ? reportingEndpoints(options.reportingEndpoints) : undefined],
    ["x-frame-options", frameOptions(options.xFrameOptions, policies)],
  ];
  return values.filter((pair): pair is [string, string] => pair[1] !== undefined);
}

function transportPairs({ strictTransportSecurity: given = {} }: CoverOptions): HeaderPair[] {
  return given === false ? [] : [["strict-transport-security", strictTransportSecurity(given)]];
}

function noncePairs(policies: Policies): Cover["withNonce"] {
  if (policies.length === 0) return undefined;
  return (nonce, overTls) => policies.map((policy) => [policy.headerName, policy.withNonce(nonce, overTls)]);
}

function removedBanners(banners: CoverOptions["banners"] = "own"): readonly string[] {
  if (banners === false) return Object.freeze([]);
  return BANNERS[oneOf(banners, ["own", "all"], "cover.banners")];
}

function freeze(pairs: HeaderPair[]): readonly HeaderPair[] {
  for (const pair of pairs) Object.freeze(pair);
  return Object.freeze(pairs);
}
