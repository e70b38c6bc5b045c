/** Joins path segments from a request under a root that they cannot leave. */
import { isAbsolute, resolve, sep } from "node:path";

/**
 * The path, or `undefined` where a segment is empty, absolute, hidden or climbs, or holds NUL, a colon or a backslash.
 * Each segment may hold slashes. Links on the disk are not followed here: keep strangers from creating any under the root.
 *
 * @example
 * safeJoin("/srv/menus", "spring/a.pdf");  // "/srv/menus/spring/a.pdf"
 * safeJoin("/srv/menus", "../../etc/passwd"); // undefined
 */
export function safeJoin(root: string, ...segments: readonly string[]): string | undefined {
  if (segments.length === 0 || !segments.every(isPlain)) return undefined;
  const base = resolve(root);
  const joined = resolve(base, ...segments);
  // The names alone should have decided it; this holds whatever the platform makes of them.
  return joined.startsWith(base.endsWith(sep) ? base : base + sep) ? joined : undefined;
}

function isPlain(segment: string): boolean {
  if (isAbsolute(segment) || /[\0\\:]/.test(segment)) return false;
  return segment.split("/").every((name) => name !== "" && !name.startsWith(".") && !/[. ]$/.test(name));
}
