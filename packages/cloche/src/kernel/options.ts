/** Reads options strictly: an unknown name or an unusable value stops the start and names what was meant. */
import { type ConfigError, configFault } from "./errors.js";

/**
 * Refuses any key of `options` that is not in `known`, suggesting the nearest known one; and anything that is no object
 * of options, such as a list, a Map or a promise that nobody awaited.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 */
export function onlyKnown(options: object, known: readonly string[], where: string): void {
  if (!isOptions(options)) {
    throw configFault("option_invalid", { where, fix: `Give an object with: ${known.join(", ")}.` });
  }
  for (const name of Object.keys(options)) {
    if (!known.includes(name)) throw unknownOption(name, known, where);
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

/** Plain objects, instances and module namespaces; what has a form of its own holds no options. */
function isOptions(value: unknown): boolean {
  const form = Object.prototype.toString.call(value);
  return form === "[object Object]" || form === "[object Module]";
}

/** Names of options are made of these. A random text, put where a name belongs, nearly always has digits. */
const NAME_LIKE = /^[A-Za-z_-]{1,32}$/;

function unknownOption(name: string, known: readonly string[], where: string): ConfigError {
  const near = nearest(name, known);
  // A secret in the place of a name must not be told; what is close to a known name is a slip of the pen.
  const shown = near !== undefined || NAME_LIKE.test(name) ? `${where}.${name}` : where;
  const fix = near === undefined ? `Known are: ${known.join(", ")}.` : `Did you mean "${near}"?`;
  return configFault("option_unknown", { where: shown, fix });
}

/** The known name that differs in the fewest letters: in one of a short name, in three at most of a long one. */
function nearest(name: string, known: readonly string[]): string | undefined {
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    const most = Math.min(MAX_SLIPS, Math.max(1, Math.floor(candidate.length / 3)));
    if (distance <= most && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = { candidate, distance };
  }
  return best?.candidate;
}

const MAX_SLIPS = 3;

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
