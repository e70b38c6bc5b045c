/** Reads options strictly: an unknown name or an unusable value stops the start and names what was meant. */
import { configFault } from "./errors.js";

/**
 * Refuses any key of `options` that is not in `known`, suggesting the nearest known one.
 *
 * @throws ConfigError `option_unknown`
 */
export function onlyKnown(options: object, known: readonly string[], where: string): void {
  if (typeof options !== "object" || options === null) {
    throw configFault("option_invalid", { where, fix: `Give an object with: ${known.join(", ")}.` });
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    throw configFault("option_unknown", {
      where: `${where}.${name}`,
      fix: near === undefined ? `Known are: ${known.join(", ")}.` : `Did you mean "${near}"?`,
    });
  }
}

/**
 * The value where it is a whole number within the bounds.
 *
 * @throws ConfigError `option_invalid`
 */
export function wholeNumber(value: unknown, where: string, { min, max }: { min: number; max: number }): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw configFault("option_invalid", { where, fix: `Give a whole number from ${min} to ${max}.` });
}

/**
 * The value where it is a text with something in it.
 *
 * @throws ConfigError `option_invalid`
 */
export function nonEmptyText(value: unknown, where: string): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw configFault("option_invalid", { where, fix: "Give a text that is not empty." });
}

/**
 * The value where it is one of the allowed ones.
 *
 * @throws ConfigError `option_invalid`
 */
export function oneOf<const Allowed extends readonly string[]>(
  value: unknown,
  allowed: Allowed,
  where: string,
): Allowed[number] {
  if (typeof value === "string" && allowed.includes(value)) return value;
  throw configFault("option_invalid", { where, fix: `Give one of: ${allowed.join(", ")}.` });
}

function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => ({
    candidate,
    distance: editDistance(name.toLowerCase(), candidate.toLowerCase()),
  }));
  ranked.sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= 3 ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, substitution));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
