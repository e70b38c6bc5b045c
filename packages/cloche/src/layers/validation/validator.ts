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
  readonly params?: unknown;
  readonly inst?: { readonly _zod?: { readonly def?: { readonly error?: (issue: RawIssue) => unknown } } };
}

interface Payload {
  readonly value: unknown;
  issues: readonly RawIssue[] | undefined;
}

/**
 * The validator of a schema.
 *
 * A zod schema is run as zod's own `parse` runs it. Its `~standard.validate` starts every asynchronous refinement twice
 * and drops the first promise, whose rejection would then end the process; and it makes an Error, with a stack and words
 * for each issue, of every value that does not fit. A schema that holds a function which may wait is run ready to wait.
 */
export function validator(schema: Schema): Validator {
  const node = zodNode(schema);
  if (node === undefined) return (value) => ownPromise(schema["~standard"].validate(value));
  if (typeof node._zod.run !== "function") return schema["~standard"].validate;
  const internals = node._zod as { readonly run: ZodRun };
  // Looked up and begun anew each time: zod replaces `run` after the first call, and keeps its memory of one parse on
  // the context.
  const run = (value: unknown, async: boolean) => internals.run({ value, issues: [] }, { async });
  // Told not to wait, zod throws rather than answer with a promise.
  if (!mayWait(node)) return (value) => finished(run(value, false) as Payload);
  return (value) => {
    const payload = run(value, true);
    return payload instanceof Promise ? payload.then(finished) : finished(payload);
  };
}

/** Another library's promise is no instance of `Promise` here; taken for a result, it would hold no issues. */
function ownPromise<Result>(result: Result | Promise<Result>): Result | Promise<Result> {
  const { then } = result as { readonly then?: unknown };
  return typeof then === "function" ? Promise.resolve(result) : result;
}

type ZodRun = (payload: Payload, context: { readonly async: boolean }) => Payload | Promise<Payload>;

/** Without issues the payload is the result; zod is done with it, and it saves an object for each value. */
function finished(payload: Payload): SchemaResult<unknown> {
  const { issues = [] } = payload;
  if (issues.length > 0) return { issues: issues.map(told) };
  payload.issues = undefined;
  return payload as { readonly value: unknown };
}

/** The issue with its author's words where they are asked for; the other words come from this layer's own table. */
function told(raw: RawIssue): SchemaIssue {
  if (raw.code !== "custom") return raw as SchemaIssue;
  const words = raw.message ?? raw.inst?._zod?.def?.error?.(raw);
  const message = typeof words === "object" ? (words as { readonly message?: unknown } | null)?.message : words;
  const { path = [], params } = raw;
  return {
    code: raw.code,
    params,
    path,
    message: typeof message === "string" ? message : "This does not fit.",
  } as SchemaIssue;
}
