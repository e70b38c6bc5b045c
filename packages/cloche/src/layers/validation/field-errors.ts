/** Turns a schema's issues into field errors: where, a stable code and the reason, and never the value. */
import { type FieldError, pointer, type SchemaIssue } from "../../kernel/index.js";
import { NOT_ACCEPTED, REQUIRED, type Reason, UNKNOWN_FIELD, type ZodIssue, zodReason } from "./zod-issues.js";

/** The most errors one answer lists. */
const MAX_ERRORS = 50;
/** Texts shorter than this occur in any sentence by chance. */
const SHORTEST_ECHO = 3;

/** What the errors are about. */
export interface IssueContext {
  readonly in: FieldError["in"];
  /** The value as the schema received it; it is only looked into, never told. */
  readonly value: unknown;
  /** Whether zod made the issues, whose fields this layer can read. */
  readonly zod: boolean;
}

/** The field errors for a schema's issues. */
export function fieldErrors(issues: readonly SchemaIssue[], context: IssueContext): FieldError[] {
  const errors: FieldError[] = [];
  for (const issue of issues) {
    if (context.zod) addZodErrors(errors, issue, context);
    else errors.push(otherError(issue, context));
  }
  return errors;
}

/** The errors for undeclared fields at the given pointers. */
export function unknownFieldErrors(paths: readonly string[], part: FieldError["in"]): FieldError[] {
  return paths.map((path) => ({ path, in: part, ...UNKNOWN_FIELD }));
}

/** The errors in a stable order, each once, and no more than an answer should list. */
export function ordered(errors: readonly FieldError[]): FieldError[] {
  const distinct: FieldError[] = [];
  let before: FieldError | undefined;
  for (const error of [...errors].sort(inOrder)) {
    if (before === undefined || inOrder(before, error) !== 0) distinct.push(error);
    if (distinct.length === MAX_ERRORS) break;
    before = error;
  }
  return distinct;
}

function inOrder(a: FieldError, b: FieldError): number {
  return compare(a.path, b.path) || compare(a.code, b.code);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function addZodErrors(errors: FieldError[], issue: ZodIssue, context: IssueContext): void {
  const names = namesOf(issue);
  if (issue.code === "unrecognized_keys") {
    const paths = (issue.keys ?? []).map((key) => pointer([...names, key]));
    errors.push(...unknownFieldErrors(paths, context.in));
    return;
  }
  const { code, reason } = reasonFor(issue, valueAt(context.value, names));
  errors.push({ path: pointer(names), in: context.in, code, reason });
}

function reasonFor(issue: ZodIssue, value: unknown): Reason {
  if (issue.code === "custom") {
    const reason = zodReason(issue);
    // An author's message may be built from the input.
    return echoes(reason.reason, value) ? { ...NOT_ACCEPTED, code: reason.code } : reason;
  }
  return value === undefined && MISSING_CODES.has(issue.code ?? "") ? REQUIRED : zodReason(issue);
}

const MISSING_CODES: ReadonlySet<string> = new Set(["invalid_type", "invalid_value", "invalid_union"]);

function otherError(issue: SchemaIssue, context: IssueContext): FieldError {
  const names = namesOf(issue);
  const reason = valueAt(context.value, names) === undefined ? REQUIRED : NOT_ACCEPTED;
  return { path: pointer(names), in: context.in, ...reason };
}

function namesOf({ path = [] }: SchemaIssue): PropertyKey[] {
  return path.map((segment) => (typeof segment === "object" ? segment.key : segment));
}

function valueAt(value: unknown, names: readonly PropertyKey[]): unknown {
  let current = value;
  for (const name of names) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Record<PropertyKey, unknown>)[name];
  }
  return current;
}

function echoes(message: string, value: unknown): boolean {
  if (typeof value === "object" && value !== null) return Object.values(value).some((below) => echoes(message, below));
  if (typeof value !== "string" && typeof value !== "number") return false;
  const text = String(value).trim();
  return text.length >= SHORTEST_ECHO && message.includes(text);
}
