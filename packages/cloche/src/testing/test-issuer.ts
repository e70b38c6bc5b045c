/** An issuer for tests: real tokens under a key made on the spot, and everything an API needs to accept them. */
import { generateKeyPairSync } from "node:crypto";
import { type CallerSource, type Clock, type Duration, onlyKnown, systemClock } from "../kernel/index.js";
import {
  bearer,
  type KeyRing,
  keyRing,
  privateKey,
  type TokenVerifier,
  tokenIssuer,
  tokenVerifier,
} from "../layers/jwt/index.js";

/** How an issuer for tests differs from the usual one. */
export interface TestIssuerOptions {
  /** The `iss`; `https://issuer.test` by default. */
  readonly issuer?: string;
  /** The `aud`; `https://api.test` by default. */
  readonly audience?: string;
  /** How long a token lives; 5 minutes by default. */
  readonly lifetime?: Duration;
  /** What issuer and verifier go by; with a `fixedClock`, a token expires when the test says so. */
  readonly clock?: Clock;
}

/** Whom a token is for. */
export interface TestTokenRequest {
  /** The caller's id. */
  readonly subject: string;
  /** One role. */
  readonly role?: string;
  /** Scopes, separated by spaces. */
  readonly scope?: string;
  /** Any further claims. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** An issuer for tests. */
export interface TestIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Its keys, as `issuers[].keys` of a verifier of one's own. */
  readonly keys: KeyRing;
  /** Accepts its tokens, and no other's. */
  readonly verifier: TokenVerifier;
  /** Its bearer tokens as a source of callers, as `who` of a gate. */
  readonly callers: CallerSource;
  /** A signed token. */
  readonly token: (request: TestTokenRequest) => string;
  /** The same as the headers of a request. */
  readonly headers: (request: TestTokenRequest) => { readonly authorization: string };
}

/**
 * An issuer with a key that lives as long as the object. A second one of the same name signs with another key: its
 * tokens are what a forger would send.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * const issuer = testIssuer();
 * const gate = createGate({ who: [issuer.callers] });
 * const answer = await fetch(url, { headers: issuer.headers({ subject: "u1", role: "cashier" }) });
 */
export function testIssuer(options: TestIssuerOptions = {}): TestIssuer {
  onlyKnown(options, ["issuer", "audience", "lifetime", "clock"], "testIssuer");
  const { issuer = "https://issuer.test", audience = "https://api.test", clock = systemClock } = options;
  const keys = keyRing([madeKey()]);
  const tokens = tokenIssuer({ issuer, audience, keys, lifetime: options.lifetime ?? "5 minutes", clock });
  const verifier = tokenVerifier({ issuers: [{ issuer, audience, algorithms: ["EdDSA"], keys }], clockSkew: 0, clock });
  const token = ({ subject, role, scope, claims = {} }: TestTokenRequest) =>
    tokens.issue({
      subject,
      claims: { ...(role === undefined ? {} : { role }), ...(scope === undefined ? {} : { scope }), ...claims },
    }).token;
  return Object.freeze({
    issuer,
    audience,
    keys,
    verifier,
    callers: bearer({ verifier }),
    token,
    headers: (request: TestTokenRequest) => ({ authorization: `Bearer ${token(request)}` }),
  });
}

function madeKey() {
  const { privateKey: key } = generateKeyPairSync("ed25519");
  return privateKey({ algorithm: "EdDSA", pem: key.export({ format: "pem", type: "pkcs8" }).toString() });
}
