/** Every reason a DPoP proof can be turned away for; logs hear it, the caller hears only that the proof is invalid. */
import { table } from "../../../kernel/index.js";

/** Each fault of a proof by its stable code, in one sentence. */
export const DPOP_FAULTS = table({
  dpop_missing: "The request carries no proof.",
  dpop_malformed: "There is not exactly one proof, or it is not a JSON Web Token in compact form.",
  dpop_type_wrong: "The proof is not of the type dpop+jwt.",
  dpop_algorithm_refused: "The proof's algorithm is not on the list, or is not asymmetric.",
  dpop_key_unusable: "The proof carries no public key that fits its algorithm.",
  dpop_signature_wrong: "The signature does not verify with the key the proof carries.",
  dpop_claim_missing: "A claim that every proof must have is missing.",
  dpop_method_wrong: "The proof was made for another method.",
  dpop_target_wrong: "The proof was made for another address.",
  dpop_time_wrong: "The proof is too old, or from the future.",
  dpop_token_wrong: "The proof was made for another token.",
  dpop_key_wrong: "The proof was made with another key than the token is bound to.",
  dpop_nonce_wrong: "The proof does not carry a nonce that the server gave lately.",
  dpop_replayed: "The proof was used before.",
  dpop_replay_unknown: "The store of used proofs could not be asked.",
});

/** The stable code of a proof's fault. */
export type DpopFaultCode = keyof typeof DPOP_FAULTS;

/** A proof that was turned away. */
export interface DpopFault {
  readonly fault: DpopFaultCode;
}

/** The result for `code`. */
export function dpopFault(code: DpopFaultCode): DpopFault {
  return { fault: code };
}
