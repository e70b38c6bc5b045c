/** Signs requests by HTTP Message Signatures (RFC 9421), as a partner or towards one. */
import { configFault, oneOf, onlyKnown } from "../../../kernel/index.js";
import { ALGORITHMS, type MessageAlgorithm } from "../message-signature/algorithms.js";
import { isComponent, signatureBase } from "../message-signature/base.js";
import { contentDigest, type DigestAlgorithm } from "../message-signature/content-digest.js";
import { MUST_COVER, publicAddress } from "../message-signature/message-signature.js";
import { writeBytes, writeText } from "../message-signature/structured.js";
import { bodyOf, type SignedHeaders, secretOf, type ToSign, timeOf, urlOf } from "./to-sign.js";

/** How a signer signs. */
export interface MessageSignerOptions {
  readonly algorithm: MessageAlgorithm;
  /** Told as `keyid`, so that the other side finds the key. */
  readonly keyId?: string;
  /** What is covered, in order; `MUST_COVER` by default. */
  readonly covered?: readonly string[];
  /** The signature's label; `sig1` by default. */
  readonly label?: string;
  readonly tag?: string;
  /** Seconds after which the signature says of itself that it is over. */
  readonly expiresAfterSeconds?: number;
  readonly digest?: DigestAlgorithm;
  /** Whether the algorithm is named in `alg`; it is unless said otherwise. */
  readonly nameAlgorithm?: boolean;
}

/** A request to be signed; `eventId` becomes the nonce. */
export interface MessageToSign extends ToSign {
  /** `POST` by default. */
  readonly method?: string;
  /** Further headers, names in lower case, that `covered` may name. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Signs one request; the answer holds `content-digest`, `signature-input` and `signature`. */
export type MessageSigner = (message: MessageToSign) => SignedHeaders;

const OPTIONS = "algorithm keyId covered label tag expiresAfterSeconds digest nameAlgorithm".split(" ");
const LABEL = /^[a-z*][a-z0-9_\-.*]*$/;

/**
 * A signer by RFC 9421. `secret` is a shared secret or a private key in PEM, `url` the full public URL.
 *
 * @throws ConfigError where an option cannot be used; the signer throws TypeError where `url` or a covered header is
 * missing
 * @example
 * const sign = messageSigner({ algorithm: "ed25519", keyId: "courier-2026" });
 * const headers = sign({ body, secret: privateKeyPem, url: "https://api.example.com/hooks/courier" });
 */
export function messageSigner(options: MessageSignerOptions): MessageSigner {
  onlyKnown(options, OPTIONS, "messageSigner");
  const { covered = MUST_COVER, label = "sig1", digest = "sha-256" } = options;
  const names = Object.keys(ALGORITHMS) as MessageAlgorithm[];
  const algorithm = ALGORITHMS[oneOf(options.algorithm, names, "messageSigner.algorithm")];
  if (!covered.every(isComponent) || !LABEL.test(label)) {
    throw configFault("option_invalid", {
      where: "messageSigner",
      fix: "Give component names and a lower-case label.",
    });
  }
  return (message) => {
    const headers: Record<string, string> = { "content-digest": contentDigest(bodyOf(message), digest) };
    const parameters = `(${covered.map(writeText).join(" ")})${parametersOf(options, message)}`;
    const url = new URL(urlOf(message));
    const { scheme, authority } = publicAddress(url.origin, "url");
    const { pathname: path, search: query } = url;
    const header = (name: string) => headers[name] ?? message.headers?.[name];
    const signed = { method: message.method ?? "POST", scheme, authority, path, query, header };
    const base = signatureBase(signed, covered, parameters);
    if (base === undefined) throw new TypeError("A covered header is missing or cannot be written on one line.");
    headers["signature-input"] = `${label}=${parameters}`;
    headers.signature = `${label}=${writeBytes(algorithm.sign(secretOf(message), base))}`;
    return headers;
  };
}

function parametersOf(options: MessageSignerOptions, message: MessageToSign): string {
  const created = Math.floor(timeOf(message) / 1000);
  const { expiresAfterSeconds, keyId, tag, nameAlgorithm = true } = options;
  const parameters: (readonly [string, string | number | undefined])[] = [
    ["created", created],
    ["expires", expiresAfterSeconds === undefined ? undefined : created + expiresAfterSeconds],
    ["keyid", keyId],
    ["nonce", message.eventId],
    ["alg", nameAlgorithm ? options.algorithm : undefined],
    ["tag", tag],
  ];
  return parameters
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `;${name}=${typeof value === "number" ? value : writeText(String(value))}`)
    .join("");
}
