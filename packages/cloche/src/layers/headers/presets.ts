/** The starting points of a cover: an API that answers data, a site that answers pages, and a server that does both. */
import { table } from "../../kernel/index.js";
import type { ChoiceOptions } from "./choices.js";
import type { CspDirectives } from "./content-security-policy.js";

/** The name of a preset. */
export type PresetName = keyof typeof PRESETS;

const API: CspDirectives = Object.freeze({
  "default-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
  "frame-ancestors": ["'none'"],
});

const PAGE: CspDirectives = Object.freeze({
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  "img-src": ["'self'", "data:"],
  "font-src": ["'self'"],
  "connect-src": ["'self'"],
  "media-src": ["'self'"],
  "manifest-src": ["'self'"],
  "worker-src": ["'self'"],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
  "upgrade-insecure-requests": true,
});

/**
 * Pages beside data, whose pages show pictures of other sites. Those seldom send `Cross-Origin-Resource-Policy`, so
 * they are fetched without cookies instead of not at all.
 */
const MIXED: CspDirectives = Object.freeze({ ...PAGE, "img-src": ["'self'", "data:", "https:"] });

/** What a preset begins with: its Content-Security-Policy, and where its fixed values differ from the standard ones. */
export interface Preset {
  readonly directives: CspDirectives;
  readonly choices: ChoiceOptions;
}

/** Each preset by its name. */
export const PRESETS = table({
  api: { directives: API, choices: {} },
  page: { directives: PAGE, choices: {} },
  mixed: { directives: MIXED, choices: { crossOriginEmbedderPolicy: "credentialless" } },
} as const satisfies Record<string, Preset>);
