/** Freezes plain data at all depths, so that what is shared between requests cannot be altered by one of them. */

/** Freezes `value` and everything in it. For trees as JSON gives them: without cycles and of bounded depth. */
export function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  // `for in` walks an object without making a list of its members, but is slow over lists.
  if (Array.isArray(value)) for (const child of value) deepFreeze(child);
  else for (const name in value) deepFreeze(value[name]);
  return Object.freeze(value);
}
