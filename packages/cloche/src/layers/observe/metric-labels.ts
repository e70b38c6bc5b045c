/** The values that labels may have: templates, codes and a few words, and never what a caller made up. */
import { OTHER } from "./bounded-series.js";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const REASON = /^[a-z][a-z0-9_.-]{0,63}$/;
const MAX_ROUTE = 200;

/** The label of what has no reason. */
export const NO_REASON = "none";

/** The method, where it is one of HTTP's. */
export function knownMethod(method: string): string | undefined {
  return METHODS.has(method) ? method : undefined;
}

/** The label of a route's template. */
export function routeLabel(route: string): string {
  return route.length <= MAX_ROUTE ? route : OTHER;
}

/** The label of a status. */
export function statusLabel(status: number): number | string {
  return Number.isInteger(status) && status >= 100 && status <= 599 ? status : OTHER;
}

/** The label of a reason's code. */
export function reasonLabel(reason: string | undefined): string {
  if (reason === undefined) return NO_REASON;
  return REASON.test(reason) ? reason : OTHER;
}
