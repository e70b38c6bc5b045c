/** The signature algorithms of JOSE that are supported, and what each one asks of its key (RFC 7518, RFC 8037). */
import { constants } from "node:crypto";
import { configFault, table } from "../../kernel/index.js";

/** What one algorithm asks of its key. */
export interface Algorithm {
  /** What the key must be. `hmac` is the only symmetric kind. */
  readonly kind: "hmac" | "rsa" | "ec" | "ed25519";
  /** The digest's name for node:crypto; Ed25519 brings its own. */
  readonly hash: string | null;
  /** The least bytes of an HMAC secret: the size of the hash (RFC 7518 section 3.2). */
  readonly secretBytes?: number;
  /** The RSA padding. */
  readonly padding?: number;
  /** The curve as node:crypto names it (RFC 7518 section 3.4). */
  readonly curve?: string;
}

const PKCS1 = constants.RSA_PKCS1_PADDING;
const PSS = constants.RSA_PKCS1_PSS_PADDING;

/** Every supported algorithm by its registered name. */
export const ALGORITHMS = table({
  HS256: { kind: "hmac", hash: "sha256", secretBytes: 32 },
  HS384: { kind: "hmac", hash: "sha384", secretBytes: 48 },
  HS512: { kind: "hmac", hash: "sha512", secretBytes: 64 },
  RS256: { kind: "rsa", hash: "sha256", padding: PKCS1 },
  RS384: { kind: "rsa", hash: "sha384", padding: PKCS1 },
  RS512: { kind: "rsa", hash: "sha512", padding: PKCS1 },
  PS256: { kind: "rsa", hash: "sha256", padding: PSS },
  PS384: { kind: "rsa", hash: "sha384", padding: PSS },
  PS512: { kind: "rsa", hash: "sha512", padding: PSS },
  ES256: { kind: "ec", hash: "sha256", curve: "prime256v1" },
  ES384: { kind: "ec", hash: "sha384", curve: "secp384r1" },
  ES512: { kind: "ec", hash: "sha512", curve: "secp521r1" },
  EdDSA: { kind: "ed25519", hash: null },
  Ed25519: { kind: "ed25519", hash: null },
} as const satisfies Record<string, Algorithm>);

/** The registered name of a supported algorithm. */
export type AlgorithmName = keyof typeof ALGORITHMS;

/** What the algorithm called `name` asks for. */
export function algorithm(name: AlgorithmName): Algorithm {
  return ALGORITHMS[name];
}

/** Whether `name` is a supported algorithm. */
export function isAlgorithmName(name: unknown): name is AlgorithmName {
  return typeof name === "string" && Object.hasOwn(ALGORITHMS, name);
}

/** Whether the algorithm's key is a secret that both sides hold. */
export function isSymmetric(name: AlgorithmName): boolean {
  return algorithm(name).kind === "hmac";
}

/**
 * The value where it is the name of a supported algorithm.
 *
 * @throws ConfigError `algorithm_unknown`, suggesting the name that was probably meant.
 */
export function algorithmName(value: unknown, where: string): AlgorithmName {
  if (isAlgorithmName(value)) return value;
  throw configFault("algorithm_unknown", { where, fix: hint(value) });
}

function hint(value: unknown): string {
  const known = Object.keys(ALGORITHMS);
  if (typeof value !== "string") return `Give one of: ${known.join(", ")}.`;
  if (plain(value) === "none") return "Unsigned tokens are never accepted; give a signature algorithm.";
  const near = known.find((name) => plain(name) === plain(value)) ?? FAMILIAR_NAMES.get(plain(value));
  return near === undefined ? `Known are: ${known.join(", ")}.` : `Did you mean "${near}"?`;
}

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** What other libraries and people call the same algorithms. */
const FAMILIAR_NAMES: ReadonlyMap<string, AlgorithmName> = new Map([
  ["sha256", "HS256"],
  ["hmacsha256", "HS256"],
  ["hs265", "HS256"],
  ["h256", "HS256"],
  ["rsa", "RS256"],
  ["rsasha256", "RS256"],
  ["rs265", "RS256"],
  ["r256", "RS256"],
  ["p256", "ES256"],
  ["ecdsa", "ES256"],
  ["es521", "ES512"],
  ["p384", "ES384"],
  ["p521", "ES512"],
  ["ed", "EdDSA"],
]);
