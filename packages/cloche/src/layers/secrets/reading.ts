/** Reads one declared setting from the chain: its value and provenance, or what is wrong with it. */
import { type SchemaIssue, Secret } from "../../kernel/index.js";
import { ConfigurationError, type ConfigurationProblem } from "./configuration-error.js";
import type { Pantry } from "./pantry.js";
import type { SecretSetting, Setting } from "./setting.js";
import { type Found, firstFound, type Source } from "./source.js";
import { secretWeakness, WEAKNESSES } from "./weakness.js";

/** What reading one setting came to. */
export interface Reading {
  readonly value?: unknown;
  /** Where the value came from; absent where there is none. */
  readonly provenance?: string;
  readonly problems: readonly ConfigurationProblem[];
  /** What would be a problem in production. */
  readonly warnings?: readonly ConfigurationProblem[];
}

/** Where values come from, and what is asked of them. */
export interface ReadingPlace {
  readonly sources: readonly Source[];
  readonly pantry: Pantry | undefined;
  readonly production: boolean;
}

const MAX_MESSAGE = 200;
const TELLING_LENGTH = 4;

/** Reads a setting through its schema. */
export function readSetting(name: string, declaration: Setting, sources: readonly Source[]): Reading {
  const found = attempted(name, () => firstFound(sources, name));
  if ("problems" in found) return found;
  const text = found.value ?? withDefault(declaration);
  const outcome = validated(declaration.schema, text?.value);
  if ("issues" in outcome) {
    const reason = text === undefined ? missing(declaration.describe) : inWords(outcome.issues, text.value);
    return { problems: [{ name, reason }] };
  }
  return { value: outcome.value, problems: [], ...(text === undefined ? {} : { provenance: text.provenance }) };
}

/** Reads a secret, judges it, and wraps it. */
export function readSecret(name: string, declaration: SecretSetting, place: ReadingPlace): Reading {
  const found = attempted(name, () => firstFound(place.sources, name) ?? fromPantry(name, declaration, place));
  if ("problems" in found) return found;
  if (found.value === undefined) {
    return declaration.optional ? { problems: [] } : { problems: [{ name, reason: missing(declaration.describe) }] };
  }
  const { value: text, provenance } = found.value;
  const weak = weaknesses(name, text, { declaration, production: place.production });
  if (place.production && weak.length > 0) return { provenance, problems: weak };
  const outcome = declaration.schema === undefined ? { value: text } : validated(declaration.schema, text);
  if ("issues" in outcome) return { provenance, problems: [{ name, reason: "It does not fit its schema." }] };
  return { value: new Secret(outcome.value, name), provenance, problems: [], warnings: weak };
}

function fromPantry(name: string, declaration: SecretSetting, place: ReadingPlace): Found | undefined {
  if (place.production || declaration.generate === undefined) return undefined;
  return place.pantry?.keep(name, declaration);
}

function withDefault(declaration: Setting): Found | undefined {
  return declaration.default === undefined ? undefined : { value: declaration.default, provenance: "default" };
}

function weaknesses(
  name: string,
  text: string,
  { declaration, production }: { declaration: SecretSetting; production: boolean },
): ConfigurationProblem[] {
  const { minBytes, allowTest } = declaration;
  const weakness = secretWeakness(text, { minBytes, allowTest, production });
  if (weakness === undefined) return [];
  const fix = weakness === "too_short" ? ` It needs at least ${minBytes} bytes.` : "";
  return [{ name, reason: `${WEAKNESSES[weakness]}${fix}` }];
}

/** Runs the reading of a place; a place that cannot be read is a problem and never a reason to try the next one. */
function attempted(name: string, read: () => Found | undefined): { value: Found | undefined } | Reading {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof ConfigurationError) return { problems: error.problems };
    return { problems: [{ name, reason: `The place it comes from could not be read${codeOf(error)}.` }] };
  }
}

function validated(schema: Setting["schema"], text: string | undefined) {
  try {
    const result = schema["~standard"].validate(text);
    if (result instanceof Promise) return asynchronous(result);
    return result.issues === undefined ? { value: result.value } : { issues: result.issues };
  } catch {
    return { issues: [] };
  }
}

function asynchronous(result: Promise<unknown>): { issues: readonly SchemaIssue[] } {
  result.catch(() => {});
  return { issues: [{ message: "Its schema answers later; a setting needs one that answers at once." }] };
}

function missing(describe: string): string {
  return `It is missing. It is for: ${describe}`;
}

function inWords(issues: readonly SchemaIssue[], text: string): string {
  const messages = issues.map(({ message }) => message.slice(0, MAX_MESSAGE));
  const told = messages.filter((message) => message !== "" && !tells(message, text));
  return told.length === 0 ? "It does not fit its schema." : `It does not fit its schema: ${told.join("; ")}`;
}

/**
 * Whether a schema's message repeats a piece of the value. A setting's value may be a secret that was put in the wrong
 * place, and messages are free to quote what they were given.
 */
function tells(message: string, text: string): boolean {
  if (text.length < TELLING_LENGTH) return message.split(/[^\w]+/).includes(text);
  for (let at = 0; at + TELLING_LENGTH <= text.length; at += 1) {
    if (message.includes(text.slice(at, at + TELLING_LENGTH))) return true;
  }
  return false;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? ` (${code})` : "";
}
