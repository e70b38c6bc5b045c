/** The last step before the handler: a request that may change something is written to the audit trail, or refused. */
import { networkOf } from "../layers/observe/index.js";
import type { AuditGuard } from "./parts.js";
import type { Step } from "./pipeline.js";

const SAFE: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** The step of a route, where its method is not a safe one (RFC 9110 section 9.2.1). */
export function auditSteps(
  { method, name }: { readonly method: string; readonly name: string },
  trail?: AuditGuard,
): readonly Step[] {
  if (trail === undefined || SAFE.has(method)) return [];
  return [
    ({ facts, caller, partner }) =>
      trail.record({
        action: "request.admitted",
        at: facts.startedAt,
        route: name,
        requestId: facts.requestId,
        callerId: caller?.id,
        network: networkOf(facts.address),
        partner,
      }),
  ];
}
