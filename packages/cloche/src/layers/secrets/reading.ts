/** Reads one declared setting from the chain: its value and provenance, or what is wrong with it. */
import type { SchemaIssue, Secret } from "../../kernel/index.js";
import { ConfigurationError, type ConfigurationProblem } from "./configuration-error.js";
import type { RotatingHandle } from "./rotating.js";
import type { Setting } from "./setting.js";
import { type Found, firstFound, type Source } from "./source.js";

/** What reading one setting came to. */
export interface Reading {
  readonly value?: unknown;
  /** Where the value came from; absent where there is none. */
  readonly provenance?: string;
  readonly problems: readonly ConfigurationProblem[];
  /** What would be a problem in production. */
  readonly warnings?: readonly ConfigurationProblem[];
  /** A secret's text as its place holds it. */
  readonly text?: Secret;
  /** When a secret ends, in milliseconds since the epoch. */
  readonly expiresAt?: number;
  /** The handle of a secret that rotates. */
  readonly handle?: RotatingHandle;
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

function withDefault(declaration: Setting): Found | undefined {
  return declaration.default === undefined ? undefined : { value: declaration.default, provenance: "default" };
}

/** Runs the reading of a place; a place that cannot be read is a problem and never a reason to try the next one. */
export function attempted(name: string, read: () => Found | undefined): { value: Found | undefined } | Reading {
  try {
    return { value: read() };
  } catch (error) {
    if (error instanceof ConfigurationError) return { problems: error.problems };
    return { problems: [{ name, reason: `The place it comes from could not be read${codeOf(error)}.` }] };
  }
}

/** What a schema makes of a text. */
export function validated(schema: Setting["schema"], text: string | undefined) {
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

/** Tells that there is no value. */
export function missing(describe: string): string {
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
