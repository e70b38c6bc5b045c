/** Loads the module that declares the settings, and examines them. */
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import {
  ConfigurationError,
  configuration,
  type Examination,
  envFile,
  environment,
  type Settings,
} from "../../../layers/secrets/index.js";
import { type CommandIo, UsageError } from "../../command.js";

interface Examinable {
  examine(): Promise<Examination>;
}

/**
 * The examination of what the module at `path` exports.
 *
 * @throws UsageError where it cannot be loaded or exports neither `configuration` nor `settings`
 */
export async function examined(
  path: string,
  { development }: { readonly development: boolean },
  { folder, environment: values }: CommandIo,
): Promise<Examination> {
  const exported = await loaded(resolve(folder, path), path);
  if (isExaminable(exported["configuration"])) return exported["configuration"].examine();
  const settings = exported["settings"];
  if (!isSettings(settings)) throw new UsageError(`${path} exports neither \`configuration\` nor \`settings\`.`);
  return configuration({
    settings,
    sources: [environment(values), envFile(join(folder, ".env"))],
    production: !development,
    pantry: join(folder, ".data"),
  }).examine();
}

async function loaded(file: string, path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof ConfigurationError) {
      throw new UsageError(`${path} loads its configuration when it is imported; export what configuration() gave.`);
    }
    // The module's own error may quote what it read.
    throw new UsageError(`${path} cannot be imported. Name a built module (.js, .mjs) that loads by itself.`);
  }
}

function isExaminable(value: unknown): value is Examinable {
  return typeof value === "object" && value !== null && "examine" in value && typeof value.examine === "function";
}

function isSettings(value: unknown): value is Settings {
  const isDeclaration = (one: unknown) =>
    typeof one === "object" && one !== null && "kind" in one && (one.kind === "setting" || one.kind === "secret");
  return typeof value === "object" && value !== null && Object.values(value).every(isDeclaration);
}
