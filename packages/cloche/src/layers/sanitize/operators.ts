/** Refuses names that a document database would read as operators or paths. */
import { type FieldError, pointerToken, type Refusal, refuse } from "../../kernel/index.js";

const MAX_DEPTH = 64;
const OPERATOR = /^\$|[.\0]/;

/**
 * The refusal where any name in the value starts with `$` or holds a dot or NUL, at any depth; `undefined` where none
 * does. For values that reach a document database without a schema that names their keys.
 *
 * @param part - where the value came from, for the error's `in`. Default: the body.
 * @example
 * refuseOperators({ password: { $ne: "" } }); // a refusal at /password/$ne
 */
export function refuseOperators(value: unknown, part: FieldError["in"] = "body"): Refusal | undefined {
  const path = operatorPath(value, 0);
  if (path === undefined) return undefined;
  const error = { path, in: part, code: "operator_name", reason: "This name is not allowed." };
  return refuse("validation_failed", { reason: "operator_name", errors: [error] });
}

function operatorPath(value: unknown, depth: number): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > MAX_DEPTH) return "";
  for (const name of Object.keys(value)) {
    if (OPERATOR.test(name)) return pointerToken(name);
    const below = operatorPath((value as Record<string, unknown>)[name], depth + 1);
    if (below !== undefined) return pointerToken(name) + below;
  }
  return undefined;
}
