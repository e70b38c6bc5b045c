/** Tells an answer that must be waited for from one that is there. */

/** Whether a value must be waited for. Promises of other libraries are no instances of `Promise`. */
export function isPending<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
}
