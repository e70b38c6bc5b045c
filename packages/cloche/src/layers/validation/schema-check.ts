/** Holds one value against one schema and answers with the value or with a refusal that names the fields. */
import {
  configFault,
  type Duration,
  type FieldError,
  type OutputOf,
  type Refusal,
  refuse,
  type Schema,
  type SchemaResult,
  seconds,
} from "../../kernel/index.js";
import { withDeadline } from "./deadline.js";
import { fieldErrors, ordered, unknownFieldErrors } from "./field-errors.js";
import { isExponential } from "./pattern-cost.js";
import { unknownKeys } from "./unknown-keys.js";
import { type Validator, validator } from "./validator.js";
import { type ZodNode, zodNode, zodNodes } from "./zod-node.js";

/** What was read, or why nothing was. */
export type Read<T> = { readonly value: T } | Refusal;

/** What happens to keys that the schema does not declare. */
export type UnknownKeysPolicy = "refuse" | "strip";

/** How a value is checked. */
export interface SchemaCheckOptions<S extends Schema> {
  readonly schema: S;
  readonly in: FieldError["in"];
  readonly unknownKeys: UnknownKeysPolicy;
  readonly asyncTimeout?: Duration | undefined;
  /** The option path for faults. */
  readonly where: string;
}

/** Checks a value. Answers at once unless the schema itself waits for something. */
export type SchemaCheck<T> = (value: unknown) => Read<T> | Promise<Read<T>>;

const DEFAULT_ASYNC_TIMEOUT_SECONDS = 2;
// A refinement that waits leans on something outside, so its silence is an outage and not the caller's mistake.
const TOO_LATE = Object.freeze(refuse("store_unavailable", { reason: "validation_timeout" }));
const SCHEMA_FAILED = Object.freeze(refuse("internal_error", { reason: "schema_failed" }));

/** The refusal for fields that do not fit. */
export function refuseFields(errors: readonly FieldError[]): Refusal {
  return refuse("validation_failed", { errors: ordered(errors) });
}

/**
 * The schema as a zod node where zod 4 made it.
 *
 * @throws ConfigError `schema_unsupported`
 */
export function supportedSchema(schema: Schema, where: string): ZodNode | undefined {
  const standard = (schema as Partial<Schema> | undefined)?.["~standard"];
  if (typeof standard?.validate !== "function") {
    throw configFault("schema_unsupported", { where, fix: "Give a schema that has the ~standard property." });
  }
  const node = zodNode(schema);
  if (node !== undefined) assertPatterns(node, where);
  return node;
}

/** More than any contract holds; a lazy schema may go on for ever. */
const MAX_NODES = 2_000;

function assertPatterns(root: ZodNode, where: string): void {
  let left = MAX_NODES;
  for (const { _zod } of zodNodes(root)) {
    const { pattern, checks = [] } = _zod.def;
    for (const one of [pattern, ...checks.map((check) => check._zod.def.pattern)]) {
      if (!(one instanceof RegExp) || !isExponential(one)) continue;
      const fix = `Rewrite ${String(one)}: a loop in it reads one text in ever more ways, each of which is tried in turn.`;
      throw configFault("option_invalid", { where, fix });
    }
    left -= 1;
    if (left === 0) return;
  }
}

/**
 * Compiles the check.
 *
 * @throws ConfigError `schema_unsupported`, `duration_unreadable`
 */
export function schemaCheck<S extends Schema>(options: SchemaCheckOptions<S>): SchemaCheck<OutputOf<S>> {
  const { schema, in: part, where } = options;
  const node = supportedSchema(schema, where);
  const undeclared = node !== undefined && options.unknownKeys === "refuse" ? unknownKeys(node) : undefined;
  const timeout = seconds(options.asyncTimeout ?? DEFAULT_ASYNC_TIMEOUT_SECONDS, `${where}.asyncTimeout`) * 1000;
  const validate = validator(schema);
  const settle = (value: unknown, result: SchemaResult<unknown>): Read<OutputOf<S>> => {
    const unknown = undeclared?.(value);
    if (result.issues === undefined && unknown === undefined) return result as { readonly value: OutputOf<S> };
    const errors = fieldErrors(result.issues ?? [], { in: part, value, zod: node !== undefined });
    return refuseFields(unknown === undefined ? errors : [...errors, ...unknownFieldErrors(unknown, part)]);
  };
  return (value) => {
    const result = attempt(validate, value);
    if (result === undefined) return SCHEMA_FAILED;
    if (!(result instanceof Promise)) return settle(value, result);
    const settled = result.then(
      (late) => settle(value, late),
      () => SCHEMA_FAILED,
    );
    return withDeadline<Read<OutputOf<S>>>(settled, timeout, () => TOO_LATE);
  };
}

/** A schema's own code may throw, and what it throws may quote the input. */
function attempt(validate: Validator, value: unknown): ReturnType<Validator> | undefined {
  try {
    return validate(value);
  } catch {
    return undefined;
  }
}
