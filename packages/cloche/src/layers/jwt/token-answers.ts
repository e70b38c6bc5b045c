/** What a token comes to: the caller it speaks of, or a refusal. */
import type { Caller, Identified } from "../../kernel/index.js";
import type { CallerParts } from "./caller-claims.js";
import { type CredentialAnswers, credentialAnswers } from "./credential-answers.js";
import { TOKEN_FAULTS, type TokenFaultCode } from "./token-faults.js";
import type { TokenCheck, VerifiedToken } from "./verified-token.js";

/** The refusals of tokens that come under the scheme `scheme`; `parameters` stand in every challenge. */
export function tokenAnswers(scheme: string, parameters: Readonly<Record<string, string>>): TokenAnswers {
  const ours = ["token_keys_unavailable", "token_revocation_unknown"] as const;
  return credentialAnswers<TokenFaultCode>({ scheme, parameters, faults: TOKEN_FAULTS, ours });
}

/** The refusals of tokens. */
export type TokenAnswers = CredentialAnswers<TokenFaultCode>;

/** How a verified token becomes a caller. */
export interface Identifying {
  /** The name of the source; it becomes `Caller.via`. */
  readonly name: string;
  readonly toCaller: (token: VerifiedToken) => CallerParts | undefined;
  readonly answers: TokenAnswers;
  /**
   * Whether this way of sending a token proves the key that the token is bound to. Where it does not, a bound token is
   * refused: a thief would send it just so (RFC 9449 section 7.1).
   */
  readonly provesKey: boolean;
}

/** Turns a check into a caller; the caller of a remembered token is made once. */
export function tokenIdentifier({
  name,
  toCaller,
  answers,
  provesKey,
}: Identifying): (check: TokenCheck) => Identified {
  const made = new WeakMap<VerifiedToken, Caller>();
  return (check) => {
    if (check.fault !== undefined) return answers.of(check.fault);
    const known = made.get(check);
    if (known !== undefined) return known;
    if (!provesKey && check.claims.cnf !== undefined) return answers.of("token_sender_constrained");
    const parts = toCaller(check);
    if (parts === undefined) return answers.of("token_claim_missing");
    const caller = Object.freeze({ ...parts, via: name, claims: check.claims });
    made.set(check, caller);
    return caller;
  };
}
