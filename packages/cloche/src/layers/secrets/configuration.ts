/** Joins settings and sources into one configuration that is either whole or stops the start. */
import { type Clock, onlyKnown, type Secret, systemClock } from "../../kernel/index.js";
import type { ConfigurationProblem } from "./configuration-error.js";
import { checkDeclarations } from "./declaration-checks.js";
import { type Drift, driftOf } from "./drift.js";
import { type Examination, examine } from "./examination.js";
import { type Ledger, ledger, type Plan, refuseProblems, secretsOf } from "./loading.js";
import { pantry } from "./pantry.js";
import { answered } from "./prefetched.js";
import type { Phase, PlainValuesOf, Settings, ValuesOf } from "./setting.js";
import type { AsyncSource, Source } from "./source.js";
import { type Watch, type WatchOptions, watch } from "./watch.js";

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
  /** Tells when the versions of a rotating secret end. */
  readonly clock?: Clock;
}

/** A loaded configuration. */
export interface Configuration<S extends Settings> {
  /** Every value; a secret is wrapped. A setting of another phase is read when it is first used. */
  readonly values: ValuesOf<S>;
  readonly production: boolean;
  /** Weak secrets that only production refuses. */
  readonly warnings: readonly ConfigurationProblem[];
  /** Where a value came from, such as "environment" or ".env"; `undefined` where there is none. It follows a rotation. */
  readonly provenance: (name: keyof S & string) => string | undefined;
  /** When a secret ends, in milliseconds since the epoch, where its declaration or its manager says so. */
  readonly expiresAt: (name: keyof S & string) => number | undefined;
  /** Every secret read so far, for the log's redaction. */
  readonly secrets: () => readonly Secret<unknown>[];
  /** What the sources hold against what is declared. */
  readonly drift: () => Drift;
  /**
   * Reads the secrets that rotate again and again, in the background. A value that cannot be had or used changes
   * nothing: the last good one serves on.
   *
   * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
   */
  readonly watch: (options: WatchOptions) => Watch;
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
  /** Looks at every setting of every phase and tells what it finds; nothing is made and nothing is thrown. */
  examine(): Promise<Examination>;
}

type LoaderOf<S extends Settings, From> = [From] extends [Source]
  ? ConfigurationLoader<S> & AsyncConfigurationLoader<S>
  : AsyncConfigurationLoader<S>;

const KNOWN = ["settings", "sources", "production", "pantry", "clock"];

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
  checkDeclarations(options.settings, options.pantry);
  const plan: Plan = {
    settings: options.settings,
    sources: options.sources,
    production: options.production as Plan["production"],
    pantry: options.pantry === undefined ? undefined : pantry(options.pantry),
    clock: options.clock ?? systemClock,
  };
  const loader: ConfigurationLoader<S> & AsyncConfigurationLoader<S> = {
    load: (phase = "boot") => loaded<S>(plan, options.sources as readonly Source[], phase),
    loadAsync: async (phase = "boot") => loaded<S>(plan, await answered(plan), phase),
    examine: async () => examine(plan, await answered(plan)),
  };
  return loader as LoaderOf<S, From>;
}

function loaded<S extends Settings>(plan: Plan, sources: readonly Source[], phase: Phase): Configuration<S> {
  const read = ledger(plan, sources, phase);
  const { production, warnings } = read;
  return Object.freeze({
    values: valuesOf<S>(plan.settings, read),
    production,
    warnings,
    provenance(name: string) {
      const { handle, provenance } = read.read(name);
      return handle === undefined ? provenance : handle.provenance();
    },
    expiresAt: (name: string) => read.read(name).expiresAt,
    secrets: () => read.readings().flatMap(secretsOf),
    drift: () => driftOf({ settings: plan.settings, sources, pantry: plan.pantry, production }),
    watch: (options: WatchOptions) => watch(plan, read, options),
  });
}

function valuesOf<S extends Settings>(settings: Settings, read: Ledger): ValuesOf<S> {
  const values = {};
  for (const name of Object.keys(settings)) {
    const get = () => {
      const reading = read.read(name);
      refuseProblems(reading.problems);
      return reading.value;
    };
    Object.defineProperty(values, name, { enumerable: true, get });
  }
  return Object.freeze(values) as ValuesOf<S>;
}
