/** What may be written down of an error: its kind, code, message and frames, and the same of what caused it. */
import type { Cleaner } from "./cleaner.js";

/** An error as the log may show it. Fields that libraries add, such as a request's headers, are left out. */
export interface SafeError {
  /** The error's name. */
  readonly type: string;
  /** A code such as `ECONNREFUSED`. */
  readonly code?: string | number;
  readonly message: string;
  /** Where it was thrown, innermost first. */
  readonly stack?: readonly string[];
  readonly cause?: SafeError;
  /** The errors an `AggregateError` holds. */
  readonly errors?: readonly SafeError[];
  /** Plain facts that libraries add, such as the status of an answer or the constraint a row broke. */
  readonly facts?: Readonly<Record<string, string | number>>;
}

const MAX_CAUSES = 5;
const MAX_ERRORS = 10;
const MAX_FRAMES = 20;
const MAX_NAME = 64;
const MAX_STACK = 65_536;
const FRAME = /^\s+at /;
const CODE = /^[A-Za-z0-9_.:-]{1,64}$/;
/** Fields that name a thing of the program and never hold what a person sent. */
const FACTS = ["status", "statusCode", "errno", "syscall", "severity", "table", "column", "constraint", "routine"];

/** Reads an error. Whatever was thrown, this gives an answer. */
export function safeErrorWith(error: unknown, cleaner: Cleaner, depth = 0): SafeError {
  if (typeof error !== "object" || error === null) return thrownValue(error, cleaner);
  const code = codeOf(error, cleaner);
  const stack = framesOf(error, cleaner);
  const causes = depth >= MAX_CAUSES ? {} : causesOf(error, cleaner, depth + 1);
  const facts = factsOf(error, cleaner);
  return {
    type: textField(error, "name", cleaner)?.slice(0, MAX_NAME) ?? "Error",
    ...(code === undefined ? {} : { code }),
    message: textField(error, "message", cleaner) ?? "",
    ...(stack.length === 0 ? {} : { stack }),
    ...causes,
    ...(Object.keys(facts).length === 0 ? {} : { facts }),
  };
}

function thrownValue(value: unknown, { text }: Cleaner): SafeError {
  const message = typeof value === "string" ? text(value) : "";
  return { type: `[${value === null ? "null" : typeof value}]`, message };
}

function causesOf(error: object, cleaner: Cleaner, depth: number): Pick<SafeError, "cause" | "errors"> {
  const cause = field(error, "cause");
  const errors = field(error, "errors");
  return {
    ...(cause === undefined || cause === null ? {} : { cause: safeErrorWith(cause, cleaner, depth) }),
    ...(Array.isArray(errors) && error instanceof AggregateError
      ? { errors: errors.slice(0, MAX_ERRORS).map((each) => safeErrorWith(each, cleaner, depth)) }
      : {}),
  };
}

/** Only the frames: the first lines of a stack repeat the message. */
function framesOf(error: object, { text, withoutSecrets }: Cleaner): string[] {
  const stack = field(error, "stack");
  if (typeof stack !== "string" || stack.length > MAX_STACK) return [];
  // A secret of several lines has to go before the lines are parted.
  const frames = withoutSecrets(stack)
    .split("\n")
    .filter((line) => FRAME.test(line));
  return frames.slice(0, MAX_FRAMES).map((line) => text(line.trim()));
}

function factsOf(error: object, { text }: Cleaner): Record<string, string | number> {
  const facts: Record<string, string | number> = {};
  for (const name of FACTS) {
    const value = field(error, name);
    if (typeof value === "number") facts[name] = value;
    if (typeof value === "string" && CODE.test(value)) facts[name] = text(value);
  }
  return facts;
}

function codeOf(error: object, { text }: Cleaner): string | number | undefined {
  const code = field(error, "code");
  if (typeof code === "string") return CODE.test(code) ? text(code) : undefined;
  return typeof code === "number" ? code : undefined;
}

function textField(error: object, name: string, { text }: Cleaner): string | undefined {
  const value = field(error, name);
  return typeof value === "string" ? text(value) : undefined;
}

/** A getter, or a proxy, may throw. */
function field(error: object, name: string): unknown {
  try {
    return (error as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}
