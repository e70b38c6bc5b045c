/** What a verified token is to the rest of the layer. */
import type { TokenHeader } from "./compact.js";
import type { TokenFault } from "./token-faults.js";

/** The claims of a verified token, frozen at all depths. */
export type TokenClaims = Readonly<Record<string, unknown>>;

/** A token that was verified. */
export interface VerifiedToken {
  readonly fault?: undefined;
  readonly claims: TokenClaims;
  readonly header: TokenHeader;
}

/** What checking a token comes to. */
export type TokenCheck = VerifiedToken | TokenFault;
