/** Walks a parsed value once and holds it to the caps, before any schema spends time on it. */
import type { BodyCaps } from "./caps.js";
import { type InputFault, isForbiddenName } from "./input-faults.js";

interface Walk {
  readonly caps: BodyCaps;
  names: number;
}

/** Counts the member names in `value`, or answers the first cap it breaks. */
export function measure(value: unknown, caps: BodyCaps): number | InputFault {
  const walk: Walk = { caps, names: 0 };
  return visit(value, 1, walk) ?? walk.names;
}

function visit(value: unknown, depth: number, walk: Walk): InputFault | undefined {
  if (typeof value === "string") return textFault(value, walk);
  // JSON.parse reads 1e400 as Infinity.
  if (typeof value === "number") return Number.isFinite(value) ? undefined : "number_out_of_range";
  if (typeof value !== "object" || value === null) return undefined;
  if (depth > walk.caps.depth) return "too_deep";
  return Array.isArray(value) ? visitItems(value, depth, walk) : visitMembers(value, depth, walk);
}

function textFault({ length }: string, { caps }: Walk): InputFault | undefined {
  return length > caps.characters ? "text_too_long" : undefined;
}

function visitItems(items: readonly unknown[], depth: number, walk: Walk): InputFault | undefined {
  if (items.length > walk.caps.items) return "too_many_items";
  for (const item of items) {
    const fault = visit(item, depth + 1, walk);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function visitMembers(members: object, depth: number, walk: Walk): InputFault | undefined {
  for (const name in members) {
    walk.names += 1;
    if (walk.names > walk.caps.keys) return "too_many_names";
    if (isForbiddenName(name)) return "forbidden_name";
    const member = (members as Record<string, unknown>)[name];
    // Most members are texts, and asking them here saves a call for each.
    const fault = typeof member === "string" ? textFault(member, walk) : visit(member, depth + 1, walk);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
