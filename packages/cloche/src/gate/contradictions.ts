/** Finds what contracts and options promise together but cannot keep together, before anything is served. */
import { CONTRADICTIONS, type ContradictionCode, type ContradictionEntry } from "../kernel/index.js";
import type { Contract } from "./contract.js";
import { optionContradictions } from "./contradictions-options.js";
import { pathContradictions } from "./contradictions-paths.js";
import type { Place } from "./contradictions-place.js";
import { routeContradictions } from "./contradictions-route.js";
import type { GateOptions } from "./parts.js";
import { type Surroundings, sceneOf } from "./surroundings.js";

/** One contradiction. */
export interface Contradiction {
  readonly code: ContradictionCode;
  /** The route, or the option of the gate. */
  readonly where: string;
  /** Whether the process does not start; otherwise it is told as a warning. */
  readonly stops: boolean;
  /** What it means and what mends it, in one line. */
  readonly text: string;
  /** The page that explains it. */
  readonly page: string;
}

/**
 * Every contradiction between the contracts and what the gate is made of; empty where all of it holds together. The gate
 * looks for the same by itself while it starts: this is for tests and tools, which have all of them at once.
 *
 * @throws ConfigError `option_unknown` or `option_invalid` for the surroundings
 * @example
 * expect(contradictions(contracts, gateOptions, { processes: 2, production: true })).toEqual([]);
 */
export function contradictions(
  contracts: readonly Contract[],
  options: GateOptions = {},
  surroundings: Surroundings | undefined = options.surroundings,
): readonly Contradiction[] {
  const scene = sceneOf(surroundings);
  return [
    ...optionContradictions(options, scene),
    ...contracts.flatMap((contract, index) => [
      ...pathContradictions(contract, contracts.slice(0, index)),
      ...routeContradictions(contract, options, scene),
    ]),
    ...togetherContradictions(contracts, options),
  ].map(told);
}

/** What only shows once every contract is known. */
export function togetherContradictions(
  contracts: readonly Contract[],
  { partners = {}, limits }: GateOptions,
): readonly Place[] {
  const named = new Set(contracts.map(({ from }) => from));
  const idle = (prefix: string) => prefix !== "/" && !contracts.some(({ path }) => path.startsWith(prefix));
  return [
    ...Object.keys(partners)
      .filter((name) => !named.has(name))
      .map((name): Place => ["partner_idle", `createGate partners ${name}`]),
    ...Object.keys(limits?.defaults ?? {})
      .filter(idle)
      .map((prefix): Place => ["default_idle", `createGate limits.defaults ${prefix}`]),
  ];
}

/** A contradiction in words. */
export function told([code, where]: Place): Contradiction {
  const { title, remedy, stops }: ContradictionEntry = CONTRADICTIONS[code];
  const text = `${where}: ${title} ${remedy} [${code}]`;
  return { code, where, stops, text, page: `docs/reference/errors.md#${code}` };
}
