/** Headers that no answer of a route may carry, whoever set them. */
import type { Cover } from "../layers/headers/index.js";
import type { Contract } from "./contract.js";

/** The names, in lower case, for answers with a status. */
export type TakenOff = (status: number) => ReadonlySet<string>;

/**
 * Banners that the cover removes, and `Clear-Site-Data` where signing out has failed: a refusal must not leave a browser
 * without what it still needs.
 */
export function takenOff({ clearSiteData }: Contract, { removed }: Pick<Cover, "removed">): TakenOff {
  const always = new Set(removed);
  if (clearSiteData === undefined) return () => always;
  const ofFailures = new Set([...removed, "clear-site-data"]);
  return (status) => (status < 400 ? always : ofFailures);
}
