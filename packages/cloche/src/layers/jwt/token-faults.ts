/** Every reason a token can be turned away for; logs hear it, the caller never does. */
import { table } from "../../kernel/index.js";

/** Each fault of a token by its stable code, in one sentence. */
export const TOKEN_FAULTS = table({
  token_malformed: "The text is not a JSON Web Token in compact form.",
  token_too_large: "The token is larger than the verifier reads.",
  token_encrypted: "The token is encrypted (JWE), which is not accepted.",
  token_member_doubled: "The header or the claims name a member twice.",
  token_header_unsupported: "The header asks for an extension that is not supported.",
  token_algorithm_refused: "The algorithm is not on the issuer's list.",
  token_issuer_unknown: "The issuer is not one the verifier trusts.",
  token_type_wrong: "The token is of another type than the issuer's access tokens.",
  token_key_unknown: "No key of the issuer fits the token's key id and algorithm.",
  token_keys_unavailable: "The issuer's keys could not be fetched.",
  token_signature_wrong: "The signature does not verify.",
  token_time_malformed: "A time in the claims is missing or is not a sane number of seconds.",
  token_expired: "The token has expired.",
  token_premature: "The token is not valid yet.",
  token_issued_ahead: "The token says that it was issued in the future.",
  token_lifetime_excessive: "The token lives longer than the issuer's tokens may.",
  token_audience_wrong: "The token was issued for another audience.",
  token_claim_missing: "A claim that is required is missing.",
  token_revoked: "The token, its session, or everything its user was issued until then was revoked.",
  token_revocation_unknown: "The store of revocations could not be asked.",
  token_sender_constrained: "The token is bound to a key, which this way of sending it does not prove (RFC 9449).",
  token_unbound: "The token is bound to no key, or not in a way that can be proved, but was sent as if it were.",
});

/** The stable code of a token's fault. */
export type TokenFaultCode = keyof typeof TOKEN_FAULTS;

/** A token that was turned away. */
export interface TokenFault {
  readonly fault: TokenFaultCode;
  readonly claims?: undefined;
}

const RESULTS = new Map(
  Object.keys(TOKEN_FAULTS).map((code) => [code, Object.freeze({ fault: code as TokenFaultCode })]),
);

/** The result for `code`; one frozen object each, so that a flood of bad tokens allocates nothing for it. */
export function tokenFault(code: TokenFaultCode): TokenFault {
  return RESULTS.get(code) ?? { fault: code };
}
