/** Looks at every setting without starting anything: what is missing, weak, left over or about to end. */

import type { Secret } from "../../kernel/index.js";
import type { ConfigurationProblem } from "./configuration-error.js";
import { type Drift, driftOf } from "./drift.js";
import { isProduction, type Plan } from "./loading.js";
import type { Pantry } from "./pantry.js";
import { publishedSecrets } from "./published-secrets.js";
import { type Reading, readSetting } from "./reading.js";
import { readTold, type ToldReading } from "./reading-secret.js";
import type { SecretSetting } from "./setting.js";
import type { Source } from "./source.js";

/** What is known of one setting; never its value. */
export interface SettingState {
  readonly name: string;
  readonly kind: "setting" | "secret";
  /** Where its value comes from, such as "AWS Secrets Manager, orders/jwt, version 3f2a"; absent where there is none. */
  readonly provenance?: string;
  /** When it ends, in milliseconds since the epoch. */
  readonly expiresAt?: number;
}

/** What an examination found. */
export interface Examination {
  readonly production: boolean;
  /** What stops the start. */
  readonly problems: readonly ConfigurationProblem[];
  /** What would stop it in production. */
  readonly warnings: readonly ConfigurationProblem[];
  readonly drift: Drift;
  readonly settings: readonly SettingState[];
  /** Every secret that was found, to search for where it must not stand. */
  readonly secrets: readonly Secret[];
}

/** Examines every setting of every phase; secrets that the next start would make are left to it. */
export function examine(plan: Plan, sources: readonly Source[]): Examination {
  const { settings } = plan;
  const names = Object.keys(settings);
  const readings = new Map<string, Reading>();
  for (const name of names) {
    const declaration = settings[name];
    if (declaration?.kind === "setting") readings.set(name, readSetting(name, declaration, sources));
  }
  const production = isProduction(plan, readings);
  const pantry = looking(plan.pantry);
  const secrets: Secret[] = [];
  for (const name of names) {
    const declaration = settings[name];
    if (declaration?.kind !== "secret") continue;
    const reading = readTold(
      name,
      { ...declaration, optional: willBeThere(declaration, production) },
      { sources, pantry, production },
    );
    readings.set(name, reading);
    secrets.push(...textsOf(reading));
  }
  const all = names.flatMap((name) => readings.get(name) ?? []);
  const texts = secrets.map((secret) => ({ name: secret.label, text: secret.reveal() }));
  return {
    production,
    problems: [...all.flatMap(({ problems }) => problems), ...publishedSecrets(sources, texts)],
    warnings: all.flatMap(({ warnings }) => warnings ?? []),
    drift: driftOf({ settings, sources, pantry: plan.pantry, production }),
    settings: names.map((name) => stateOf(name, settings[name]?.kind ?? "setting", readings.get(name))),
    secrets,
  };
}

/** A pantry that makes nothing. */
function looking(pantry: Pantry | undefined): Pantry | undefined {
  return pantry === undefined ? undefined : { find: (name) => pantry.find(name), keep: (name) => pantry.find(name) };
}

function willBeThere({ optional, generate }: SecretSetting, production: boolean): boolean {
  return optional || (generate !== undefined && !production);
}

function textsOf({ told }: ToldReading): Secret[] {
  if (told === undefined) return [];
  return [told.current.text, ...(told.previous ? [told.previous.text] : [])];
}

function stateOf(name: string, kind: SettingState["kind"], reading: Reading | undefined): SettingState {
  return {
    name,
    kind,
    ...(reading?.provenance === undefined ? {} : { provenance: reading.provenance }),
    ...(reading?.expiresAt === undefined ? {} : { expiresAt: reading.expiresAt }),
  };
}
