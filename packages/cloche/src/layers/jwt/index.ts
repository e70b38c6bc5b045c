/** The jwt layer's door: who is calling, and with which keys that is proved. */
export { ALGORITHMS, type AlgorithmName } from "./algorithms.js";
export { type ApiKeyEntry, type ApiKeyRequest, type ApiKeys, apiKeys, type IssuedApiKey } from "./api-key/api-keys.js";
export { API_KEY_FAULTS, type ApiKeyFaultCode } from "./api-key/key-faults.js";
export { memoryApiKeyStore } from "./api-key/memory-store.js";
export { API_KEY_TABLE_SQL, postgresApiKeyStore } from "./api-key/postgres-store.js";
export type { ApiKeysOptions } from "./api-key/settings.js";
export type { ApiKeyClaims, ApiKeyRecord, ApiKeyStore, ApiKeySuccession } from "./api-key/store.js";
export { type BearerOptions, bearer } from "./bearer.js";
export { type CallerParts, callerFromClaims } from "./caller-claims.js";
export { challenge } from "./challenge.js";
export type { ChangingSecrets, SecretSource, SecretVersion, SecretVersions } from "./changing-secrets.js";
export type { TokenHeader } from "./compact.js";
export { type CookieTokenOptions, cookieToken } from "./cookie/cookie-token.js";
export { type CsrfTokenOptions, type CsrfTokens, csrfSession, csrfToken } from "./cookie/csrf-token.js";
export { type TokenCookie, type TokenCookieOptions, tokenCookie } from "./cookie/token-cookie.js";
export { type DpopOptions, dpop } from "./dpop/dpop.js";
export { type MemoryProofOptions, type MemoryProofStore, memoryProofStore } from "./dpop/memory-proof-store.js";
export { type DpopNonceOptions, type DpopNonces, dpopNonces } from "./dpop/nonces.js";
export { type PostgresProofStore, PROOF_TABLE_SQL, postgresProofStore } from "./dpop/postgres-proof-store.js";
export { DPOP_FAULTS, type DpopFault, type DpopFaultCode } from "./dpop/proof-faults.js";
export type { ProofStore } from "./dpop/proof-store.js";
export { type DpopCheck, type DpopProof, type DpopProofs, dpopProofs, type ProvedToken } from "./dpop/proofs.js";
export { type RedisProofOptions, redisProofStore } from "./dpop/redis-proof-store.js";
export type { DpopProofsOptions } from "./dpop/settings.js";
export type { IssuerOptions } from "./issuer-rules.js";
export { type KeyRing, keyRing, type RingKey, type RingKeys } from "./key-ring.js";
export { type JsonWebKeySet, type KeySetOptions, keySet } from "./key-set.js";
export type { FoundKeys, KeySource, SigningKey, StandaloneKey, VerificationKey } from "./keys.js";
export { memoryRefreshStore } from "./memory-refresh-store.js";
export type { PostgresQuery } from "./postgres-query.js";
export { postgresRefreshStore, REFRESH_TABLE_SQL } from "./postgres-refresh-store.js";
export { type PrivateKeyOptions, privateKey } from "./private-key.js";
export { type PublicKeyOptions, publicKey } from "./public-key.js";
export { type RedisRefreshOptions, redisRefreshStore } from "./redis-refresh-store.js";
export type { RedisScripts } from "./redis-scripts.js";
export { REFRESH_FAULTS, type RefreshFaultCode } from "./refresh-decision.js";
export type { RefreshTokensOptions } from "./refresh-settings.js";
export type { RefreshAdvance, RefreshFamily, RefreshStore, RetiredToken } from "./refresh-store.js";
export {
  type RefreshFault,
  type RefreshGrant,
  type RefreshSession,
  type RefreshTokens,
  refreshTokens,
} from "./refresh-tokens.js";
export { type RemoteKeySetOptions, remoteKeySet } from "./remote-key-set.js";
export { type MemoryRevocationOptions, memoryRevocationStore } from "./revocation/memory-store.js";
export {
  type PostgresRevocationStore,
  postgresRevocationStore,
  REVOCATION_TABLE_SQL,
} from "./revocation/postgres-store.js";
export { type RedisRevocationOptions, redisRevocationStore } from "./revocation/redis-store.js";
export { type Revocations, revocations } from "./revocation/revocations.js";
export type { RevocationsOptions, RevocationWhenAway } from "./revocation/settings.js";
export type { CutOffs, LocalRevocationStore, RevocationMark, RevocationStore } from "./revocation/store.js";
export {
  type KeyVersionSource,
  type KeyVersions,
  type RotatingKeyRingOptions,
  rotatingKeyRing,
} from "./rotating-key-ring.js";
export { type SecretKeyOptions, secretKey } from "./secret-key.js";
export { type StepUp, type StepUpOptions, stepUp } from "./step-up.js";
export { TOKEN_FAULTS, type TokenFault, type TokenFaultCode } from "./token-faults.js";
export {
  type IssuedToken,
  type TokenIssuer,
  type TokenIssuerOptions,
  type TokenRequest,
  tokenIssuer,
} from "./token-issuer.js";
export type { TokenCheck, TokenClaims, VerifiedToken } from "./verified-token.js";
export { type TokenVerifier, type TokenVerifierOptions, tokenVerifier } from "./verifier.js";
