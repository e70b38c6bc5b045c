/** Reads every setting of a phase, refuses what is wrong all at once, and hands out the rest when it is used. */
import { type Clock, configFault, Secret } from "../../kernel/index.js";
import { ConfigurationError, type ConfigurationProblem } from "./configuration-error.js";
import type { Pantry } from "./pantry.js";
import { publishedSecrets } from "./published-secrets.js";
import { type Reading, readSetting } from "./reading.js";
import { readTold } from "./reading-secret.js";
import { type RotatingHandle, rotatingHandle } from "./rotating.js";
import type { Phase, SecretSetting, Setting, Settings } from "./setting.js";
import type { AsyncSource, Source } from "./source.js";

/** What a configuration was declared with. */
export interface Plan {
  readonly settings: Settings;
  readonly sources: readonly (Source | AsyncSource)[];
  readonly production: boolean | ((values: Readonly<Record<string, unknown>>) => boolean);
  readonly pantry: Pantry | undefined;
  readonly clock: Clock;
}

/** The readings of one process: each setting is read once, when its phase or its first use comes. */
export interface Ledger {
  readonly production: boolean;
  readonly warnings: readonly ConfigurationProblem[];
  read(name: string): Reading;
  /** Every reading so far that went well. */
  readings(): readonly Reading[];
  /** Every secret that rotates and was read so far. */
  handles(): readonly (readonly [name: string, handle: RotatingHandle])[];
}

/**
 * Reads the settings of a phase.
 *
 * @throws ConfigurationError with every mistake at once
 */
export function ledger(plan: Plan, sources: readonly Source[], phase: Phase): Ledger {
  const readings = new Map<string, Reading>();
  for (const [name, declaration] of Object.entries(plan.settings)) {
    if (declaration.kind === "setting" && declaration.phase === phase) {
      readings.set(name, readSetting(name, declaration, sources));
    }
  }
  const production = isProduction(plan, readings);
  const read = (name: string): Reading => {
    const known = readings.get(name);
    if (known !== undefined) return known;
    const reading = readDeclared(name, { plan, sources, production });
    if (reading.problems.length === 0) readings.set(name, reading);
    return reading;
  };
  const checked = Object.keys(plan.settings)
    .filter((name) => plan.settings[name]?.phase === phase)
    .map(read);
  const texts = [...readings].flatMap(([name, reading]) => textsOf(reading).map((text) => ({ name, text })));
  refuseProblems([...checked.flatMap(({ problems }) => problems), ...publishedSecrets(sources, texts)]);
  return {
    production,
    warnings: checked.flatMap((reading) => reading.warnings ?? []),
    read,
    readings: () => [...readings.values()],
    handles: () =>
      [...readings].flatMap(([name, { handle }]) => (handle === undefined ? [] : [[name, handle] as const])),
  };
}

/** What stands behind a name of the declaration. */
export function declared(settings: Settings, name: string): Setting | SecretSetting {
  const declaration = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (declaration !== undefined) return declaration;
  throw configFault("option_unknown", { where: "configuration.provenance", fix: "Ask for a declared setting." });
}

/** Throws the problems, each of them once. */
export function refuseProblems(problems: readonly ConfigurationProblem[]): void {
  if (problems.length === 0) return;
  const distinct = new Map(problems.map((problem) => [`${problem.name}\n${problem.reason}`, problem]));
  throw new ConfigurationError([...distinct.values()]);
}

/** Whether production is served, as the settings say that are not secret; a mistake counts as yes. */
export function isProduction({ production }: Plan, readings: ReadonlyMap<string, Reading>): boolean {
  if (typeof production !== "function") return production !== false;
  const values = Object.fromEntries([...readings].map(([name, reading]) => [name, reading.value]));
  try {
    return production(values) !== false;
  } catch {
    return true;
  }
}

interface ReadingContext {
  readonly plan: Plan;
  readonly sources: readonly Source[];
  readonly production: boolean;
}

function readDeclared(name: string, { plan, sources, production }: ReadingContext): Reading {
  const declaration = declared(plan.settings, name);
  if (declaration.kind === "setting") return readSetting(name, declaration, sources);
  const { told, ...reading } = readTold(name, declaration, { sources, pantry: plan.pantry, production });
  if (reading.problems.length > 0) return reading;
  if (declaration.rotation !== undefined) {
    const handle = rotatingHandle(told, declaration.rotation, plan.clock);
    return { ...reading, value: handle.rotating, handle };
  }
  return told === undefined ? reading : { ...reading, value: told.current.secret, text: told.current.text };
}

/** Every secret of a reading: as its schema reads it, and as its place holds it where that is another text. */
export function secretsOf({ value, text, handle }: Reading): readonly Secret<unknown>[] {
  const read = handle?.rotating.all().map(({ secret }) => secret) ?? (value instanceof Secret ? [value] : []);
  const held = handle?.texts() ?? (text === undefined ? [] : [text]);
  const known = new Set(read.map((secret) => secret.reveal()));
  return [...read, ...held.filter((secret) => !known.has(secret.reveal()))];
}

function textsOf({ text, handle }: Reading): string[] {
  const texts = handle?.texts() ?? (text === undefined ? [] : [text]);
  return texts.map((one) => one.reveal());
}
