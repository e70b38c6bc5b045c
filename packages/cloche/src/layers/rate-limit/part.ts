/** What a counter can be kept for. */

/** The parts a gate can always name. */
export const PARTS = Object.freeze(["address", "caller", "tenant", "api-key", "route", "partner", "everyone"] as const);

/**
 * One part of a counter's key. `everyone` keeps a single counter; `body:email` keeps one for each value of that field,
 * which slows guessing at one account from many addresses.
 */
export type Part = (typeof PARTS)[number] | `body:${string}`;

const BODY_FIELD = /^body:[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** Whether `text` names a part. */
export function isPart(text: unknown): text is Part {
  return typeof text === "string" && ((PARTS as readonly string[]).includes(text) || BODY_FIELD.test(text));
}
