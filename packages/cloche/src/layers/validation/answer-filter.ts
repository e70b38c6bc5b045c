/** Lets out of an answer only what its schema declares (OWASP API3:2023; ASVS 5.0, 15.3.1). */
import { type OutputOf, pointer, type Schema, type SchemaIssue, type SchemaResult } from "../../kernel/index.js";
import { supportedSchema } from "./schema-check.js";
import { immediateValidator, validator } from "./validator.js";

/** An answer that breaks its own contract: where, as JSON Pointers, and never with which value. */
export interface AnswerFault {
  readonly fault: readonly string[];
}

/** Filters a value. Answers at once unless the schema waits for something. */
export type AnswerFilter<T> = (
  value: unknown,
) => { readonly value: T } | AnswerFault | Promise<{ readonly value: T } | AnswerFault>;

const EVERYWHERE: AnswerFault = Object.freeze({ fault: Object.freeze([""]) });
const MAX_PATHS = 50;

/**
 * Makes a filter for a route's answers. zod's objects drop undeclared keys at every depth; a value that does not fit is
 * a fault of the handler, told by its paths alone.
 *
 * @throws ConfigError `schema_unsupported`
 * @example
 * const filter = answerFilter(z.object({ id: z.string() }));
 * filter({ id: "7", passwordHash: "..." }); // { value: { id: "7" } }
 */
export function answerFilter<S extends Schema>(schema: S): AnswerFilter<OutputOf<S>> {
  supportedSchema(schema, "answerFilter");
  const atOnce = immediateValidator(schema);
  if (atOnce !== undefined) {
    return (value) => {
      try {
        return settle(atOnce(value));
      } catch {
        // What a schema's own code throws may quote the value.
        return EVERYWHERE;
      }
    };
  }
  const validate = validator(schema);
  return (value) => {
    try {
      const result = validate(value);
      return result instanceof Promise ? result.then(settle<OutputOf<S>>, () => EVERYWHERE) : settle(result);
    } catch {
      return EVERYWHERE;
    }
  };
}

function settle<T>(result: SchemaResult<unknown>): { readonly value: T } | AnswerFault {
  if (result.issues === undefined) return result as { readonly value: T };
  const paths = result.issues.map(pathOf).sort();
  return { fault: [...new Set(paths)].slice(0, MAX_PATHS) };
}

function pathOf({ path = [] }: SchemaIssue): string {
  return pointer(path.map((segment) => (typeof segment === "object" ? segment.key : segment)));
}
