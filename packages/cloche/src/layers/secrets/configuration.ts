/** Joins settings and sources into one configuration that is either whole or stops the start. */
import { configFault, onlyKnown, Secret } from "../../kernel/index.js";
import { ConfigurationError, type ConfigurationProblem } from "./configuration-error.js";
import { type Drift, driftOf } from "./drift.js";
import { type Pantry, pantry } from "./pantry.js";
import { prefetched } from "./prefetched.js";
import { type Reading, readSecret, readSetting } from "./reading.js";
import type { Phase, PlainValuesOf, SecretSetting, Setting, Settings, ValuesOf } from "./setting.js";
import type { AsyncSource, Source } from "./source.js";

/** What a configuration is made of. */
export interface ConfigurationOptions<S extends Settings, From extends Source | AsyncSource> {
  readonly settings: S;
  /** In order: the first that has a value wins. */
  readonly sources: readonly From[];
  /**
   * Whether this process serves production. A function is given the settings that are not secret and could be read; one
   * that throws counts as `true`, so that no mistake relaxes a check.
   */
  readonly production: boolean | ((values: Partial<PlainValuesOf<S>>) => boolean);
  /** The folder for secrets made for local work, such as ".data"; keep it out of version control. */
  readonly pantry?: string;
}

/** A loaded configuration. */
export interface Configuration<S extends Settings> {
  /** Every value; a secret is wrapped. A setting of another phase is read when it is first used. */
  readonly values: ValuesOf<S>;
  readonly production: boolean;
  /** Weak secrets that only production refuses. */
  readonly warnings: readonly ConfigurationProblem[];
  /** Where a value came from, such as "environment" or ".env"; `undefined` where there is none. */
  readonly provenance: (name: keyof S & string) => string | undefined;
  /** Every secret read so far, for the log's redaction. */
  readonly secrets: () => readonly Secret<unknown>[];
  /** What the sources hold against what is declared. */
  readonly drift: () => Drift;
}

/** Loads a configuration. */
export interface ConfigurationLoader<S extends Settings> {
  /**
   * Reads and checks every setting of a phase.
   *
   * @param phase "boot" where nothing is said; "build" checks only what a build needs.
   * @throws ConfigurationError with every mistake at once, never with a value
   */
  load(phase?: Exclude<Phase, "lazy">): Configuration<S>;
}

/** Loads a configuration some of whose sources answer later. */
export interface AsyncConfigurationLoader<S extends Settings> {
  /** As `load` does, once every source has answered. */
  loadAsync(phase?: Exclude<Phase, "lazy">): Promise<Configuration<S>>;
}

type LoaderOf<S extends Settings, From> = [From] extends [Source]
  ? ConfigurationLoader<S> & AsyncConfigurationLoader<S>
  : AsyncConfigurationLoader<S>;

interface Plan {
  readonly settings: Settings;
  readonly production: boolean | ((values: Readonly<Record<string, unknown>>) => boolean);
  readonly pantry: Pantry | undefined;
}

const KNOWN = ["settings", "sources", "production", "pantry"];
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Declares what a process needs to be told and where that comes from.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 * @example
 * const { values } = configuration({
 *   settings: {
 *     MODE: setting({ schema: z.enum(["production", "development"]), describe: "The mode.", default: "production" }),
 *     PORT: setting({ schema: z.coerce.number().int(), describe: "The port to listen on.", default: 3000 }),
 *     JWT_SECRET: secret({ describe: "Signs access tokens.", generateLocally: true }),
 *   },
 *   sources: [environment(), envFile(".env")],
 *   production: ({ MODE }) => MODE !== "development",
 *   pantry: ".data",
 * }).load();
 * values.JWT_SECRET.reveal();
 */
export function configuration<const S extends Settings, From extends Source | AsyncSource>(
  options: ConfigurationOptions<S, From>,
): LoaderOf<S, From> {
  onlyKnown(options, KNOWN, "configuration");
  checkNames(options.settings);
  checkPantry(options.settings, options.pantry);
  const plan: Plan = {
    settings: options.settings,
    production: options.production as Plan["production"],
    pantry: options.pantry === undefined ? undefined : pantry(options.pantry),
  };
  const loader: ConfigurationLoader<S> & AsyncConfigurationLoader<S> = {
    load: (phase = "boot") => loaded<S>(plan, options.sources as readonly Source[], phase),
    async loadAsync(phase = "boot") {
      const names = Object.keys(options.settings);
      const answered = await Promise.all(options.sources.map((source) => prefetched(source, names)));
      return loaded<S>(plan, answered, phase);
    },
  };
  return loader as LoaderOf<S, From>;
}

function loaded<S extends Settings>(plan: Plan, sources: readonly Source[], phase: Phase): Configuration<S> {
  const readings = new Map<string, Reading>();
  const plain = Object.entries(plan.settings).filter((each): each is [string, Setting] => each[1].kind === "setting");
  for (const [name, declaration] of plain) {
    if (declaration.phase === phase) readings.set(name, readSetting(name, declaration, sources));
  }
  const production = isProduction(plan, readings);
  const read = (name: string, declaration: Setting | SecretSetting): Reading => {
    const known = readings.get(name);
    if (known !== undefined) return known;
    const reading =
      declaration.kind === "setting"
        ? readSetting(name, declaration, sources)
        : readSecret(name, declaration, { sources, pantry: plan.pantry, production });
    if (reading.problems.length === 0) readings.set(name, reading);
    return reading;
  };
  const checked = Object.entries(plan.settings)
    .filter(([, declaration]) => declaration.phase === phase)
    .map(([name, declaration]) => read(name, declaration));
  refuseProblems(checked.flatMap((reading) => reading.problems));
  return Object.freeze({
    values: valuesOf<S>(plan.settings, read),
    production,
    warnings: checked.flatMap((reading) => reading.warnings ?? []),
    provenance: (name: string) => read(name, declared(plan.settings, name)).provenance,
    secrets: () => [...readings.values()].map(({ value }) => value).filter((value) => value instanceof Secret),
    drift: () => driftOf({ settings: plan.settings, sources, pantry: plan.pantry, production }),
  });
}

function isProduction({ production }: Plan, readings: ReadonlyMap<string, Reading>): boolean {
  if (typeof production !== "function") return production !== false;
  const values = Object.fromEntries([...readings].map(([name, reading]) => [name, reading.value]));
  try {
    return production(values) !== false;
  } catch {
    return true;
  }
}

function valuesOf<S extends Settings>(
  settings: Settings,
  read: (name: string, declaration: Setting | SecretSetting) => Reading,
): ValuesOf<S> {
  const values = {};
  for (const [name, declaration] of Object.entries(settings)) {
    const get = () => {
      const reading = read(name, declaration);
      refuseProblems(reading.problems);
      return reading.value;
    };
    Object.defineProperty(values, name, { enumerable: true, get });
  }
  return Object.freeze(values) as ValuesOf<S>;
}

function refuseProblems(problems: readonly ConfigurationProblem[]): void {
  if (problems.length === 0) return;
  const distinct = new Map(problems.map((problem) => [`${problem.name}\n${problem.reason}`, problem]));
  throw new ConfigurationError([...distinct.values()]);
}

function declared(settings: Settings, name: string): Setting | SecretSetting {
  const declaration = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (declaration !== undefined) return declaration;
  throw configFault("option_unknown", { where: "configuration.provenance", fix: "Ask for a declared setting." });
}

function checkNames(settings: Settings): void {
  for (const name of Object.keys(settings)) {
    if (NAME.test(name) && name !== "__proto__") continue;
    throw configFault("option_invalid", {
      where: "configuration.settings",
      fix: "Name settings with letters, digits and underscores, as an environment does.",
    });
  }
}

function checkPantry(settings: Settings, folder: string | undefined): void {
  if (folder !== undefined) return;
  for (const [name, declaration] of Object.entries(settings)) {
    if (declaration.kind === "setting" || declaration.generate === undefined) continue;
    throw configFault("option_invalid", {
      where: `configuration.settings.${name}.generateLocally`,
      fix: 'Name the folder that keeps it, such as pantry: ".data".',
    });
  }
}
