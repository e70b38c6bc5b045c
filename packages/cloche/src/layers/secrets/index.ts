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
export type { Examination, SettingState } from "./examination.js";
export { fixedSource } from "./fixed-source.js";
export { type AwsSecretsManagerClient, awsSecretsManager } from "./managers/aws-secrets-manager.js";
export { type AzureKeyVaultClient, type AzureSecretProperties, azureKeyVault } from "./managers/azure-key-vault.js";
export { type GoogleSecretManagerClient, googleSecretManager } from "./managers/google-secret-manager.js";
export { type HashicorpVaultOptions, hashicorpVault } from "./managers/hashicorp-vault.js";
export type { ClientOptions } from "./managers/manager-options.js";
export type { ManagedNames } from "./managers/manager-source.js";
export type { VaultAppRole, VaultToken } from "./managers/vault-login.js";
export { mountedFiles } from "./mounted-files.js";
export { type Platform, type PlatformSettings, platform } from "./platform.js";
export type { PlatformName } from "./platforms.js";
export {
  type LabelledSecret,
  type LabelledSecrets,
  type OptionalRotating,
  type Rotating,
  type RotatingOf,
  type RotatingOptions,
  rotating,
} from "./rotating.js";
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
export type { AsyncSource, Found, PreviousFound, Source, Wanted } from "./source.js";
export type { SecretRotation, Watch, WatchOptions } from "./watch.js";
export { type StrengthOptions, secretWeakness, WEAKNESSES, type Weakness } from "./weakness.js";
