/** What an answer makes the browser forget, as after signing out (ASVS 5.0, 14.3.1). */
import { configFault } from "../kernel/index.js";
import { clearSiteData, type SiteData } from "../layers/headers/index.js";

interface Clearing {
  readonly clearSiteData?: true | readonly SiteData[];
}

/**
 * Refuses what cannot be kept.
 *
 * @throws ConfigError `option_invalid` or `contract_contradiction`
 */
export function checkClearing(spec: Clearing & { readonly method: string }, where: string): void {
  if (spec.clearSiteData === undefined) return;
  clearing(spec);
  if (spec.method !== "GET") return;
  throw configFault("contract_contradiction", {
    where: `${where} clearSiteData`,
    fix: "Sign out by POST or DELETE: any page could make a browser send a GET, and sign its user out.",
  });
}

/** The header, name and value in turn; nothing where the contract clears nothing. */
export function clearing({ clearSiteData: kinds }: Clearing): readonly string[] {
  if (kinds === undefined) return NOTHING;
  return Object.freeze([...clearSiteData(...(kinds === true ? [] : kinds))]);
}

const NOTHING: readonly string[] = Object.freeze([]);
