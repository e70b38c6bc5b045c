/** Tells what has to be waited for from what is there. */

/**
 * Whether a value must be waited for. Promises of other libraries and of other realms are no instances of `Promise`
 * here; taken for settled values they would pass for whatever was asked.
 */
export function isPending<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
}
