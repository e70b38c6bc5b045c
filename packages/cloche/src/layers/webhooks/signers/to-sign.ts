/** What a signer needs to know, the same for every partner. */
import { revealed, type SecretOr, systemClock } from "../../../kernel/index.js";

/** A delivery to be signed. */
export interface ToSign {
  readonly body: string | Uint8Array;
  /** The secret or private key; where the scheme carries several signatures, a list makes one of each. */
  readonly secret: SecretOr<string> | readonly SecretOr<string>[];
  /** The time of signing in milliseconds since the epoch; now by default. Schemes without a time leave it out. */
  readonly at?: number;
  /** The event id of schemes that sign one; a made-up one by default. */
  readonly eventId?: string;
  /** The full public URL, for schemes that sign it. */
  readonly url?: string;
}

/** The headers to send, names in lower case. */
export type SignedHeaders = Readonly<Record<string, string>>;

/** Signs a delivery as a partner would. */
export type Signer = (delivery: ToSign) => SignedHeaders;

/** The body's bytes. */
export function bodyOf({ body }: ToSign): Uint8Array {
  return typeof body === "string" ? Buffer.from(body, "utf8") : body;
}

/** Every secret, the first one first. */
export function secretsOf({ secret }: ToSign): readonly string[] {
  const list = Array.isArray(secret) ? (secret as readonly SecretOr<string>[]) : [secret as SecretOr<string>];
  return list.map((one) => revealed(one));
}

/**
 * The one secret of a scheme that carries one signature.
 *
 * @throws TypeError where several are given
 */
export function secretOf(delivery: ToSign): string {
  const [secret, ...others] = secretsOf(delivery);
  if (secret !== undefined && others.length === 0) return secret;
  throw new TypeError("This scheme carries one signature: give one secret.");
}

/** The time of signing. */
export function timeOf({ at }: ToSign): number {
  return at ?? systemClock.now();
}

/**
 * The URL of a scheme that signs it.
 *
 * @throws TypeError where none is given
 */
export function urlOf({ url }: ToSign): string {
  if (url !== undefined) return url;
  throw new TypeError("This scheme signs the public URL: give `url`.");
}
