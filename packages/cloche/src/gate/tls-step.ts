/** Keeps requests that came in the clear from being answered: pages send browsers to https, everything else refuses. */
import { configFault, isRefusal, onlyKnown } from "../kernel/index.js";
import { tlsRedirect } from "../layers/headers/index.js";
import type { Contract } from "./contract.js";
import type { Step } from "./pipeline.js";
import { isPage } from "./returns.js";

/** Where the API and its pages are reached over TLS. */
export interface TlsOptions {
  /** Such as `https://shop.example`; not the request's own `Host`, which anybody sets. */
  readonly origin: string;
  /** The names of routes that answer in the clear as well, such as `GET /healthz` for a probe inside the network. */
  readonly except?: readonly string[];
}

/**
 * Refuses options that cannot be kept.
 *
 * @throws ConfigError `option_unknown` or `option_invalid`
 */
export function checkTls(tls: TlsOptions | undefined): void {
  if (tls === undefined) return;
  const where = "createGate tls";
  onlyKnown(tls, ["origin", "except"], where);
  tlsRedirect({ origin: tls.origin, answers: "api" });
  const strange = (tls.except ?? []).some((name) => typeof name !== "string" || !/^[A-Z]+ \/\S*$/.test(name));
  if (strange) throw configFault("option_invalid", { where, fix: 'Name routes as "GET /healthz".' });
}

/** The step of one route, none where nothing is said of TLS. A redirected program would go on sending its token in the clear. */
export function tlsSteps(contract: Contract, tls: TlsOptions | undefined): readonly Step[] {
  if (tls === undefined || tls.except?.includes(contract.name) === true) return [];
  const answers = Object.values(contract.returns).some(isPage) ? "page" : "api";
  const decide = tlsRedirect({ origin: tls.origin, answers });
  return [
    ({ facts }) => {
      const decided = decide(facts);
      if (decided === undefined || isRefusal(decided)) return decided;
      const { status, headers } = decided;
      return { early: { status, headers: headers.flat(), body: undefined }, reason: "tls_required" };
    },
  ];
}
