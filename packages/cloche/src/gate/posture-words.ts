/** The posture in words, for tables and for what changed. */
import type { PostureRow } from "./posture.js";
import type { PostureLimit } from "./posture-limits.js";

export { describeWho } from "./posture-who.js";

/** What is read, in words: the parts, the body's formats and size, and what happens to keys nobody named and to signs of an attack. */
export function describeInput({ input, method }: Pick<PostureRow, "input" | "method">): string {
  const { parts, formats, maxBodyBytes, unknownKeys, signs } = input;
  const read = parts.map((part) => (part === "body" && formats.length > 0 ? `body (${formats.join(" or ")})` : part));
  const size = maxBodyBytes === undefined || method === "GET" ? [] : [`at most ${inBytes(maxBodyBytes)}`];
  const keys = parts.length > 0 && unknownKeys === "strip" ? ["unknown keys dropped"] : [];
  const looked = signs === undefined ? [] : [`signs of an attack ${signs === "refuse" ? "refused" : "told of"}`];
  return [...read, ...size, ...keys, ...looked].join(", ") || "nothing";
}

/** A route's limits, in words. */
export function describeLimits(limits: readonly PostureLimit[]): string {
  const words = limits.map((limit) => `${describeLimit(limit)}${limit.isDefault === true ? " (default)" : ""}`);
  return words.join("; ") || "none";
}

/** One limit, in words; what is usual is not said. */
export function describeLimit(limit: PostureLimit): string {
  const { quota, windowSeconds, by } = limit;
  const span = windowSeconds === undefined ? "at once" : `per ${inWords(windowSeconds)}`;
  return `${quota} ${span} by ${by.join(" and ")}${extras(limit)}`;
}

function extras(limit: PostureLimit): string {
  const { algorithm = "fixed-window", burst, cost, unit, ban, whenAway, shadow, forgetOnSuccess } = limit;
  const words = [
    algorithm === "fixed-window" ? "" : algorithm,
    burst === undefined ? "" : `${burst} at once`,
    cost === undefined ? "" : `cost ${cost}`,
    unit ?? "",
    ban === undefined ? "" : `ban after ${String(ban.after)} refusals`,
    whenAway === undefined ? "" : `${whenAway} when away`,
    forgetOnSuccess === true ? "forgotten on success" : "",
    shadow === true ? "in shadow" : "",
  ];
  const said = words.filter((word) => word !== "");
  return said.length === 0 ? "" : ` (${said.join(", ")})`;
}

const SPANS = [
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

/** A span of seconds as people say it: `minute`, `15 minutes`. */
export function inWords(length: number): string {
  const [span, size] = SPANS.find(([, each]) => length % each === 0) ?? ["second", 1];
  return length === size ? span : `${length / size} ${span}s`;
}

const KIB = 1024;

/** A number of bytes as people say it. */
export function inBytes(count: number): string {
  if (count % (KIB * KIB) === 0) return `${count / KIB / KIB} MiB`;
  return count % KIB === 0 ? `${count / KIB} KiB` : `${count} bytes`;
}
