/** Reads one declared secret from the chain, with the version before it where it rotates, and judges both. */
import { Secret } from "../../kernel/index.js";
import type { ConfigurationProblem } from "./configuration-error.js";
import type { Pantry } from "./pantry.js";
import { attempted, missing, type Reading, validated } from "./reading.js";
import type { Told, Version } from "./rotation.js";
import type { SecretSetting } from "./setting.js";
import { type Found, firstFound, type Source } from "./source.js";
import { secretWeakness, WEAKNESSES } from "./weakness.js";

/** Where values come from, and what is asked of them. */
export interface ReadingPlace {
  readonly sources: readonly Source[];
  readonly pantry: Pantry | undefined;
  readonly production: boolean;
}

/** What reading a secret and the version before it came to. */
export interface ToldReading extends Reading {
  readonly told?: Told<unknown>;
}

/** Reads a secret and, where it rotates, the version before it; each is judged alike. */
export function readTold(name: string, declaration: SecretSetting, place: ReadingPlace): ToldReading {
  const wanted = { previous: declaration.rotation !== undefined };
  const attempt = attempted(
    name,
    () => firstFound(place.sources, name, wanted) ?? fromPantry(name, declaration, place),
  );
  if ("problems" in attempt) return attempt;
  const found = attempt.value;
  if (found === undefined) {
    return declaration.optional ? { problems: [] } : { problems: [{ name, reason: missing(declaration.describe) }] };
  }
  const as = { name, declaration, production: place.production };
  const current = judged(found, found.version === undefined ? name : `${name} version ${found.version}`, as);
  const previous = wanted.previous ? readPrevious(found, as) : undefined;
  return together(found, { current, previous, expiresAt: earliest(declaration.expiresAt, found.expiresAt) });
}

interface As {
  readonly name: string;
  readonly declaration: SecretSetting;
  readonly production: boolean;
}

interface Judged {
  readonly version?: Version<unknown>;
  readonly problems: readonly ConfigurationProblem[];
  readonly warnings: readonly ConfigurationProblem[];
}

function judged({ value: text }: { readonly value: string }, label: string, as: As): Judged {
  const { name, declaration, production } = as;
  const weak = weaknesses(name, text, { declaration, production });
  if (production && weak.length > 0) return { problems: weak, warnings: [] };
  const outcome = declaration.schema === undefined ? { value: text } : validated(declaration.schema, text);
  if ("issues" in outcome) return { problems: [{ name, reason: "It does not fit its schema." }], warnings: [] };
  const version = { text: new Secret(text, name), secret: new Secret<unknown>(outcome.value, name), label };
  return { version, problems: [], warnings: weak };
}

function readPrevious({ previous, provenance }: Found, as: As): Judged | false | undefined {
  if (typeof previous !== "object") return previous;
  const label = previous.version === undefined ? `${as.name} previous` : `${as.name} version ${previous.version}`;
  const read = judged(previous, label, as);
  const told = ({ reason }: ConfigurationProblem) => ({
    name: as.name,
    reason: `The version before it, from ${provenance}: ${reason}`,
  });
  return { ...read, problems: read.problems.map(told), warnings: read.warnings.map(told) };
}

function together(
  { provenance, since }: Found,
  {
    current,
    previous,
    expiresAt,
  }: { current: Judged; previous: Judged | false | undefined; expiresAt: number | undefined },
): ToldReading {
  const both = [current, ...(typeof previous === "object" ? [previous] : [])];
  const shared = {
    provenance,
    problems: both.flatMap(({ problems }) => problems),
    warnings: both.flatMap(({ warnings }) => warnings),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  if (current.version === undefined || shared.problems.length > 0) return shared;
  const before = typeof previous === "object" ? previous.version : previous;
  const told = {
    current: current.version,
    provenance,
    ...(since === undefined ? {} : { since }),
    ...(before === undefined ? {} : { previous: before }),
  };
  return { ...shared, told };
}

function earliest(...moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function fromPantry(name: string, declaration: SecretSetting, place: ReadingPlace): Found | undefined {
  if (place.production || declaration.generate === undefined) return undefined;
  const kept = place.pantry?.keep(name, declaration);
  // What was there before came from elsewhere and was taken away.
  return kept === undefined ? undefined : { ...kept, previous: false };
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
