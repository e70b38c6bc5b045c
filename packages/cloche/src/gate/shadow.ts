/** Shadow: layers whose refusals are only told, while a contract is being fitted to an API that runs already. */
import { type Clock, configFault, type Emit, isPending, isRefusal, type Refusal } from "../kernel/index.js";
import { ownerRules } from "./allow.js";
import type { Contract } from "./contract.js";
import type { Passage } from "./decision.js";
import { noteWatched } from "./explain-notes.js";
import type { Halt, Step } from "./pipeline.js";
import { type GateShadowLayer, SHADOW_LAYERS, type ShadowLayer } from "./shadow-layers.js";

/** Whether a refusal of a layer is only told. */
export type Spares = (layer: ShadowLayer, passage: Passage, refusal: Refusal) => boolean;

/** Spares nothing. */
export const SPARES_NOTHING: Spares = () => false;

/**
 * The layers in shadow on one route, its own and the gate's.
 *
 * @throws ConfigError `contract_contradiction`
 */
export function shadowOf(contract: Contract, gate: readonly GateShadowLayer[] = []): readonly ShadowLayer[] {
  const { shadow = [], from, allow, name } = contract;
  const shared: readonly string[] = from === undefined ? gate : gate.filter((layer) => layer === "limit");
  const layers = SHADOW_LAYERS.filter((layer) => shadow.includes(layer) || shared.includes(layer));
  const owned = allow !== undefined && ownerRules(allow).length > 0 && !layers.includes("owner");
  if (!owned || !(layers.includes("credential") || layers.includes("rule"))) return layers;
  // A rule that is only watched ends before it asks for the owner, who would then be asked for nowhere.
  throw configFault("contract_contradiction", {
    where: `${name} shadow`,
    fix: "Put owner in shadow, too, or neither.",
  });
}

interface Telling {
  readonly emit: Emit;
  readonly clock: Clock;
}

/** Tells what a layer in shadow would have refused. Without one, nothing is made. */
export function sparing(layers: readonly ShadowLayer[], { emit, clock }: Telling): Spares {
  if (layers.length === 0) return SPARES_NOTHING;
  return (layer, passage, refusal) => {
    if (!layers.includes(layer)) return false;
    const { facts, route, caller } = passage;
    const who = caller === undefined ? {} : { callerId: caller.id };
    const { requestId } = facts;
    emit({
      name: "route.shadow_refusal",
      at: clock.now(),
      route,
      requestId,
      ...who,
      reason: refusal.reason,
      subject: layer,
    });
    noteWatched(passage, layer, refusal);
    return true;
  };
}

/** A step whose refusals are only told, where its layer is in shadow; otherwise the step itself. */
export function watched(step: Step, layer: ShadowLayer, { layers, spares }: Watch): Step {
  if (!layers.includes(layer)) return step;
  const spared = (passage: Passage, halt: Halt | undefined) =>
    isRefusal(halt) && spares(layer, passage, halt) ? undefined : halt;
  return (passage) => {
    const outcome = step(passage);
    return isPending(outcome)
      ? Promise.resolve(outcome).then((settled) => spared(passage, settled))
      : spared(passage, outcome);
  };
}

/** The layers in shadow on a route, and what tells of them. */
export interface Watch {
  readonly layers: readonly ShadowLayer[];
  readonly spares: Spares;
}
