/** Makes settings and sources from what is known of a hosting platform. */
import { entry, type StandardSchema } from "../../kernel/index.js";
import { environment } from "./environment.js";
import { mountedFiles } from "./mounted-files.js";
import { PLATFORMS, type PlatformEntry, type PlatformName, type PlatformVariable } from "./platforms.js";
import { invalidOption, type Setting, setting } from "./setting.js";
import type { Source } from "./source.js";

type Variables<Name extends PlatformName> = (typeof PLATFORMS)[Name]["variables"];

type TextOf<Variable> = Variable extends { readonly oneOf: readonly (infer One)[] } ? One : string;

/** The settings a platform gives; each is `undefined` elsewhere. */
export type PlatformSettings<Name extends PlatformName> = {
  readonly [Variable in keyof Variables<Name>]: Setting<TextOf<Variables<Name>[Variable]> | undefined>;
};

/** A hosting platform. */
export interface Platform<Name extends PlatformName> {
  /** Its variables as settings, to be spread among one's own. */
  readonly settings: PlatformSettings<Name>;
  /** Where it puts secrets and settings: its mounted files where it has some, then the environment. */
  readonly sources: readonly Source[];
  /**
   * Whether production is served. Only a stage that is known not to be production answers `false`; a platform without
   * stages always answers `true`.
   */
  readonly production: (values: Readonly<Record<string, unknown>>) => boolean;
}

/**
 * The settings and sources of a hosting platform. That no secret is published under `NEXT_PUBLIC_` and its like is held
 * by `configuration`, on every platform.
 *
 * @param name "vercel", "netlify", "flyIo" or "kubernetes".
 * @param options Where Kubernetes mounts the secrets; "/var/run/secrets/app" where nothing is said.
 * @throws ConfigError `option_invalid`
 * @example
 * const vercel = platform("vercel");
 * configuration({
 *   settings: { ...vercel.settings, JWT_SECRET: secret({ describe: "Signs access tokens." }) },
 *   sources: vercel.sources,
 *   production: vercel.production,
 * });
 */
export function platform<const Name extends PlatformName>(
  name: Name,
  options: { mounts?: string } = {},
): Platform<Name> {
  const known = entry<PlatformEntry>(PLATFORMS, name);
  if (known === undefined) throw invalidOption("platform", `Give one of: ${Object.keys(PLATFORMS).join(", ")}.`);
  const { variables, stage, mounts } = known;
  const folder = options.mounts ?? mounts;
  const settings = Object.fromEntries(
    Object.entries(variables).map(([variable, row]) => [variable, settingOf(row, name)]),
  );
  return Object.freeze({
    settings: Object.freeze(settings) as PlatformSettings<Name>,
    sources: Object.freeze([...(folder === undefined ? [] : [mountedFiles(folder)]), environment()]),
    production: (values: Readonly<Record<string, unknown>>) =>
      stage === undefined || !stage.notProduction.some((one) => values[stage.variable] === one),
  });
}

function settingOf({ describe, oneOf, build }: PlatformVariable, name: string): Setting {
  return setting({ schema: textOrNothing(oneOf), describe, group: name, phase: build ? "lazy" : "boot" });
}

/** A text, or nothing; one of the given ones where the platform says which there are. */
function textOrNothing(oneOf: readonly string[] | undefined): StandardSchema<unknown, string | undefined> {
  return {
    "~standard": {
      version: 1,
      vendor: "cloche",
      validate(value) {
        if (value === undefined) return { value };
        if (typeof value === "string" && (oneOf === undefined || oneOf.includes(value))) return { value };
        return { issues: [{ message: oneOf === undefined ? "Give a text." : `Give one of: ${oneOf.join(", ")}.` }] };
      },
    },
  };
}
