/** The limits a body is held to before its schema sees it. */
import { onlyKnown, table, wholeNumber } from "../../kernel/index.js";

/** How much a body may hold. */
export interface BodyCaps {
  /** Bytes of the body as sent. */
  readonly bytes: number;
  /** Objects and arrays inside each other. */
  readonly depth: number;
  /** Member names in the whole body. */
  readonly keys: number;
  /** Items in one array. */
  readonly items: number;
  /** UTF-16 code units in one text. */
  readonly characters: number;
  /** How many times its bytes as sent a compressed body may come to; `bytes` holds for the result too. */
  readonly expansion: number;
}

/** The limits where a route names none: 100 KiB, depth 32, 1,000 keys, 10,000 items, 64 KiB texts, 100-fold expansion. */
export const DEFAULT_BODY_CAPS: BodyCaps = table({
  bytes: 102_400,
  depth: 32,
  keys: 1_000,
  items: 10_000,
  characters: 65_536,
  expansion: 100,
});

const BOUNDS = table({
  bytes: { min: 1, max: 268_435_456 },
  depth: { min: 1, max: 512 },
  keys: { min: 1, max: 1_000_000 },
  items: { min: 1, max: 10_000_000 },
  characters: { min: 1, max: 268_435_456 },
  expansion: { min: 1, max: 10_000 },
});

/**
 * The default caps with the given ones in their place.
 *
 * @throws ConfigError `option_unknown`, `option_invalid`
 */
export function readCaps(given: Partial<BodyCaps> | undefined, where: string): BodyCaps {
  const caps: { -readonly [Name in keyof BodyCaps]: number } = { ...DEFAULT_BODY_CAPS };
  if (given === undefined) return caps;
  onlyKnown(given, Object.keys(BOUNDS), where);
  for (const name of Object.keys(given) as (keyof BodyCaps)[]) {
    caps[name] = wholeNumber(given[name], `${where}.${name}`, BOUNDS[name]);
  }
  return caps;
}
