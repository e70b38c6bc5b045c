/** Reads a locked posture, and refuses to guess at a line that is not as it was written. */
import { configFault } from "../kernel/index.js";
import type { Method } from "./contract.js";
import type { PostureAnswer, PostureCover, PostureRow, PostureWho } from "./posture.js";
import type { FieldRule } from "./posture-fields.js";
import type { PostureLimit } from "./posture-limits.js";
import { COVER, FIRST_LINE, type Line } from "./posture-lock-form.js";

/**
 * Reads what `postureLock` wrote.
 *
 * @throws ConfigError `configuration_invalid` naming the line that cannot be read
 */
export function readPostureLock(text: string): readonly PostureRow[] {
  const sections = sectionsOf(text.split(/\r?\n/));
  const covers = new Map<string, PostureCover>();
  const rows: PostureRow[] = [];
  for (const [name, lines] of sections) {
    if (name.startsWith(COVER)) covers.set(name.slice(COVER.length), readCover(name.slice(COVER.length), lines));
  }
  for (const [name, lines] of sections) if (!name.startsWith(COVER)) rows.push(readRow(name, lines, covers));
  return rows;
}

type Lines = ReadonlyMap<string, unknown>;

const LINE = /^ {2}("(?:[^"\\]|\\.)*"|[^":]+): (.+)$/;
const SECTION = /^((?:GET|POST|PUT|PATCH|DELETE) \/\S*|cover \S+):(?: \{\})?$/;

function sectionsOf(lines: readonly string[]): ReadonlyMap<string, Lines> {
  if (lines[0] !== FIRST_LINE)
    throw unreadable(1, "It is of another form; write it anew with `cloche posture --lock`.");
  const sections = new Map<string, Map<string, unknown>>();
  let current: Map<string, unknown> | undefined;
  lines.forEach((line, index) => {
    if (line.trim() === "" || line.startsWith("#")) return;
    const name = SECTION.exec(line)?.[1];
    if (name !== undefined && !sections.has(name)) {
      current = new Map();
      sections.set(name, current);
      return;
    }
    const [key, value] = readLine(line, index + 1);
    if (current === undefined || current.has(key)) throw unreadable(index + 1);
    current.set(key, value);
  });
  return sections;
}

function readLine(line: string, number: number): Line {
  const [, key = "", value = ""] = LINE.exec(line) ?? [];
  try {
    return [key.startsWith('"') ? (JSON.parse(key) as string) : key, JSON.parse(value) as unknown];
  } catch {
    throw unreadable(number);
  }
}

function unreadable(line: number, fix = "Restore it from version control, or write it anew."): Error {
  return configFault("configuration_invalid", { where: `cloche.lock line ${line}`, fix });
}

function readCover(name: string, lines: Lines): PostureCover {
  const headers = Object.fromEntries([...lines].filter(([key]) => key !== "CORS")) as Record<string, string>;
  const cors = lines.get("CORS") as string | undefined;
  return { name, headers, ...(cors !== undefined && { cors }) };
}

function readRow(route: string, lines: Lines, covers: ReadonlyMap<string, PostureCover>): PostureRow {
  const [method = "", path = ""] = route.split(" ");
  const value = <Value>(key: string): Value => {
    if (!lines.has(key)) {
      throw configFault("configuration_invalid", {
        where: `cloche.lock ${route}`,
        fix: `The line "${key}" is missing.`,
      });
    }
    return lines.get(key) as Value;
  };
  const maxBodyBytes = lines.get("max body bytes") as number | undefined;
  const signs = lines.get("signs of an attack") as PostureRow["input"]["signs"];
  const coverName = value<string>("cover");
  return {
    route,
    method: method as Method,
    path,
    who: value<PostureWho>("who"),
    input: {
      parts: value<readonly string[]>("reads"),
      formats: (lines.get("formats") ?? []) as readonly string[],
      ...(maxBodyBytes !== undefined && { maxBodyBytes }),
      unknownKeys: value<"refuse" | "strip">("unknown keys"),
      ...(signs !== undefined && { signs }),
      fields: Object.fromEntries(named<FieldRule>(lines, "field ")),
    },
    limits: named<PostureLimit>(lines, "limit ").map(([, limit]) => limit),
    idempotent: value<PostureRow["idempotent"]>("idempotency key"),
    answers: readAnswers(named<PostureAnswer | string>(lines, "answer ")),
    cover: covers.get(coverName) ?? { name: coverName, headers: {} },
    shadow: (lines.get("shadow") ?? []) as PostureRow["shadow"],
  };
}

function named<Value>(lines: Lines, prefix: string): readonly (readonly [string, Value])[] {
  return [...lines]
    .filter(([key]) => key.startsWith(prefix))
    .map(([key, value]) => [key.slice(prefix.length), value as Value] as const);
}

function readAnswers(lines: readonly (readonly [string, PostureAnswer | string])[]): PostureRow["answers"] {
  const answers: Record<string, PostureAnswer> = {};
  for (const [key, value] of lines) {
    const status = key.slice(0, 3);
    const path = key.slice(4);
    if (typeof value !== "string") answers[status] = value;
    else if (path === "" && value === "json") answers[status] = { kind: "json", fields: {} };
    else {
      const known = answers[status];
      answers[status] = { kind: "json", fields: { ...(known?.kind === "json" && known.fields), [path]: value } };
    }
  }
  return answers;
}
