/** Permissions-Policy: which powerful features a page and its frames may use. */
import { configFault } from "../../kernel/index.js";
import { originOf } from "./origin.js";
import { section } from "./section.js";

/** Every feature this layer can set. */
export const FEATURES = Object.freeze([
  "accelerometer",
  "ambient-light-sensor",
  "attribution-reporting",
  "autoplay",
  "bluetooth",
  "browsing-topics",
  "camera",
  "clipboard-read",
  "clipboard-write",
  "compute-pressure",
  "cross-origin-isolated",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "gamepad",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "interest-cohort",
  "keyboard-map",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "otp-credentials",
  "payment",
  "picture-in-picture",
  "publickey-credentials-create",
  "publickey-credentials-get",
  "screen-wake-lock",
  "serial",
  "storage-access",
  "sync-xhr",
  "unload",
  "usb",
  "web-share",
  "window-management",
  "xr-spatial-tracking",
] as const);

/**
 * Features that no current engine knows: Chromium writes a warning into the console of each page that names them, and
 * nothing can use what is not there. They are sent only where something is said about them.
 */
const UNKNOWN_TO_ENGINES: ReadonlySet<string> = new Set(["ambient-light-sensor", "bluetooth", "web-share"]);

/** The name of a feature. */
export type Feature = (typeof FEATURES)[number];

/** For each feature, who may use it: nobody, everybody (`*`), the page itself and origins. */
export type PermissionsPolicyOptions = {
  readonly [Name in Feature]?: "none" | "*" | readonly string[];
};

/**
 * Every feature that an engine knows off, except as stated.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * permissionsPolicy({ camera: ["self"], payment: ["self", "https://pay.example"] });
 */
export function permissionsPolicy(options: PermissionsPolicyOptions): string {
  section(options, FEATURES, "permissionsPolicy");
  const sent = FEATURES.filter((feature) => options[feature] !== undefined || !UNKNOWN_TO_ENGINES.has(feature));
  return sent.map((feature) => `${feature}=${allowList(options[feature] ?? "none", feature)}`).join(", ");
}

function allowList(allowed: "none" | "*" | readonly string[], feature: Feature): string {
  if (allowed === "none") return "()";
  if (allowed === "*") return "*";
  const where = `permissionsPolicy.${feature}`;
  if (Array.isArray(allowed)) return `(${allowed.map((origin) => allowedOne(origin, where)).join(" ")})`;
  throw configFault("option_invalid", { where, fix: 'Give "none", "*", or a list of "self" and origins.' });
}

function allowedOne(origin: unknown, where: string): string {
  return origin === "self" ? "self" : `"${originOf(origin, where)}"`;
}
