/** Names that a bundler builds into web pages, where anybody reads them. */

/** How such names begin, by the tool that publishes them. */
const PUBLIC_PREFIXES: readonly string[] = [
  "NEXT_PUBLIC_",
  "NUXT_PUBLIC_",
  "EXPO_PUBLIC_",
  "GATSBY_",
  "PUBLIC_",
  "REACT_APP_",
  "VITE_",
  "VUE_APP_",
];

/** The prefix that publishes a name, or `undefined`. */
export function publicPrefix(name: string): string | undefined {
  return PUBLIC_PREFIXES.find((prefix) => name.startsWith(prefix));
}

/** Those of the names that are published. */
export function publicNamesIn(names: Iterable<string>): string[] {
  return [...names].filter((name) => publicPrefix(name) !== undefined);
}
