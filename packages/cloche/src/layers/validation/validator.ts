/** Calls a schema so that it runs once, and so that nothing it throws or drops can end the process. */
import type { Schema, SchemaIssue, SchemaResult } from "../../kernel/index.js";
import { mayWait } from "./may-wait.js";
import { zodNode } from "./zod-node.js";

/** What a schema says of a value; at once, unless it waits for something. */
export type Validator = (value: unknown) => SchemaResult<unknown> | Promise<SchemaResult<unknown>>;

interface RawIssue {
  readonly code?: string;
  readonly message?: string;
  readonly path?: readonly PropertyKey[];
  readonly inst?: { readonly _zod?: { readonly def?: { readonly error?: (issue: RawIssue) => unknown } } };
}

interface Payload {
  readonly value: unknown;
  readonly issues: readonly RawIssue[];
}

/**
 * The validator of a schema.
 *
 * zod's own `~standard.validate` starts every asynchronous refinement twice and drops the first promise, whose rejection
 * would then end the process. A schema that holds a function which may wait is therefore run once, ready to wait.
 */
export function validator(schema: Schema): Validator {
  const node = zodNode(schema);
  const run = node?._zod.run;
  if (node === undefined) return (value) => ownPromise(schema["~standard"].validate(value));
  if (run === undefined || !mayWait(node)) return schema["~standard"].validate;
  return (value) => {
    const payload = (run as ZodRun)({ value, issues: [] }, { async: true });
    return payload instanceof Promise ? payload.then(finished) : finished(payload);
  };
}

/** Another library's promise is no instance of `Promise` here; taken for a result, it would hold no issues. */
function ownPromise<Result>(result: Result | Promise<Result>): Result | Promise<Result> {
  const { then } = result as { readonly then?: unknown };
  return typeof then === "function" ? Promise.resolve(result) : result;
}

type ZodRun = (payload: Payload, context: { readonly async: true }) => Payload | Promise<Payload>;

function finished({ value, issues }: Payload): SchemaResult<unknown> {
  return issues.length === 0 ? { value } : { issues: issues.map(told) };
}

/** The issue without the input and with its author's words; the other words come from this layer's own table. */
function told(raw: RawIssue): SchemaIssue {
  const { input: _input, inst, ...issue } = raw as RawIssue & { readonly input?: unknown };
  const words = issue.message ?? inst?._zod?.def?.error?.(raw);
  const message = typeof words === "object" ? (words as { readonly message?: unknown } | null)?.message : words;
  return { ...issue, path: issue.path ?? [], message: typeof message === "string" ? message : "This does not fit." };
}
