/** What a contract and a gate say about input that resembles an attack. */
import { configFault, oneOf } from "../kernel/index.js";

/** Names what a value resembles, such as `attackSigns` of `cloche/sanitize`. */
export type FindSigns = (value: unknown) => readonly string[];

/** What is done where a request resembles an attack. */
export const SIGNS_MODES = Object.freeze(["report", "refuse", "ignore"] as const);
export type SignsMode = (typeof SIGNS_MODES)[number];

/** What a contract says that matters here. */
interface Signed {
  readonly signs?: SignsMode | undefined;
  readonly from?: string | undefined;
}

/**
 * Refuses what cannot be meant.
 *
 * @throws ConfigError `option_invalid` or `contract_contradiction`
 */
export function checkSigns({ signs, from }: Signed, where: string): void {
  if (signs === undefined) return;
  oneOf(signs, SIGNS_MODES, `${where} signs`);
  if (from === undefined || signs === "ignore") return;
  throw configFault("contract_contradiction", {
    where: `${where} signs`,
    fix: "Drop it: what a partner has signed is no stranger's attack.",
  });
}
