/** Asks a source for every declared name ahead, so that one that answers later reads like one that answers at once. */
import { ConfigurationError } from "./configuration-error.js";
import type { AsyncSource, Found, Source } from "./source.js";

/** A source that holds what `source` answered; a name that could not be read fails when it is asked for. */
export async function prefetched(source: Source | AsyncSource, names: readonly string[]): Promise<Source> {
  const answers = await Promise.all(names.map((name) => answer(source, name)));
  const held = new Map(names.map((name, index) => [name, answers[index]]));
  return {
    name: source.name,
    read(name) {
      const found = held.get(name);
      if (found instanceof ConfigurationError) throw found;
      return found;
    },
    ...(source.names === undefined ? {} : { names: () => source.names?.() ?? [] }),
  };
}

async function answer(source: Source | AsyncSource, name: string): Promise<Found | undefined | ConfigurationError> {
  try {
    return await source.read(name);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    // A manager's own error may quote the request it sent, credentials included.
    return new ConfigurationError([{ name, reason: `${source.name} could not be read.` }]);
  }
}
