/** The door of the secrets layer. */
export { revealed, Secret, type SecretOr } from "../../kernel/index.js";
export {
  type AsyncConfigurationLoader,
  type Configuration,
  type ConfigurationLoader,
  type ConfigurationOptions,
  configuration,
} from "./configuration.js";
export { ConfigurationError, type ConfigurationProblem } from "./configuration-error.js";
export type { Drift } from "./drift.js";
export { envExample } from "./env-example.js";
export { envFile } from "./env-file.js";
export { type EnvText, type EnvTextProblem, parseEnvText } from "./env-text.js";
export { environment } from "./environment.js";
export { fixedSource } from "./fixed-source.js";
export { mountedFiles } from "./mounted-files.js";
export {
  type Phase,
  type PlainValuesOf,
  type SecretOptions,
  type SecretSetting,
  type Setting,
  type SettingOptions,
  type Settings,
  secret,
  setting,
  type ValueOf,
  type ValuesOf,
} from "./setting.js";
export type { AsyncSource, Found, Source } from "./source.js";
export { type StrengthOptions, secretWeakness, WEAKNESSES, type Weakness } from "./weakness.js";
