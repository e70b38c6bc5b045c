/** The jwt layer's door: who is calling, and with which keys that is proved. */
export { ALGORITHMS, type AlgorithmName } from "./algorithms.js";
export { type BearerOptions, bearer } from "./bearer.js";
export { type CallerParts, callerFromClaims } from "./caller-claims.js";
export { challenge } from "./challenge.js";
export type { TokenHeader } from "./compact.js";
export type { IssuerOptions } from "./issuer-rules.js";
export { type KeyRing, keyRing, type RingKey, type RingKeys } from "./key-ring.js";
export { type JsonWebKeySet, type KeySetOptions, keySet } from "./key-set.js";
export type { FoundKeys, KeySource, SigningKey, StandaloneKey, VerificationKey } from "./keys.js";
export { memoryRefreshStore } from "./memory-refresh-store.js";
export { type PostgresQuery, postgresRefreshStore, REFRESH_TABLE_SQL } from "./postgres-refresh-store.js";
export { type PrivateKeyOptions, privateKey } from "./private-key.js";
export { type PublicKeyOptions, publicKey } from "./public-key.js";
export { REFRESH_FAULTS, type RefreshFaultCode } from "./refresh-decision.js";
export type { RefreshTokensOptions } from "./refresh-settings.js";
export type { RefreshAdvance, RefreshFamily, RefreshStore } from "./refresh-store.js";
export {
  type RefreshFault,
  type RefreshGrant,
  type RefreshSession,
  type RefreshTokens,
  refreshTokens,
} from "./refresh-tokens.js";
export { type RemoteKeySetOptions, remoteKeySet } from "./remote-key-set.js";
export { type SecretKeyOptions, secretKey } from "./secret-key.js";
export { TOKEN_FAULTS, type TokenFault, type TokenFaultCode } from "./token-faults.js";
export {
  type IssuedToken,
  type TokenIssuer,
  type TokenIssuerOptions,
  type TokenRequest,
  tokenIssuer,
} from "./token-issuer.js";
export {
  type TokenCheck,
  type TokenClaims,
  type TokenVerifier,
  type TokenVerifierOptions,
  tokenVerifier,
  type VerifiedToken,
} from "./verifier.js";
