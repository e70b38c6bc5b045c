/** Reads an option that is on or off. */
import { configFault } from "../../kernel/index.js";

/**
 * @throws ConfigError `option_invalid`
 */
export function flag(value: unknown, { where, otherwise }: { where: string; otherwise: boolean }): boolean {
  if (value === undefined) return otherwise;
  if (typeof value === "boolean") return value;
  throw configFault("option_invalid", { where, fix: "Give true or false." });
}
