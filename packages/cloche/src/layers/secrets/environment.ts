/** The process's environment as a source. */
import { publicNamesIn } from "./public-names.js";
import type { Source } from "./source.js";

/**
 * Reads the environment the process was started with.
 *
 * @param values Names and values; `process.env` where nothing is given.
 * @example
 * configuration({ settings, sources: [environment(), envFile(".env")], production });
 */
export function environment(values: Readonly<Record<string, string | undefined>> = process.env): Source {
  return {
    name: "environment",
    read(name) {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      return value === undefined ? undefined : { value, provenance: "environment" };
    },
    publicNames: () => publicNamesIn(Object.keys(values)),
  };
}
