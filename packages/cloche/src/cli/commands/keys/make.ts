/** Makes the material of `cloche keys`. */
import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import { entry, table } from "../../../kernel/index.js";
import { type AlgorithmName, keyRing, privateKey } from "../../../layers/jwt/index.js";
import { UsageError } from "../../command.js";

/** What can be made, and for which algorithms, the usual one first. */
export const KEY_KINDS = table({
  secret: [],
  hmac: ["HS256", "HS384", "HS512"],
  ec: ["ES256", "ES384", "ES512"],
  rsa: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"],
  ed25519: ["EdDSA"],
} satisfies Record<string, readonly AlgorithmName[]>);

/** The name of something that can be made. */
export type KeyKind = keyof typeof KEY_KINDS;

/** What is asked of it. */
export interface MakeOptions {
  /** Of a secret: its length. */
  readonly bytes?: string | undefined;
  readonly algorithm?: string | undefined;
  readonly kid?: string | undefined;
  /** The private part as a JWK. */
  readonly jwk: boolean;
}

/** What was made. */
export interface Made {
  readonly private: string;
  readonly public?: { readonly pem: string; readonly jwks: string };
}

const DEFAULT_BYTES = 32;
const MIN_BYTES = 16;
const MAX_BYTES = 4096;
const RSA_BITS = 3072;
const CURVES = table({ ES256: "P-256", ES384: "P-384", ES512: "P-521" });
const HASH_BYTES = table({ HS256: 32, HS384: 48, HS512: 64 });

/** Whether something of that name can be made. */
export function isKeyKind(name: string): name is KeyKind {
  return Object.hasOwn(KEY_KINDS, name);
}

/**
 * Makes it.
 *
 * @throws UsageError where an option does not belong to it
 */
export function made(kind: KeyKind, options: MakeOptions): Made {
  refuseForeign(kind, options);
  if (kind === "secret") return { private: randomBytes(lengthOf(options.bytes)).toString("base64url") };
  const algorithm = algorithmOf(kind, options.algorithm);
  return kind === "hmac" ? shared(algorithm, options) : pair(algorithm, options);
}

function refuseForeign(kind: KeyKind, { bytes, algorithm, kid, jwk }: MakeOptions): void {
  if (bytes !== undefined && kind !== "secret") throw new UsageError("--bytes belongs to secret.");
  if (kind === "secret" && (algorithm !== undefined || kid !== undefined || jwk)) {
    throw new UsageError("A secret takes --bytes and --out alone; hmac makes one for an algorithm.");
  }
}

function lengthOf(bytes: string | undefined): number {
  const length = bytes === undefined ? DEFAULT_BYTES : Number(bytes);
  if (Number.isSafeInteger(length) && length >= MIN_BYTES && length <= MAX_BYTES) return length;
  throw new UsageError(`--bytes needs a whole number from ${MIN_BYTES} to ${MAX_BYTES}.`);
}

function algorithmOf(kind: KeyKind, asked: string | undefined): AlgorithmName {
  const known: readonly AlgorithmName[] = KEY_KINDS[kind];
  const algorithm = known.find((one) => one === (asked ?? known[0]));
  if (algorithm === undefined) throw new UsageError(`--algorithm needs one of: ${known.join(", ")}.`);
  return algorithm;
}

/** A shared secret is as long as its hash (RFC 7518 section 3.2). */
function shared(alg: AlgorithmName, { kid, jwk }: MakeOptions): Made {
  const k = randomBytes(entry<number>(HASH_BYTES, alg) ?? DEFAULT_BYTES).toString("base64url");
  if (jwk) return { private: printed({ kty: "oct", k, alg, use: "sig", ...(kid === undefined ? {} : { kid }) }) };
  if (kid !== undefined) throw new UsageError("--kid needs --jwk; a plain secret holds no key id.");
  return { private: k };
}

function pair(algorithm: AlgorithmName, { kid, jwk }: MakeOptions): Made {
  const { privateKey: key, publicKey } = generated(algorithm);
  const pem = key.export({ type: "pkcs8", format: "pem" }).toString().trim();
  const jwks = keyRing([privateKey({ algorithm, pem, ...(kid === undefined ? {} : { keyId: kid }) })]).jwks();
  const [own] = jwks.keys;
  return {
    private: jwk ? printed({ ...own, ...key.export({ format: "jwk" }) }) : pem,
    public: { pem: publicKey.export({ type: "spki", format: "pem" }).toString().trim(), jwks: printed(jwks) },
  };
}

function generated(algorithm: AlgorithmName): { privateKey: KeyObject; publicKey: KeyObject } {
  const namedCurve = entry<string>(CURVES, algorithm);
  if (namedCurve !== undefined) return generateKeyPairSync("ec", { namedCurve });
  return algorithm === "EdDSA"
    ? generateKeyPairSync("ed25519")
    : generateKeyPairSync("rsa", { modulusLength: RSA_BITS });
}

function printed(json: unknown): string {
  return JSON.stringify(json, null, 2);
}
