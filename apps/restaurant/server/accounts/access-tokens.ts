/** The tokens staff call with: issued and verified here under a key that rotates, and refused once they are revoked. */
import type { Clock, SecurityEvent } from "cloche";
import {
  bearer,
  cookieToken,
  csrfToken,
  postgresRevocationStore,
  revocations,
  rotatingKeyRing,
  tokenIssuer,
  tokenVerifier,
} from "cloche/jwt";
import type { Rotating } from "cloche/secrets";
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";
import { queryOf } from "./query.js";

/** What the tokens are made with. */
export interface AccessTokensOptions {
  readonly db: Kysely<Database>;
  readonly jwtSecret: Rotating;
  readonly csrfSecret: Rotating;
  /** Where this server is reached; its name in `iss`, and its API's in `aud`. */
  readonly publicBaseUrl: string;
  readonly clock: Clock;
  readonly emit: (event: SecurityEvent) => void;
}

/** How long a token lives, seconds. */
export const ACCESS_SECONDS = 600;
/** The cookie web pages carry the token in. */
export const ACCESS_COOKIE = "__Host-access";
/** How long another process may go on believing a token that was revoked. */
const MAX_STALE = "2 seconds";

/** Makes the issuer, the revocations, and the sources of callers for the gate. */
export function accessTokens(options: AccessTokensOptions) {
  const { db, publicBaseUrl, clock, emit } = options;
  const keys = rotatingKeyRing({ algorithm: "HS256", from: options.jwtSecret });
  const audience = `${publicBaseUrl}/api`;
  const issuer = tokenIssuer({ issuer: publicBaseUrl, audience, keys, lifetime: ACCESS_SECONDS, clock });
  // Without the database nothing here works, so that nobody is turned away by `deny` who could be served.
  const store = postgresRevocationStore(queryOf(db));
  const lasting = { maxStale: MAX_STALE, maxTokenLifetime: ACCESS_SECONDS, timeoutMilliseconds: 5000 };
  const revoked = revocations({ store, whenAway: "deny", ...lasting, clock, emit });
  const verifier = tokenVerifier({
    issuers: [
      {
        issuer: publicBaseUrl,
        audience,
        algorithms: ["HS256"],
        keys,
        maxLifetime: ACCESS_SECONDS,
        requiredClaims: ["sub", "role", "location", "sid", "acr", "auth_time", "jti"],
      },
    ],
    revocations: revoked,
    clock,
  });
  return {
    issuer,
    issuerName: publicBaseUrl,
    revoked,
    purgeRevoked: () => store.purge(clock.now()),
    csrf: csrfToken({ secret: options.csrfSecret }),
    sources: [bearer({ verifier }), cookieToken({ verifier, cookie: ACCESS_COOKIE })],
  };
}
