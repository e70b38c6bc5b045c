/** Tells who is calling from a token that is bound to a key, and the proof of that key (RFC 9449). */
import {
  type CallerSource,
  type HeaderPair,
  type Identified,
  isRefusal,
  nonEmptyText,
  onlyKnown,
  type Refusal,
  type RequestHead,
  refuse,
} from "../../../kernel/index.js";
import { authorization, MALFORMED } from "../authorization.js";
import { type CallerParts, callerFromClaims } from "../caller-claims.js";
import { challenge } from "../challenge.js";
import { invalidOption } from "../config-faults.js";
import { credentialAnswers } from "../credential-answers.js";
import { tokenAnswers, tokenIdentifier } from "../token-answers.js";
import type { TokenCheck, TokenClaims, VerifiedToken } from "../verified-token.js";
import type { TokenVerifier } from "../verifier.js";
import { DPOP_FAULTS, type DpopFaultCode } from "./proof-faults.js";
import type { DpopCheck, DpopProofs } from "./proofs.js";

/** What a DPoP source is made of. */
export interface DpopOptions {
  readonly verifier: TokenVerifier;
  readonly proofs: DpopProofs;
  /** The protection space named in challenges; `api` by default. */
  readonly realm?: string;
  /** As for `bearer`. */
  readonly toCaller?: (token: VerifiedToken) => CallerParts | undefined;
  /** The name of the source; `dpop` by default. */
  readonly name?: string;
}

/**
 * A source of callers for `Authorization: DPoP ...` with a `DPoP` header: a stolen token is of no use without the key.
 * A token that is not bound to a key is refused here, and one that is bound is refused by `bearer` and `cookieToken`.
 *
 * @throws ConfigError where an option is wrong.
 * @example
 * const callers = dpop({ verifier, proofs });
 */
export function dpop(options: DpopOptions): CallerSource {
  const where = "dpop";
  onlyKnown(options, ["verifier", "proofs", "realm", "toCaller", "name"], where);
  const { verifier, proofs, toCaller = callerFromClaims } = options;
  if (typeof verifier?.check !== "function") throw invalidOption(`${where}.verifier`, "Give a tokenVerifier().");
  if (typeof proofs?.check !== "function") throw invalidOption(`${where}.proofs`, "Give dpopProofs().");
  const name = nonEmptyText(options.name ?? "dpop", `${where}.name`);
  const parameters = { realm: options.realm ?? "api", algs: proofs.algorithms.join(" ") };
  const answers = tokenAnswers("DPoP", parameters);
  const refusalOf = proofRefusals(parameters, proofs);
  const toIdentified = tokenIdentifier({ name, toCaller, answers, provesKey: true });
  const credentials = authorization("dpop");
  const fresh = new WeakMap<RequestHead, readonly HeaderPair[]>();

  const proved = (head: RequestHead, token: string, check: TokenCheck): Identified | Promise<Identified> => {
    const identified = toIdentified(check);
    if (check.fault !== undefined || isRefusal(identified)) return identified;
    const thumbprint = boundKey(check.claims);
    if (thumbprint === undefined) return answers.of("token_unbound");
    const judge = (proof: DpopCheck) => {
      if (proof.fault !== undefined) return refusalOf(proof.fault);
      // RFC 9449 section 8.2: the next nonce comes with a success, so that nobody has to be refused first.
      if (proof.nextNonce !== undefined) fresh.set(head, [["dpop-nonce", proof.nextNonce]]);
      return identified;
    };
    const proof = proofs.check(head, { accessToken: token, thumbprint });
    return proof instanceof Promise ? proof.then(judge) : judge(proof);
  };

  return Object.freeze({
    name,
    ambient: false,
    scheme: Object.freeze({ type: "http", scheme: "dpop", bearerFormat: "JWT" }),
    missing: answers.missing,
    issuers: verifier.issuers,
    answerHeaders: (head: RequestHead) => fresh.get(head) ?? NONE,
    identify(head: RequestHead): Identified | Promise<Identified> {
      const token = credentials(head);
      if (token === undefined) return undefined;
      if (token === MALFORMED) return answers.malformed;
      const check = verifier.check(token);
      return check instanceof Promise ? check.then((done) => proved(head, token, done)) : proved(head, token, check);
    },
  });
}

const NONE: readonly HeaderPair[] = Object.freeze([]);

/** The thumbprint a token is bound to, where it is bound by that alone: another binding could not be proved here. */
function boundKey({ cnf }: TokenClaims): string | undefined {
  if (typeof cnf !== "object" || cnf === null || Object.keys(cnf).length !== 1) return undefined;
  const jkt: unknown = "jkt" in cnf ? cnf.jkt : undefined;
  return typeof jkt === "string" && jkt !== "" ? jkt : undefined;
}

function proofRefusals(parameters: Readonly<Record<string, string>>, proofs: DpopProofs) {
  const error = "invalid_dpop_proof";
  const ours = ["dpop_replay_unknown"] as const;
  const answers = credentialAnswers<DpopFaultCode>({ scheme: "DPoP", parameters, faults: DPOP_FAULTS, ours, error });
  const asking = challenge("DPoP", { ...parameters, error: "use_dpop_nonce" });
  return (fault: DpopFaultCode): Refusal => {
    const nonce = fault === "dpop_nonce_wrong" ? proofs.nonce() : undefined;
    if (nonce === undefined) return answers.of(fault);
    // RFC 9449 section 9: the client tries again with the nonce it is given here.
    const headers = [["www-authenticate", asking] as const, ["dpop-nonce", nonce] as const];
    return refuse("token_invalid", { reason: fault, headers });
  };
}
