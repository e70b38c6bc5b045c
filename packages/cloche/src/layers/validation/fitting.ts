/** Tells whether a zod schema fits a value, without starting anything its author wrote. */
import { isObject } from "./key-check.js";
import { mayWait } from "./may-wait.js";
import { unwrapped, type ZodNode } from "./zod-node.js";

type ZodRun = (
  payload: { value: unknown; issues: unknown[] },
  context: { readonly async: false },
) => { readonly issues: readonly unknown[] };

/**
 * Makes the test. A schema with functions of its author's, which may have effects, is judged by its required members
 * alone; it may then be said to fit where it does not, never the other way round.
 */
export function fitting(node: ZodNode): (value: unknown) => boolean {
  const { run } = node._zod;
  if (run === undefined || mayWait(node)) return hasRequired(node);
  return (value) => (run as ZodRun)({ value, issues: [] }, { async: false }).issues.length === 0;
}

function hasRequired(node: ZodNode): (value: unknown) => boolean {
  const shape = Object.entries(unwrapped(node)._zod.def.shape ?? {});
  const required = shape.filter(([, member]) => member._zod.optin === undefined).map(([name]) => name);
  return (value) => !isObject(value) || required.every((name) => name in value);
}
