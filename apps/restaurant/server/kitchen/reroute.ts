/** Reroute rules: by the kind of order or where it is served, what was meant for one station goes to others. */

/** One rule. What it does not name matches everything. */
export interface RerouteRule {
  readonly id: string;
  readonly orderType: "dine_in" | "pickup" | "delivery" | null;
  readonly serviceArea: string | null;
  readonly fromStationId: string;
  readonly toStationIds: readonly string[];
}

/** What rules look at. */
export interface Served {
  readonly orderType?: "dine_in" | "pickup" | "delivery";
  readonly serviceArea?: string | undefined;
}

/** Applies each rule once, in order, without looking again at those before it: so it always ends. */
export function applyRules(
  stationIds: readonly string[],
  rules: readonly RerouteRule[],
  served: Served,
): { readonly reached: readonly string[]; readonly ruleIds: readonly string[] } {
  const reached = new Set(stationIds);
  const ruleIds: string[] = [];
  for (const { id, fromStationId, toStationIds, ...when } of rules) {
    if (!reached.has(fromStationId) || !matches(when, served)) continue;
    reached.delete(fromStationId);
    for (const stationId of toStationIds) reached.add(stationId);
    ruleIds.push(id);
  }
  return { reached: [...reached], ruleIds };
}

function matches({ orderType, serviceArea }: Pick<RerouteRule, "orderType" | "serviceArea">, served: Served): boolean {
  if (orderType !== null && orderType !== served.orderType) return false;
  return serviceArea === null || serviceArea === served.serviceArea;
}
