/** Issues short-lived signed access tokens (RFC 9068) under the newest key of a ring. */
import { randomBytes } from "node:crypto";
import {
  type Clock,
  type Duration,
  nonEmptyText,
  onlyKnown,
  seconds,
  systemClock,
  toBase64Url,
} from "../../kernel/index.js";
import { invalidOption } from "./config-faults.js";
import type { KeyRing } from "./key-ring.js";

/** What an issuer puts into every token. */
export interface TokenIssuerOptions {
  /** The `iss` of every token. */
  readonly issuer: string;
  /** The `aud` of every token: the APIs it is for. */
  readonly audience: string | readonly string[];
  /** The newest key signs. */
  readonly keys: KeyRing;
  /** How long a token lives; at most 24 hours. */
  readonly lifetime: Duration;
  /** The `typ`; `at+jwt` (RFC 9068 section 2.1) by default. */
  readonly type?: string;
  /** The `client_id` of every token, which RFC 9068 asks for. */
  readonly clientId?: string;
  readonly clock?: Clock;
}

/** Whom a token is for. */
export interface TokenRequest {
  /** The `sub`: the stable identifier of the caller. */
  readonly subject: string;
  /** Further claims, such as `roles` or `scope`. May not name what the issuer sets itself. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** An issued token. */
export interface IssuedToken {
  readonly token: string;
  /** Seconds until it expires, as an OAuth token answer has them. */
  readonly expiresIn: number;
  /** Its `jti`, 128 random bits. */
  readonly tokenId: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Issues tokens. */
export interface TokenIssuer {
  /** Signs one token. */
  issue(request: TokenRequest): IssuedToken;
}

const KNOWN = ["issuer", "audience", "keys", "lifetime", "type", "clientId", "clock"];
const MAX_LIFETIME_SECONDS = 86_400;
const JTI_BYTES = 16;

/** The claims only the issuer may set. */
const RESERVED = ["iss", "aud", "sub", "iat", "nbf", "exp", "jti"];

/**
 * An issuer of access tokens. Each has `iss`, `aud`, `sub`, `iat`, `exp`, `jti`, and a header with `kid` and `typ`.
 *
 * @throws ConfigError where an option is wrong or the lifetime exceeds 24 hours.
 * @example
 * const issuer = tokenIssuer({ issuer: "https://id.example", audience: "https://api.example", keys, lifetime: "15 min" });
 * const { token, expiresIn } = issuer.issue({ subject: user.id, claims: { roles: ["cashier"] } });
 */
export function tokenIssuer(options: TokenIssuerOptions): TokenIssuer {
  const { fixed, lifetime, type, reserved } = readIssuer(options);
  const clock = options.clock ?? systemClock;
  return Object.freeze({
    issue({ subject, claims = {} }: TokenRequest): IssuedToken {
      refuseReserved(claims, reserved);
      const iat = Math.floor(clock.now() / 1000);
      const exp = iat + lifetime;
      const jti = randomBytes(JTI_BYTES).toString("base64url");
      const sub = nonEmptyText(subject, "TokenIssuer.issue.subject");
      const { key, keyId } = options.keys.signer();
      const header = { alg: key.algorithm, typ: type, kid: keyId };
      const payload = { ...fixed, ...claims, sub, iat, exp, jti };
      const input = `${toBase64Url(JSON.stringify(header))}.${toBase64Url(JSON.stringify(payload))}`;
      const token = `${input}.${toBase64Url(key.sign(input))}`;
      return { token, expiresIn: lifetime, tokenId: jti, expiresAt: exp * 1000 };
    },
  });
}

function readIssuer(options: TokenIssuerOptions) {
  const where = "tokenIssuer";
  onlyKnown(options, KNOWN, where);
  const iss = nonEmptyText(options.issuer, `${where}.issuer`);
  const { audience, clientId } = options;
  const audiences = (typeof audience === "string" ? [audience] : [...audience]).map((name) =>
    nonEmptyText(name, `${where}.audience`),
  );
  const client = clientId === undefined ? {} : { client_id: nonEmptyText(clientId, `${where}.clientId`) };
  if (typeof options.keys?.signer !== "function") throw invalidOption(`${where}.keys`, "Give a keyRing().");
  const lifetime = seconds(options.lifetime, `${where}.lifetime`);
  if (lifetime > MAX_LIFETIME_SECONDS) {
    throw invalidOption(`${where}.lifetime`, "Give 24 hours at most, and use refresh tokens for longer sessions.");
  }
  if (audiences.length === 0) throw invalidOption(`${where}.audience`, "Name the API the tokens are for.");
  return {
    fixed: { iss, aud: audiences.length === 1 ? audiences[0] : audiences, ...client },
    lifetime,
    type: nonEmptyText(options.type ?? "at+jwt", `${where}.type`),
    reserved: [...RESERVED, ...Object.keys(client)],
  };
}

function refuseReserved(claims: Readonly<Record<string, unknown>>, reserved: readonly string[]): void {
  const taken = reserved.find((name) => Object.hasOwn(claims, name));
  if (taken === undefined) return;
  throw invalidOption(`TokenIssuer.issue.claims.${taken}`, "The issuer sets this claim itself; leave it out.");
}
