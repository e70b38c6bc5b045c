/** Finds a partner's own event identifier in a parsed payload, and makes the key a delivery is remembered by. */
import { sha256 } from "../../kernel/index.js";
import type { Partner, VerifiedDelivery } from "./partner.js";

const LONGEST = 256;

/** A reader of a top-level text field. */
export function fieldOf(name: string): (payload: unknown) => string | undefined {
  return (payload) => {
    if (typeof payload !== "object" || payload === null || !Object.hasOwn(payload, name)) return undefined;
    const value: unknown = (payload as Record<string, unknown>)[name];
    return typeof value === "string" && value !== "" && value.length <= LONGEST ? value : undefined;
  };
}

/**
 * The key under which a verified delivery is remembered in a `ReplayStore`: the partner's own event id where the
 * verified payload holds one, what the signature identifies otherwise.
 *
 * @param payload The body, parsed after it was verified.
 * @example
 * const outcome = await store.claim(replayKey(partner, verified, JSON.parse(text)), 259_200);
 */
export function replayKey(partner: Partner, verified: VerifiedDelivery, payload?: unknown): string {
  const id = partner.eventIdOf?.(payload) ?? verified.eventId;
  const key = `${partner.name}:${id}`;
  return key.length <= LONGEST ? key : `${partner.name}:${sha256(id).toString("hex")}`;
}
