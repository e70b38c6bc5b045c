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
  readonly issues: readonly RawIssue[];
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
  const internals = node._zod as ZodInternals;
  // `run` is looked up and begun anew each time: zod replaces it after the first call, and keeps its memory of one parse
  // on the context. Told not to wait, zod throws rather than answer with a promise.
  if (!mayWait(node)) {
    return (value) => finished(internals.run({ value, issues: [] }, { async: false }) as Payload);
  }
  return (value) => {
    const payload = internals.run({ value, issues: [] }, { async: true });
    return payload instanceof Promise ? payload.then(finished) : finished(payload);
  };
}

/** The validator of a zod schema that holds nothing which may wait: nobody has to ask whether it did. */
export function immediateValidator(schema: Schema): ((value: unknown) => SchemaResult<unknown>) | undefined {
  const node = zodNode(schema);
  if (node === undefined || typeof node._zod.run !== "function" || mayWait(node)) return undefined;
  const internals = node._zod as ZodInternals;
  // A function of its own: the engine compiles one for the shapes it meets, and answers have others than bodies.
  return (value) => finished(internals.run({ value, issues: [] }, { async: false }) as Payload);
}

/** Another library's promise is no instance of `Promise` here; taken for a result, it would hold no issues. */
function ownPromise<Result>(result: Result | Promise<Result>): Result | Promise<Result> {
  const { then } = result as { readonly then?: unknown };
  return typeof then === "function" ? Promise.resolve(result) : result;
}

interface ZodInternals {
  readonly run: (payload: Payload, context: { readonly async: boolean }) => Payload | Promise<Payload>;
}

function finished({ value, issues }: Payload): SchemaResult<unknown> {
  return issues.length === 0 ? { value } : { issues: issues.map(told) };
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
