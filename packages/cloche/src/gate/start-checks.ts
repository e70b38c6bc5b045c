/** Stops the start at a contradiction that opens a door, and tells the others to the observer as soon as each is known. */
import { type Clock, CONTRADICTIONS, ConfigError, type ContradictionEntry, type Emit } from "../kernel/index.js";
import type { Contract } from "./contract.js";
import { togetherContradictions } from "./contradictions.js";
import { optionContradictions } from "./contradictions-options.js";
import { pathContradictions } from "./contradictions-paths.js";
import type { Place } from "./contradictions-place.js";
import { routeContradictions } from "./contradictions-route.js";
import type { GateOptions } from "./parts.js";
import { sceneOf } from "./surroundings.js";

/** What a gate asks as its contracts become known. */
export interface StartChecks {
  /**
   * Checks one more contract, beside those before it.
   *
   * @throws ConfigError with the code of the contradiction
   */
  readonly route: (contract: Contract, earlier: readonly Contract[]) => void;
  /** Tells, once, what only shows when every contract is known. */
  readonly together: (contracts: readonly Contract[]) => void;
}

/**
 * Checks the options, and makes the checks for what follows.
 *
 * @throws ConfigError with the code of the contradiction
 */
export function startChecks(options: GateOptions, { emit, clock }: { emit: Emit; clock: Clock }): StartChecks {
  const scene = sceneOf(options.surroundings);
  const hold = (places: readonly Place[], route?: string): void => {
    for (const [code, where] of places) {
      const { stops, remedy }: ContradictionEntry = CONTRADICTIONS[code];
      if (stops) throw new ConfigError(code, { where, fix: remedy });
      emit({ name: "start.warned", at: clock.now(), reason: code, subject: where, ...(route && { route }) });
    }
  };
  hold(optionContradictions(options, scene));
  let isTogether = false;
  return {
    route(contract, earlier) {
      hold(pathContradictions(contract, earlier), contract.name);
      hold(routeContradictions(contract, options, scene), contract.name);
    },
    together(contracts) {
      if (isTogether) return;
      isTogether = true;
      hold(togetherContradictions(contracts, options));
    },
  };
}
