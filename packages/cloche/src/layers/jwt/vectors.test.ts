/** Judges public vectors (Wycheproof, the RFCs, and the suites of three libraries); each difference has its reason. */
import { createSecretKey, type JsonWebKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import { type AlgorithmName, isAlgorithmName } from "./algorithms.js";
import { claimsFault, timeFault, validity } from "./claims.js";
import { type CompactToken, readClaims, readCompact } from "./compact.js";
import { keyRing, keySet, publicKey, type RingKeys, secretKey, type VerificationKey } from "./index.js";
import { issuerRules, mediaType } from "./issuer-rules.js";
import { jwkKeyId, requireFittingJwk } from "./key-checks.js";
import { fittingKeys } from "./keys.js";
import { hmacOperations } from "./signature.js";

const file = new URL("../../../../../../shared/vectors/jwt.json", import.meta.url);

interface Vector {
  readonly id: string;
  readonly set: string;
  readonly kind: "compact" | "json";
  readonly token: unknown;
  readonly key: { jwk?: JsonWebKey; jwks?: { keys: JsonWebKey[] }; pem?: string; base64?: string; text?: string };
  readonly algorithms: readonly unknown[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly now?: number;
  readonly expected: "valid" | "invalid" | "either";
  readonly why: string;
  readonly payloadIsJsonObject?: boolean;
  readonly jwsOnly?: boolean;
  readonly apiMisuse?: unknown;
}

/** What came of a vector: accepted, or the step and the code it was refused with. */
type Verdict = "accepted" | `${"key" | "token" | "claims"}:${string}`;

/** The keys of a vector as this layer takes them, or why it does not. */
function keysOf({ key, algorithms }: Vector): { keys: VerificationKey[]; problem: string } {
  const keys: VerificationKey[] = [];
  let problem = "none";
  for (const make of algorithms.filter(isAlgorithmName).flatMap((algorithm) => makers(key, algorithm))) {
    try {
      keys.push(make());
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problem = error.code;
    }
  }
  return isAmbiguous(key.jwks, keys) ? { keys: [], problem: "key_unusable" } : { keys, problem };
}

function isAmbiguous(jwks: Vector["key"]["jwks"], keys: readonly VerificationKey[]): boolean {
  if (jwks === undefined || keys.length < 2) return false;
  try {
    if (jwks.keys.some((jwk) => jwk.kty === "oct")) keyRing(keys as unknown as RingKeys);
    else keySet(jwks);
    return false;
  } catch {
    return true;
  }
}

function makers({ jwk, jwks, pem, base64, text }: Vector["key"], algorithm: AlgorithmName): (() => VerificationKey)[] {
  const all = jwks?.keys ?? (jwk === undefined ? [] : [jwk]);
  if (all.length > 0) return all.map((it) => () => fromJwk(it, algorithm));
  const shown = pem ?? (text?.includes("-----BEGIN") ? text : undefined);
  if (shown !== undefined) return [() => publicKey({ algorithm, pem: shown })];
  const secret = base64 === undefined ? text && Buffer.from(text) : Buffer.from(base64, "base64");
  return secret ? [() => fromSecret(secret, algorithm)] : [];
}

const PRIVATE = ["d", "p", "q", "dp", "dq", "qi"];

function fromJwk(jwk: JsonWebKey, algorithm: AlgorithmName): VerificationKey {
  if (jwk.kty === "oct") {
    requireFittingJwk(jwk, { algorithm, operation: "verify" }, "vector");
    const secret = Buffer.from(String(jwk.k), "base64url");
    // Wycheproof's short keys are about the length alone, so those are not let past the door.
    if (jwk.kid?.toString().startsWith("short")) return secretKey({ algorithm, secret });
    return fromSecret(secret, algorithm, jwkKeyId(jwk));
  }
  const open = Object.fromEntries(Object.entries(jwk).filter(([name]) => !PRIVATE.includes(name)));
  return publicKey({ algorithm, jwk: open });
}

/**
 * Test suites sign with secrets like "secret", with which no process starts here. To judge the rest of such a vector
 * nevertheless, its key is made past the door, after the door was seen to refuse it.
 */
function fromSecret(secret: Buffer, algorithm: AlgorithmName, keyId?: string): VerificationKey {
  try {
    return secretKey({ algorithm, secret, ...(keyId === undefined ? {} : { keyId }) });
  } catch (error) {
    if (!(error instanceof ConfigError) || error.code !== "secret_weak" || secret.length === 0) throw error;
    const operations = hmacOperations(algorithm, createSecretKey(secret));
    return { algorithm, keyId, thumbprint: "", publicJwk: () => undefined, ...operations };
  }
}

/** Signs something that is no token, such as Wycheproof's "foo"; only its signature is judged. */
function isPlainJws({ set, jwsOnly, payloadIsJsonObject }: Vector): boolean {
  return jwsOnly === true || (payloadIsJsonObject === false && (set === "wycheproof" || set === "rfc"));
}

function judge(vector: Vector): Verdict {
  if (typeof vector.token !== "string") return "token:token_malformed";
  const parts = readCompact(vector.token, 65_536);
  if (parts.fault !== undefined) return `token:${parts.fault}`;
  const { alg, kid } = parts.header;
  if (!vector.algorithms.includes(alg) || !isAlgorithmName(alg)) return "token:token_algorithm_refused";
  const { keys, problem } = keysOf(vector);
  if (keys.length === 0) return `key:${problem}`;
  const fitting = fittingKeys(keys, alg, kid);
  if (fitting.length === 0) return "key:unknown";
  if (!fitting.some((key) => key.verify(parts.input, parts.signature))) return "token:token_signature_wrong";
  return isPlainJws(vector) ? "accepted" : judgeClaims(vector, parts);
}

/**
 * The claims and the type, with the verifier's own rules. What this layer requires and the vector's library does not
 * (`iss`, `aud`, `exp`) is filled in where the vector says nothing of it, so that everything else is judged too.
 */
function judgeClaims({ options = {}, now = 0 }: Vector, parts: CompactToken): Verdict {
  const read = readClaims(parts.payload);
  if (read.fault !== undefined) return `claims:${read.fault}`;
  const required = texts(options.requiredClaims);
  const filled = { iss: "any", aud: "any", exp: now / 1000 + 60 };
  const left = Object.entries(filled).filter(([name]) => !required.includes(name) && !asksFor(options, name));
  const claims = { ...Object.fromEntries(left), ...read.object };
  const rules = issuerRules(
    expected(options.issuer, [claims.iss]).map((issuer) => ({
      issuer,
      audience: expected(options.audience, [claims.aud].flat()),
      algorithms: ["ES256"],
      keys: { algorithms: undefined, find: () => [], generation: () => 0 },
      type: expected(options.typ, [parts.header.typ ?? "JWT"]),
      ...(required.length === 0 ? {} : { requiredClaims: required }),
    })),
  );
  const rule = rules.get(String(claims.iss)) ?? [...rules.values()][0];
  if (rule === undefined) throw new Error("There is always a rule.");
  const { typ } = parts.header;
  if (!rule.types.has(typ === undefined ? undefined : mediaType(typ))) return "claims:token_type_wrong";
  const skew =
    typeof options.clockTolerance === "number"
      ? options.clockTolerance
      : Number.parseInt(texts(options.clockTolerance)[0] ?? "0", 10);
  const fault = claimsFault(claims, rule) ?? timeFault(claims, validity(claims, skew), now);
  return fault === undefined ? "accepted" : `claims:${fault}`;
}

const texts = (value: unknown): string[] =>
  [value].flat().filter((it): it is string => typeof it === "string" && it !== "");

function expected(option: unknown, otherwise: readonly unknown[]): string[] {
  const names = texts(option ?? otherwise);
  return names.length === 0 ? ["none that a token could have"] : names;
}

function asksFor(options: Readonly<Record<string, unknown>>, claim: string): boolean {
  return (claim === "iss" && options.issuer !== undefined) || (claim === "aud" && options.audience !== undefined);
}

interface Difference {
  readonly reason: string;
  applies(vector: Vector, verdict: Verdict): boolean;
}

const option = ({ options = {} }: Vector, name: string) => options[name] !== undefined;

/** Why some valid vectors are refused here. */
const STRICTER: readonly Difference[] = [
  {
    reason: "Issuer and audience are compared exactly (RFC 7519 section 4.1), never by a pattern.",
    applies: ({ options }, verdict) =>
      /(?:audience|issuer)/.test(verdict) && JSON.stringify(options).includes("regexp"),
  },
  {
    reason: "A token without an audience is refused where one is expected (RFC 9068 section 4).",
    applies: ({ id }) => id === "fast-jwt-0083",
  },
  {
    reason: "Expiry and not-before cannot be switched off.",
    applies: (vector, verdict) =>
      (verdict === "claims:token_expired" && option(vector, "ignoreExpiration")) ||
      (verdict === "claims:token_premature" && option(vector, "ignoreNotBefore")),
  },
  {
    reason: "A token from the future is refused, as a sign of clocks that disagree by more than the skew.",
    applies: (_, verdict) => verdict === "claims:token_issued_ahead",
  },
  {
    reason: "An extension of the header, b64 included, is never accepted (RFC 8725 section 3.10).",
    applies: (_, verdict) => verdict === "token:token_header_unsupported",
  },
  {
    reason: "A token's payload is a JSON object (RFC 7519 section 7.2), so neither empty nor a bare text or number.",
    applies: ({ token }, verdict) => verdict.endsWith("token_malformed") && !payloadOf(token).startsWith("{"),
  },
  {
    reason: "Unsigned tokens are never accepted.",
    applies: ({ algorithms }) => algorithms.includes("none"),
  },
  {
    reason: "A public key in PEM form is no HMAC secret (RFC 8725 section 2.1), and Ed448 is not supported.",
    applies: ({ key }, verdict) => verdict === "key:key_unusable" && /BEGIN/.test(key.pem ?? key.text ?? ""),
  },
];

/** Why some invalid vectors are accepted here: each asks for a check that an access token's verifier does not offer. */
const NARROWER: readonly Difference[] = [
  {
    reason: "sub, jti and nonce are compared by whoever expects a certain one, not by the verifier of access tokens.",
    applies: (vector) => ["subject", "jwtid", "nonce"].some((name) => option(vector, name)),
  },
  {
    reason: "The age of a token is bounded by exp and maxLifetime, not by a second clock from iat.",
    applies: (vector) => option(vector, "maxAge"),
  },
];

function payloadOf(token: unknown): string {
  return Buffer.from(String(token).split(".")[1] ?? "", "base64url").toString();
}

/** The vectors of one set that come out differently without a reason, and the reasons that were used. */
function compare(vectors: readonly Vector[], used: Set<string>): string[] {
  return vectors.flatMap((vector) => {
    const verdict = judge(vector);
    if ((verdict === "accepted") === (vector.expected === "valid")) return [];
    const difference = (verdict === "accepted" ? NARROWER : STRICTER).find((it) => it.applies(vector, verdict));
    if (difference !== undefined) used.add(difference.reason);
    return difference === undefined ? [`${vector.id}: ${verdict}, but ${vector.expected} (${vector.why})`] : [];
  });
}

describe.skipIf(!existsSync(file))("public vectors", () => {
  const all: readonly Vector[] = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  const tokens = all.filter((it) => it.kind === "compact" && it.expected !== "either" && it.apiMisuse === undefined);

  it.each([
    ["wycheproof", 460],
    ["rfc", 18],
    ["jose", 80],
    ["jsonwebtoken", 180],
    ["fast-jwt", 170],
  ])("of %s come out as they should, or differ for a reason", (set, atLeast) => {
    const vectors = tokens.filter((it) => it.set === set);
    expect(vectors.length).toBeGreaterThanOrEqual(atLeast);
    expect(compare(vectors, new Set())).toEqual([]);
  });

  it("need every reason that is written down", () => {
    const used = new Set<string>();
    compare(tokens, used);
    expect([...used].sort()).toEqual([...STRICTER, ...NARROWER].map(({ reason }) => reason).sort());
  });

  it("in a JSON serialisation are no tokens", () => {
    for (const { token } of all.filter((it) => it.kind === "json")) {
      const text = typeof token === "string" ? token : JSON.stringify(token);
      expect(readCompact(text, 65_536).fault).toBe("token_malformed");
    }
  });
});
