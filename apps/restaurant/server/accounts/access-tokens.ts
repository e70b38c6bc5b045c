/** The tokens staff call with: issued here, verified here, under one secret. */
import type { Clock, Secret } from "cloche";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";

/** What the tokens are made with. */
export interface AccessTokensOptions {
  readonly secret: Secret;
  /** Where this server is reached; its name in `iss`, and its API's in `aud`. */
  readonly publicBaseUrl: string;
  readonly clock: Clock;
}

/** How long a token lives, seconds. A role that is taken away holds this long at most. */
export const ACCESS_SECONDS = 600;

/** Makes the issuer, and the source of callers for the gate. */
export function accessTokens({ secret, publicBaseUrl, clock }: AccessTokensOptions) {
  const keys = keyRing([secretKey({ algorithm: "HS256", secret })]);
  const audience = `${publicBaseUrl}/api`;
  const issuer = tokenIssuer({ issuer: publicBaseUrl, audience, keys, lifetime: ACCESS_SECONDS, clock });
  const verifier = tokenVerifier({
    issuers: [
      {
        issuer: publicBaseUrl,
        audience,
        algorithms: ["HS256"],
        keys,
        maxLifetime: ACCESS_SECONDS,
        requiredClaims: ["sub", "role", "location", "jti"],
      },
    ],
    clock,
  });
  return { issuer, source: bearer({ verifier }) };
}
