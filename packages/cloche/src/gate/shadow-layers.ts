/** The layers that can be in shadow, and what a contract may put there. */
import { configFault, oneOf } from "../kernel/index.js";
import type { Rule } from "./allow.js";

/**
 * What one contract can put in shadow: that a credential is there and good, that its rule holds, that no other site sent
 * the request, that the input fits its schemas, that it resembles no attack, that a limit is not reached, that the
 * caller owns the object.
 */
export const SHADOW_LAYERS = Object.freeze(["credential", "rule", "csrf", "input", "signs", "limit", "owner"] as const);
export type ShadowLayer = (typeof SHADOW_LAYERS)[number];

/** What a gate can put in shadow for all of its routes: what leaves the types of the handlers as they are. */
export const GATE_SHADOW_LAYERS = Object.freeze(["rule", "csrf", "signs", "limit", "owner"] as const);
export type GateShadowLayer = (typeof GATE_SHADOW_LAYERS)[number];

/** What a contract says that matters here. */
interface Shadowed {
  readonly shadow?: readonly ShadowLayer[] | undefined;
  readonly from?: string | undefined;
  readonly allow?: Rule | undefined;
}

/**
 * Refuses a shadow over what the contract does not have, or that would take a door off its hinges.
 *
 * @throws ConfigError `option_invalid` or `contract_contradiction`
 */
export function checkShadow({ shadow, from, allow }: Shadowed, where: string): void {
  if (shadow === undefined) return;
  if (!Array.isArray(shadow)) throw configFault("option_invalid", { where: `${where} shadow`, fix: "Give a list." });
  for (const layer of shadow) oneOf(layer, SHADOW_LAYERS, `${where} shadow`);
  const asked = (...layers: readonly ShadowLayer[]) => layers.some((layer) => shadow.includes(layer));
  const fix =
    from !== undefined && asked("credential", "rule", "csrf", "owner")
      ? "Nobody but its signature tells a partner from a stranger, so that it is always enforced; drop all but input and limit."
      : allow?.kind === "anyone" && asked("credential", "rule", "owner")
        ? "Nobody is asked for here; drop credential, rule and owner."
        : undefined;
  if (fix !== undefined) throw configFault("contract_contradiction", { where: `${where} shadow`, fix });
}
