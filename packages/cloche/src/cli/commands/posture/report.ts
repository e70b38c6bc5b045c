/** What differs from the lock, in words. */
import {
  type Contradiction,
  describeWho,
  type PostureComparison,
  type PostureDifference,
} from "../../../gate/index.js";
import { escaped } from "./tables.js";

/** One heading with its lines. */
interface Part {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** The lines for a terminal; empty where nothing differs. */
export function textReport(comparison: PostureComparison): readonly string[] {
  return parts(comparison).flatMap(({ heading, lines }) => [`${heading}:`, ...lines.map((line) => `  ${line}`)]);
}

/** The lines for a pull request. */
export function markdownReport(comparison: PostureComparison): readonly string[] {
  const found = parts(comparison);
  if (found.length === 0) return ["No route's protection has changed."];
  return found.flatMap(({ heading, lines }) => [
    `### ${heading}`,
    "",
    ...lines.map((line) => `- ${escaped(line)}`),
    "",
  ]);
}

/** The contradictions for a terminal. */
export function textContradictions(found: readonly Contradiction[]): readonly string[] {
  return found.length === 0 ? [] : ["Contradictions:", ...found.map((one) => `  ${stopping(one)}${one.text}`)];
}

/** The contradictions for a pull request. */
export function markdownContradictions(found: readonly Contradiction[]): readonly string[] {
  const lines = found.map((one) => `- ${stopping(one)}${escaped(one.text)}`);
  return lines.length === 0 ? [] : ["### Contradictions", "", ...lines, ""];
}

function stopping({ stops }: Contradiction): string {
  return stops ? "stops the start: " : "";
}

function parts({ loosened, tightened, changed, added, removed }: PostureComparison): readonly Part[] {
  const all: readonly Part[] = [
    { heading: "Loosened", lines: texts(loosened) },
    { heading: "Changed, to be reviewed", lines: texts(changed) },
    { heading: "Tightened", lines: texts(tightened) },
    { heading: "Added", lines: added.map(({ route, who }) => `${route}: ${describeWho(who)}`) },
    { heading: "Removed", lines: removed.map(({ route, who }) => `${route}: ${describeWho(who)}`) },
  ];
  return all.filter(({ lines }) => lines.length > 0);
}

function texts(differences: readonly PostureDifference[]): readonly string[] {
  return differences.map(({ text }) => text);
}
