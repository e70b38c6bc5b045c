/** Asks a source for every declared name ahead, so that one that answers later reads like one that answers at once. */
import { ConfigurationError } from "./configuration-error.js";
import type { Settings } from "./setting.js";
import { type AsyncSource, beside, type Found, PREVIOUS_SUFFIX, type Source } from "./source.js";

/** A name to ask for, and whether the version before it is wanted too. */
interface Asked {
  readonly name: string;
  readonly previous: boolean;
}

/** Every source of a chain, asked for every declared name. */
export function answered({ settings, sources }: Chain, names = Object.keys(settings)): Promise<readonly Source[]> {
  const asked = names.map((name) => ({ name, previous: rotates(settings[name]) }));
  return Promise.all(sources.map((source) => prefetched(source, asked)));
}

interface Chain {
  readonly settings: Settings;
  readonly sources: readonly (Source | AsyncSource)[];
}

function rotates(declaration: Settings[string] | undefined): boolean {
  return declaration?.kind === "secret" && declaration.rotation !== undefined;
}

/** A source that holds what `source` answered; a name that could not be read fails when it is asked for. */
async function prefetched(source: Source | AsyncSource, asked: readonly Asked[]): Promise<Source> {
  const answers = await Promise.all(asked.map((one) => answer(source, one)));
  const held = new Map(asked.map(({ name }, index) => [name, answers[index]]));
  const published = publishedBy(source);
  return {
    name: source.name,
    read(name) {
      const found = held.has(name) ? held.get(name) : published.get(name);
      if (found instanceof ConfigurationError) throw found;
      return found;
    },
    ...(source.names === undefined ? {} : { names: () => source.names?.() ?? [] }),
    publicNames: () => [...published.keys()],
  };
}

async function answer(
  source: Source | AsyncSource,
  { name, previous }: Asked,
): Promise<Found | undefined | ConfigurationError> {
  try {
    const found = await source.read(name, { previous });
    if (!previous || found === undefined || found.value === "" || found.previous !== undefined) return found;
    return beside(found, await source.read(`${name}${PREVIOUS_SUFFIX}`));
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    // A manager's own error may quote the request it sent, credentials included.
    return new ConfigurationError([{ name, reason: `${source.name} could not be read.` }]);
  }
}

/** What a source publishes to web pages; only places that answer at once do. */
function publishedBy(source: Source | AsyncSource): ReadonlyMap<string, Found> {
  const held = new Map<string, Found>();
  try {
    for (const name of source.publicNames?.() ?? []) {
      const found = source.read(name);
      if (found !== undefined && !(found instanceof Promise)) held.set(name, found);
    }
  } catch {
    // The settings that are read from it tell that it cannot be read.
  }
  return held;
}
