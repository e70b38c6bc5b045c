/** The tokens customers call with: for an audience of their own, so that no route for staff believes one. */
import type { CallerSource, Clock } from "cloche";
import { cookieToken, type Revocations, rotatingKeyRing, tokenIssuer, tokenVerifier } from "cloche/jwt";
import type { Rotating } from "cloche/secrets";

/** What the tokens are made with. */
export interface CustomerTokensOptions {
  readonly jwtSecret: Rotating;
  /** Where this server is reached; its name in `iss`. */
  readonly publicBaseUrl: string;
  readonly revoked: Revocations;
  readonly clock: Clock;
}

/** How long a token lives, seconds. */
export const ACCESS_SECONDS = 600;
export const ACCESS_COOKIE = "__Host-customer";
export const SOURCE = "customer";
/** Where customers are callers. Anywhere else a person of the house who also orders here calls as who they are there. */
const OWN_ROUTES = /^\/api\/v1\/customer(?:[/?]|$)/;

/** Makes the issuer, the source of callers for the gate, and a look at the cookie for routes that anyone may call. */
export function customerTokens({ jwtSecret, publicBaseUrl, revoked, clock }: CustomerTokensOptions) {
  const keys = rotatingKeyRing({ algorithm: "HS256", from: jwtSecret });
  const audience = `${publicBaseUrl}/customers`;
  const verifier = tokenVerifier({
    issuers: [
      {
        issuer: publicBaseUrl,
        audience,
        algorithms: ["HS256"],
        keys,
        maxLifetime: ACCESS_SECONDS,
        requiredClaims: ["sub", "role", "sid", "jti"],
      },
    ],
    revocations: revoked,
    clock,
  });
  const cookie = cookieToken({ verifier, cookie: ACCESS_COOKIE, name: SOURCE });
  const source: CallerSource = Object.freeze({
    ...cookie,
    identify: (head: Parameters<CallerSource["identify"]>[0]) =>
      OWN_ROUTES.test(head.target) ? cookie.identify(head) : undefined,
  });
  return {
    issuer: tokenIssuer({ issuer: publicBaseUrl, audience, keys, lifetime: ACCESS_SECONDS, clock }),
    issuerName: publicBaseUrl,
    source,
    /** Whose token it is; `undefined` where it is not good, as for a guest. */
    async customerOf(token: string | undefined): Promise<string | undefined> {
      const check = token === undefined || token === "" ? undefined : await verifier.check(token);
      if (check === undefined || check.fault !== undefined) return undefined;
      return typeof check.claims["sub"] === "string" ? check.claims["sub"] : undefined;
    },
  };
}
