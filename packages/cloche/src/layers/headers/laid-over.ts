/** Lays the options of one cover over those of another. */
import type { CoverOptions } from "./cover-options.js";

/** Options that are gathered name by name instead of replaced. */
const GATHERED = [
  "contentSecurityPolicy",
  "permissionsPolicy",
  "reportingEndpoints",
  "strictTransportSecurity",
] as const;

/** The options of `base` with those of `overrides` laid over; what a page may do is changed one name at a time. */
export function laidOver(base: CoverOptions, overrides: Omit<CoverOptions, "preset">): CoverOptions {
  const laid: Record<string, unknown> = { ...base, ...overrides };
  for (const name of GATHERED) laid[name] = gathered(base[name], overrides[name]);
  for (const name of GATHERED) if (laid[name] === undefined) delete laid[name];
  return laid as unknown as CoverOptions;
}

function gathered(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isSection(below) || !isSection(above)) return above;
  const laid: Record<string, unknown> = { ...below, ...above };
  // A policy's directives are a section of their own.
  if ("directives" in below && "directives" in above) laid.directives = gathered(below.directives, above.directives);
  return laid;
}

function isSection(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
