/** Refuses a request that another site's page made a browser send along with its cookies. */
import { type CrossSiteOptions, crossSite } from "../layers/headers/index.js";
import type { Step } from "./pipeline.js";

/** The step for routes whose credential is a cookie. */
export function sameSiteStep(sites: CrossSiteOptions): Step {
  return ({ facts }) => crossSite(facts, sites);
}
