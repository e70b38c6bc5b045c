/** A source with given values, for tests and for values a program already holds. */
import { publicNamesIn } from "./public-names.js";
import type { Source } from "./source.js";

/**
 * A source that holds `values`.
 *
 * @example
 * fixedSource({ PORT: "3000" });
 */
export function fixedSource(values: Readonly<Record<string, string>>, name = "fixed values"): Source {
  const held = new Map(Object.entries(values));
  return {
    name,
    read(wanted) {
      const value = held.get(wanted);
      return value === undefined ? undefined : { value, provenance: name };
    },
    names: () => [...held.keys()],
    publicNames: () => publicNamesIn(held.keys()),
  };
}
