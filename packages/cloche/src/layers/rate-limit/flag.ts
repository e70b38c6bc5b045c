/** Reads an option that is on or off. */
import { configFault } from "../../kernel/index.js";

/**
 * @returns false where nothing was said.
 * @throws ConfigError `option_invalid`
 */
export function flag(value: unknown, where: string): boolean {
  if (value === undefined) return false;
  if (typeof value === "boolean") return value;
  throw configFault("option_invalid", { where, fix: "Give true or false." });
}
