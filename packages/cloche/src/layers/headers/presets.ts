/** The two starting points of a cover: an API that answers data, and a site that answers pages. */
import { table } from "../../kernel/index.js";
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

/** The Content-Security-Policy each preset begins with. */
export const PRESETS = table({ api: API, page: PAGE });
