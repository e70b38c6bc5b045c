/** Tells what has to be waited for from what is there. */

/**
 * Whether a value must be waited for. Promises of other libraries and of other realms are no instances of `Promise`
 * here; taken for settled values they would pass for whatever was asked.
 */
export function isPending<Value>(value: Value | PromiseLike<Value>): value is PromiseLike<Value> {
  return typeof (value as { readonly then?: unknown } | null | undefined)?.then === "function";
}

/** Hands on what `work` gives, or what it throws or rejects with: at once where nothing has to be waited for. */
export function handOn<Value>(
  work: () => Value | PromiseLike<Value>,
  to: (value: Value) => unknown,
  failed: (thrown: unknown) => unknown,
): void {
  let value: Value | PromiseLike<Value>;
  try {
    value = work();
  } catch (thrown) {
    failed(thrown);
    return;
  }
  if (isPending(value)) value.then(to, failed);
  else to(value);
}
