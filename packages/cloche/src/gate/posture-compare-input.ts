/** What changed about what a route reads. */
import type { PostureInput } from "./posture.js";
import { canonical } from "./posture-canonical.js";
import type { FieldRule, Fields } from "./posture-fields.js";
import {
  type Direction,
  type Finding,
  found,
  together,
  whereMoreIsLooser,
  whereWiderIsLooser,
} from "./posture-finding.js";
import { inBytes } from "./posture-words.js";

/** Compares parts, formats, size, the fate of unknown keys, and every field. */
export function compareInput(was: PostureInput, now: PostureInput): readonly Finding[] {
  const both = was.parts.filter((part) => now.parts.includes(part));
  return [
    ...was.parts.filter((part) => !both.includes(part)).map((part) => found("loosened", `${part} no longer checked`)),
    ...now.parts.filter((part) => !both.includes(part)).map((part) => found("tightened", `${part} now checked`)),
    ...(both.includes("body") ? formats(was, now) : []),
    ...size(was, now),
    ...unknownKeys(was, now),
    ...signs(was, now),
    ...both.flatMap((part) => fields(within(was.fields, part), within(now.fields, part))),
  ];
}

function formats({ formats: was }: PostureInput, { formats: now }: PostureInput): readonly Finding[] {
  const direction = whereWiderIsLooser(was, now);
  return direction === undefined ? [] : [found(direction, `body as ${was.join(" or ")} -> ${now.join(" or ")}`)];
}

function size({ maxBodyBytes: was }: PostureInput, { maxBodyBytes: now }: PostureInput): readonly Finding[] {
  if (was === undefined || now === undefined) return [];
  const direction = whereMoreIsLooser(was, now);
  return direction === undefined ? [] : [found(direction, `body of at most ${inBytes(was)} -> ${inBytes(now)}`)];
}

function unknownKeys(before: PostureInput, after: PostureInput): readonly Finding[] {
  const [was, now] = [before.unknownKeys, after.unknownKeys];
  if (was === now || before.parts.length === 0 || after.parts.length === 0) return [];
  const words = { refuse: "refused", strip: "dropped" };
  return [found(now === "strip" ? "loosened" : "tightened", `unknown keys ${words[was]} -> ${words[now]}`)];
}

const SIGNS = ["refuse", "report", undefined];
const IN_WORDS = { refuse: "refused", report: "only told of", ignore: "no longer looked for" };

function signs(was: PostureInput, now: PostureInput): readonly Finding[] {
  const direction = whereMoreIsLooser(SIGNS.indexOf(was.signs), SIGNS.indexOf(now.signs));
  return direction === undefined ? [] : [found(direction, `signs of an attack ${IN_WORDS[now.signs ?? "ignore"]}`)];
}

function within(all: Fields, part: string): Fields {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name === part || name.startsWith(`${part} `)));
}

function fields(was: Fields, now: Fields): readonly Finding[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return names.flatMap((name) => field(name, was, now));
}

function field(name: string, was: Fields, now: Fields): readonly Finding[] {
  const [before, after] = [was[name], now[name]];
  if (before === undefined) {
    const opened = name.endsWith("/*") && holdsOthers(name.slice(0, -2), was);
    return [found(opened ? "loosened" : "changed", opened ? `${name} now takes any key` : `${name} is new`)];
  }
  if (after === undefined) return [found("changed", `${name} is gone`)];
  const differing = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .flatMap((keyword) => compareKeyword(keyword, before, after));
  const direction = together(differing.map(({ direction: one }) => one));
  return direction === undefined ? [] : [found(direction, `${name}: ${differing.map(({ text }) => text).join(", ")}`)];
}

/** Whether `path` was an object of named fields, which now takes others beside them. */
function holdsOthers(path: string, was: Fields): boolean {
  return Object.keys(was).some((name) => name.startsWith(`${path}/`));
}

/** How keywords of JSON Schema hold: some more with a larger number, some with a smaller. */
const ATMOST = new Set("maxLength maximum exclusiveMaximum maxItems maxProperties maxContains".split(" "));
const ATLEAST = new Set("minLength minimum exclusiveMinimum minItems minProperties minContains".split(" "));

function compareKeyword(keyword: string, was: FieldRule, now: FieldRule): readonly Finding[] {
  const [before, after] = [was[keyword], now[keyword]];
  if (canonical(before ?? null) === canonical(after ?? null)) return [];
  return [found(wayOf(keyword, before, after), `${keyword} ${told(before)} -> ${told(after)}`)];
}

function wayOf(keyword: string, was: unknown, now: unknown): Direction {
  // `any` frees a field; every other keyword binds it.
  if (was === undefined) return keyword === "any" ? "loosened" : "tightened";
  if (now === undefined) return keyword === "any" ? "tightened" : "loosened";
  if (ATMOST.has(keyword)) return Number(now) > Number(was) ? "loosened" : "tightened";
  if (ATLEAST.has(keyword)) return Number(now) < Number(was) ? "loosened" : "tightened";
  if (keyword === "enum" || keyword === "type" || keyword === "alternatives") {
    return whereWiderIsLooser(texts(was), texts(now)) ?? "changed";
  }
  return "changed";
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(canonical);
}

const LONGEST = 60;

function told(value: unknown): string {
  if (value === undefined) return "none";
  const text = typeof value === "string" ? value : canonical(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
}
