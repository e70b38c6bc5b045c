/** A limit that only watches, where the gate's limits are in shadow. */
import type { AnyPolicy } from "./limits.js";

/** The same limit in shadow. What it says is read at each request, as a limit that is live may say something else by then. */
export function watchedLimit<One extends AnyPolicy>(policy: One): One {
  const shadow = { value: true, enumerable: true };
  return Object.freeze(Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(policy), shadow })) as One;
}
