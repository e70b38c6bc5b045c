/** Compares what is declared with what the sources hold. */
import type { Pantry } from "./pantry.js";
import type { Setting, Settings } from "./setting.js";
import { firstFound, PREVIOUS_SUFFIX, type Source } from "./source.js";

/** Where declaration and sources differ; names only. */
export interface Drift {
  readonly declared: readonly string[];
  /** Declared, needed, and held by no source. */
  readonly missing: readonly string[];
  /** Held by a file of settings and not declared, such as a name that was misspelt or left behind. */
  readonly unused: readonly string[];
}

/** Finds the drift. A source that cannot be read holds nothing here; loading is what reports it. */
export function driftOf(given: {
  readonly settings: Settings;
  readonly sources: readonly Source[];
  readonly pantry: Pantry | undefined;
  readonly production: boolean;
}): Drift {
  const declared = Object.keys(given.settings);
  const known = new Set(Object.entries(given.settings).flatMap(namesOf));
  const held = given.sources.flatMap((source) => quietly(() => source.names?.()) ?? []);
  return {
    declared,
    missing: declared.filter((name) => isMissing(name, given)),
    unused: [...new Set(held)].filter((name) => !known.has(name.toLowerCase())).sort(),
  };
}

/** The names a setting is read from, in lower case; a source may hold them in either. */
function namesOf([name, declaration]: readonly [string, Settings[string]]): string[] {
  const rotates = declaration.kind === "secret" && declaration.rotation !== undefined;
  return [name, ...(rotates ? [`${name}${PREVIOUS_SUFFIX}`] : [])].map((one) => one.toLowerCase());
}

function isMissing(name: string, { settings, sources, pantry, production }: Parameters<typeof driftOf>[0]): boolean {
  const declaration = settings[name];
  if (declaration === undefined || quietly(() => firstFound(sources, name)) !== undefined) return false;
  if (declaration.kind === "setting") return declaration.default === undefined && !mayBeAbsent(declaration);
  const kept = production ? undefined : quietly(() => pantry?.find(name));
  return !declaration.optional && kept === undefined;
}

function mayBeAbsent({ schema }: Setting): boolean {
  const result = quietly(() => schema["~standard"].validate(undefined));
  return result !== undefined && !(result instanceof Promise) && result.issues === undefined;
}

function quietly<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
