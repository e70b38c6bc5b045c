/** Finds secrets that stand, under another name, where a bundler builds them into web pages. */
import type { ConfigurationProblem } from "./configuration-error.js";
import { publicPrefix } from "./public-names.js";
import { firstFound, type Source } from "./source.js";

/** A secret's name and its text. */
export interface KnownText {
  readonly name: string;
  readonly text: string;
}

/** Shorter texts turn up by chance. */
const LEAST_LENGTH = 8;

/** The published names whose values hold one of the texts. */
export function publishedSecrets(sources: readonly Source[], texts: readonly KnownText[]): ConfigurationProblem[] {
  const telling = texts.filter(({ text }) => text.length >= LEAST_LENGTH);
  const names = new Set(sources.flatMap(publicNamesOf));
  return [...names].flatMap((name) => {
    const value = textUnder(sources, name);
    const held = telling.find(({ text }) => value.includes(text));
    if (held === undefined) return [];
    const prefix = publicPrefix(name) ?? "";
    return [
      {
        name,
        reason: `It holds the secret ${held.name}, and ${prefix} publishes it in web pages. Exchange the secret.`,
      },
    ];
  });
}

/** A place that cannot be read is told of by the setting that is read from it. */
function publicNamesOf(source: Source): readonly string[] {
  try {
    return source.publicNames?.() ?? [];
  } catch {
    return [];
  }
}

function textUnder(sources: readonly Source[], name: string): string {
  try {
    return firstFound(sources, name)?.value ?? "";
  } catch {
    return "";
  }
}
