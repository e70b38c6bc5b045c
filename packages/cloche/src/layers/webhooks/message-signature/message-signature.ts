/** A partner that signs by HTTP Message Signatures (RFC 9421), the body through `Content-Digest` (RFC 9530). */
import { configFault, nonEmptyText, oneOf, onlyKnown, revealed, type SecretOr, sha256 } from "../../../kernel/index.js";
import { partnerOf } from "../engine.js";
import { fault, type WebhookFault } from "../faults.js";
import { keyRing, type Secrets } from "../key-ring.js";
import type { BodyFormat, Delivery, SyncPartner } from "../partner.js";
import { readHeader, SIGNATURE } from "../read-header.js";
import type { Claim } from "../signing-key.js";
import { toleranceOption } from "../timestamps.js";
import { ALGORITHMS, type MessageAlgorithm } from "./algorithms.js";
import { isComponent, type SignedMessage, signatureBase } from "./base.js";
import { digestFault } from "./content-digest.js";
import { type DictionaryMember, readDictionary } from "./structured.js";

/** What both sides agree on. */
export interface MessageSignatureOptions {
  /** A short name, used in logs and as part of replay keys. */
  readonly name: string;
  /** The one algorithm that is believed; what the message says can only agree with it. */
  readonly algorithm: MessageAlgorithm;
  /**
   * Shared secrets (`base64:` in front of bytes) or public keys, the current one first. All of them are tried: a `keyid`
   * is the sender's word.
   */
  readonly keys: Secrets;
  /** Where the partner reaches this API: `https://api.example.com`. The Host header is never read. */
  readonly publicUrl: SecretOr<string>;
  /** What every signature must cover; `MUST_COVER` by default, and always `content-digest`. */
  readonly covered?: readonly string[];
  /** The label of the signature to read where a message may carry several. */
  readonly label?: string;
  /** The application's `tag` (section 2.3), where both sides use one. */
  readonly tag?: string;
  /** Whether each signature must carry a nonce; it then is the delivery's identity. */
  readonly nonce?: "required" | "optional";
  /** Seconds that `created` may lie before or after now; 300 by default. */
  readonly toleranceSeconds?: number;
  readonly format?: BodyFormat;
}

/** What a signature must cover unless said otherwise: which request it is, and its body. */
export const MUST_COVER: readonly string[] = Object.freeze([
  "@method",
  "@authority",
  "@path",
  "@query",
  "content-digest",
]);

const OPTIONS = "name algorithm keys publicUrl covered label tag nonce toleranceSeconds format".split(" ");
const SAFE_NONCE = /^[!-~]{1,256}$/;
/** Everything a `@target-uri` says already. */
const OF_TARGET_URI = ["@authority", "@scheme", "@path", "@query", "@request-target"];

interface Reading {
  readonly base: PublicAddress;
  readonly algorithm: string;
  readonly covered: readonly string[];
  readonly label: string | undefined;
  readonly tag: string | undefined;
  readonly nonceRequired: boolean;
}

/** Scheme, authority and path prefix of this API as its partners see them. */
export interface PublicAddress {
  readonly scheme: string;
  readonly authority: string;
  readonly prefix: string;
}

/**
 * A partner that signs by RFC 9421.
 *
 * @throws ConfigError where an option or key cannot be used, or the body would not be covered
 * @example
 * const courier = messageSignature({
 *   name: "courier",
 *   algorithm: "ed25519",
 *   keys: [{ label: "courier-2026", secret: courierPublicKey }],
 *   publicUrl: "https://api.example.com",
 * });
 */
export function messageSignature(options: MessageSignatureOptions): SyncPartner {
  onlyKnown(options, OPTIONS, "messageSignature");
  const name = nonEmptyText(options.name, "messageSignature.name");
  const algorithm = oneOf(options.algorithm, Object.keys(ALGORITHMS) as MessageAlgorithm[], `${name}.algorithm`);
  const reading: Reading = {
    base: publicAddress(options.publicUrl, `${name}.publicUrl`),
    algorithm,
    covered: coveredOption(options.covered ?? MUST_COVER, name),
    label: options.label,
    tag: options.tag,
    nonceRequired: oneOf(options.nonce ?? "optional", ["required", "optional"], `${name}.nonce`) === "required",
  };
  return partnerOf({
    name,
    format: oneOf(options.format ?? "json", ["json", "form"], `${name}.format`),
    signatureHeaders: ["signature", "signature-input", "content-digest"],
    description: `HTTP message signature (RFC 9421, ${algorithm}) of ${name} over ${reading.covered.join(", ")}.`,
    keys: keyRing(options.keys, { where: `${name}.keys`, toCheck: ALGORITHMS[algorithm].toCheck }),
    read: (delivery) => readMessage(delivery, reading),
    toleranceSeconds: toleranceOption(options.toleranceSeconds, name),
  });
}

function coveredOption(covered: readonly string[], name: string): readonly string[] {
  const where = `${name}.covered`;
  if (!covered.every((one) => typeof one === "string" && isComponent(one))) {
    throw configFault("option_invalid", { where, fix: 'Give component names such as "@method" or "content-digest".' });
  }
  if (covered.includes("content-digest")) return Object.freeze([...covered]);
  throw configFault("option_invalid", { where, fix: 'Add "content-digest": without it the body is not signed.' });
}

/** Reads the public base of an API. */
export function publicAddress(url: SecretOr<string>, where: string): PublicAddress {
  const text = revealed(url);
  const parsed = URL.canParse(text) ? new URL(text) : undefined;
  const plain = parsed !== undefined && parsed.search + parsed.hash + parsed.username + parsed.password === "";
  if (parsed === undefined || !plain || !/^https?:$/.test(parsed.protocol)) {
    throw configFault("option_invalid", { where, fix: 'Give the public base, such as "https://api.example.com".' });
  }
  const { protocol, host, pathname } = parsed;
  return { scheme: protocol.slice(0, -1), authority: host, prefix: pathname.replace(/\/+$/, "") };
}

function readMessage(delivery: Delivery, reading: Reading): Claim | WebhookFault {
  const pair = chosenPair(delivery, reading.label);
  if ("fault" in pair) return pair;
  const { input, signature } = pair;
  const components = input.value as readonly string[];
  if (!covers(components, reading.covered)) return fault("component_uncovered");
  const parameters = readParameters(input, reading);
  if ("fault" in parameters) return parameters;
  const message = messageOf(delivery, reading.base);
  if (message === undefined) return fault("target_malformed");
  const base = signatureBase(message, components, input.written);
  if (base === undefined) return fault("component_malformed");
  const wrong = digestFault(message.header("content-digest") ?? "", delivery.bytes);
  if (wrong !== undefined) return wrong;
  const { nonce, ...times } = parameters;
  return { signatures: [signature], content: [base], ...times, eventId: nonce ?? sha256(base).toString("hex") };
}

interface Pair {
  readonly input: DictionaryMember;
  readonly signature: Uint8Array;
}

function chosenPair({ head }: Delivery, label: string | undefined): Pair | WebhookFault {
  const [signatures, inputs] = ["signature", "signature-input"].map((name) => readHeader(head, name, SIGNATURE));
  if (typeof signatures !== "string") return signatures ?? fault("signature_missing");
  if (typeof inputs !== "string") return inputs ?? fault("signature_missing");
  const members = readDictionary(inputs);
  const input = label === undefined ? only(members) : members?.find(({ key }) => key === label);
  const signature = readDictionary(signatures)?.find(({ key }) => key === input?.key)?.value;
  if (input === undefined || !(signature instanceof Uint8Array)) return fault("signature_malformed");
  if (!Array.isArray(input.value) || !input.value.every((one) => typeof one === "string")) {
    return fault("signature_malformed");
  }
  return { input, signature };
}

// Without an agreed label two signatures would be a choice, and the sender would make it.
function only(members: readonly DictionaryMember[] | undefined): DictionaryMember | undefined {
  return members?.length === 1 ? members[0] : undefined;
}

function covers(components: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every(
    (one) => components.includes(one) || (components.includes("@target-uri") && OF_TARGET_URI.includes(one)),
  );
}

interface ReadParameters {
  readonly signedAt: number;
  readonly expiresAt?: number;
  readonly nonce?: string;
}

function readParameters({ parameters }: DictionaryMember, reading: Reading): ReadParameters | WebhookFault {
  const created = parameters.get("created");
  if (created === undefined) return fault("timestamp_missing");
  const expires = parameters.get("expires");
  if (!isTime(created) || (expires !== undefined && !isTime(expires))) return fault("timestamp_malformed");
  const alg = parameters.get("alg");
  if (alg !== undefined && alg !== reading.algorithm) return fault("algorithm_refused");
  if (reading.tag !== undefined && parameters.get("tag") !== reading.tag) return fault("signature_mismatch");
  const nonce = parameters.get("nonce");
  if (nonce === undefined && reading.nonceRequired) return fault("event_id_missing");
  if (nonce !== undefined && !(typeof nonce === "string" && SAFE_NONCE.test(nonce))) return fault("event_id_malformed");
  return {
    signedAt: created * 1000,
    ...(expires === undefined ? {} : { expiresAt: expires * 1000 }),
    ...(nonce === undefined ? {} : { nonce }),
  };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value < 100_000_000_000;
}

function messageOf({ head }: Delivery, { scheme, authority, prefix }: PublicAddress): SignedMessage | undefined {
  const { method, target } = head;
  if (!target.startsWith("/")) return undefined;
  const mark = target.indexOf("?");
  const path = mark === -1 ? target : target.slice(0, mark);
  const query = mark === -1 ? "" : target.slice(mark);
  return { method, scheme, authority, path: prefix + path, query, header: (name) => head.header(name) };
}
