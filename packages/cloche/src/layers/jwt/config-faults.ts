/** The configuration faults of this layer, each with the advice that mends it. */
import { type ConfigError, configFault } from "../../kernel/index.js";

/** An option with a value that cannot be used. */
export function invalidOption(where: string, fix: string): ConfigError {
  return configFault("option_invalid", { where, fix });
}

/** A key that does not fit what it is declared for. */
export function unusable(where: string, fix: string): ConfigError {
  return configFault("key_unusable", { where, fix });
}

/** A secret that is missing or could be guessed, and how to make one of `leastBytes` and some more. */
export function weakSecret(where: string, why: string, leastBytes: number): ConfigError {
  const fix = `${why} Generate one with: openssl rand -base64 ${leastBytes + 16}`;
  return configFault("secret_weak", { where, fix });
}
