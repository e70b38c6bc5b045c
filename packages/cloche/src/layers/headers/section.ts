/** Reads one section of the options: an object whose names are all known. */
import { configFault, onlyKnown } from "../../kernel/index.js";

/**
 * @throws ConfigError `option_invalid` where it is no object, `option_unknown` where a name is not known
 */
export function section(options: unknown, known: readonly string[], where: string): void {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) {
    onlyKnown(options, known, where);
    return;
  }
  throw configFault("option_invalid", { where, fix: `Give an object with any of: ${known.join(", ")}.` });
}
