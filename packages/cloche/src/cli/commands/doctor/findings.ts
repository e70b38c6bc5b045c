/** What an examination of the settings comes to. */
import type { ConfigurationProblem, Examination, SettingState } from "../../../layers/secrets/index.js";

/** One thing the doctor found; it never holds a value. */
export interface Finding {
  readonly level: "defect" | "warning";
  readonly check: "configuration" | "drift" | "expiry" | "repository" | "audit" | "bundle";
  /** A setting, or a file with its line. */
  readonly subject: string;
  readonly reason: string;
}

const DAY = 86_400_000;

/** The findings of an examination at the moment `now`; both times in milliseconds. */
export function findingsOf(found: Examination, at: { readonly now: number; readonly within: number }): Finding[] {
  return [
    ...found.problems.map((problem) => told("defect", problem)),
    ...found.warnings.map(({ name, reason }) => told("warning", { name, reason: `In production: ${reason}` })),
    ...found.drift.unused.map((name) => unused(name)),
    ...found.settings.flatMap((state) => expiry(state, at)),
  ];
}

function told(level: Finding["level"], { name, reason }: ConfigurationProblem): Finding {
  return { level, check: "configuration", subject: name, reason };
}

function unused(subject: string): Finding {
  const reason = "A source holds it and nothing declares it: it is misspelt, or left behind.";
  return { level: "warning", check: "drift", subject, reason };
}

function expiry({ name, expiresAt }: SettingState, { now, within }: { now: number; within: number }): Finding[] {
  if (expiresAt === undefined || expiresAt > now + within) return [];
  const day = new Date(expiresAt).toISOString().slice(0, 10);
  if (expiresAt <= now) return [{ level: "defect", check: "expiry", subject: name, reason: `It ended on ${day}.` }];
  const days = Math.ceil((expiresAt - now) / DAY);
  const reason = `It ends on ${day}, in ${days} ${days === 1 ? "day" : "days"}.`;
  return [{ level: "warning", check: "expiry", subject: name, reason }];
}
