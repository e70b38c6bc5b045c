/** Twilio: `X-Twilio-Signature`, base64 HMAC-SHA1 over the public URL and the sorted form, or over a body digest. */
import { createSecretKey } from "node:crypto";
import type { SecretOr } from "../../../kernel/index.js";
import { equalInConstantTime, equalTextsInConstantTime, oneOf, onlyKnown, sha256 } from "../../../kernel/index.js";
import { ENCODINGS } from "../encodings.js";
import { partnerOf } from "../engine.js";
import { fault, type WebhookFault } from "../faults.js";
import { keyRing, type Secrets } from "../key-ring.js";
import type { BodyFormat, Delivery, SyncPartner } from "../partner.js";
import { type PublicBase, publicBase } from "../public-url.js";
import { readHeader, SIGNATURE } from "../read-header.js";
import { type Claim, hmacDigest, type KeyCheck } from "../signing-key.js";
import { signedParams, soleParam, type TwilioParam, twilioParams } from "../twilio-params.js";
import { signedAddresses } from "../twilio-url.js";

/** What a user says of Twilio. */
export interface TwilioOptions {
  /** The account's auth tokens, the primary one first. */
  readonly authTokens: Secrets;
  /**
   * Where Twilio reaches this API, as its console has it: `https://api.example.com`, with a path only where a proxy
   * takes that path away. The raw request target is put behind it; the Host header is never read.
   */
  readonly publicUrl: SecretOr<string>;
  /** `form` by default; `json` for products that send JSON, whose digest stands in the URL as `bodySHA256`. */
  readonly format?: BodyFormat;
}

/** What Twilio signs: one of several addresses, followed by the form's parameters. */
interface TwilioSignature {
  readonly signature: Uint8Array;
  readonly target: string;
  readonly params: string;
}

type TwilioClaim = Claim<TwilioSignature>;

const MESSAGE_ID = /^(?:SM|MM)[0-9a-f]{32}$/;
const CALL_ID = /^CA[0-9a-f]{32}$/;
const STATUS = /^[a-z][a-z_-]{0,31}$/;
const SEQUENCE = /^\d{1,9}$/;

/**
 * Deliveries of Twilio. The scheme signs no time, so a delivery stays valid for ever: keep a replay store behind it.
 *
 * The event id is the message or call with its status for status callbacks, and the digest of the signature for all
 * else. Twilio signs the parameters, not the bytes: the same form can be written in many ways under one signature, so a
 * digest of the body would let a replay through.
 *
 * @param options `authTokens`, `publicUrl`, `format`
 * @throws ConfigError `secret_weak`, `option_invalid` or `option_unknown`
 * @example
 * twilio({ authTokens: [primary, secondary], publicUrl: "https://api.example.com" });
 */
export function twilio(options: TwilioOptions): SyncPartner {
  onlyKnown(options, ["authTokens", "publicUrl", "format"], "twilio");
  const base = publicBase(options.publicUrl, "twilio.publicUrl");
  const format = oneOf(options.format ?? "form", ["form", "json"], "twilio.format");
  return partnerOf<TwilioSignature>({
    name: "twilio",
    format,
    signatureHeaders: ["x-twilio-signature"],
    description: "HMAC signature of twilio over the public URL and the parameters.",
    keys: keyRing(options.authTokens, { where: "twilio.authTokens", toCheck: (token) => twilioCheck(token, base) }),
    read: (delivery) => readTwilio(delivery, format),
  });
}

function twilioCheck(token: string, base: PublicBase): KeyCheck<TwilioSignature> {
  const key = createSecretKey(Buffer.from(token, "utf8"));
  return ({ signatures: { signature, target, params } }) => {
    for (const address of signedAddresses(base, target)) {
      if (equalInConstantTime(hmacDigest("sha1", key, [address + params]), signature)) return true;
    }
    return false;
  };
}

function readTwilio({ head, bytes }: Delivery, format: BodyFormat): TwilioClaim | WebhookFault {
  const text = readHeader(head, "x-twilio-signature", SIGNATURE);
  if (typeof text === "object") return text;
  const signature = ENCODINGS.base64(text);
  if (signature === undefined) return fault("signature_malformed");
  if (!head.target.startsWith("/")) return fault("target_malformed");
  const digests = bodyDigests(head.target);
  if (digests.length > 0) return digestClaim({ signature, target: head.target }, digests, bytes);
  // Without its digest in the URL a JSON body is not signed at all, whatever the signature says.
  return format === "json" ? fault("body_unsigned") : formClaim({ signature, target: head.target }, bytes);
}

function bodyDigests(target: string): string[] {
  const queryAt = target.indexOf("?");
  if (queryAt === -1 || !target.includes("bodySHA256", queryAt)) return [];
  return new URLSearchParams(target.slice(queryAt + 1)).getAll("bodySHA256");
}

type Signed = Pick<TwilioSignature, "signature" | "target">;

function digestClaim(signed: Signed, digests: readonly string[], bytes: Uint8Array): TwilioClaim | WebhookFault {
  const [digest = ""] = digests;
  const matches = equalTextsInConstantTime(digest.toLowerCase(), sha256(bytes).toString("hex"));
  if (digests.length > 1 || !matches) return fault("body_digest_mismatch");
  return { signatures: { ...signed, params: "" }, content: [], eventId: signatureId(signed) };
}

function formClaim(signed: Signed, bytes: Uint8Array): TwilioClaim | WebhookFault {
  const params = twilioParams(bytes);
  if (params === undefined) return fault("body_malformed");
  return {
    signatures: { ...signed, params: signedParams(params) },
    content: [],
    eventId: statusId(params) ?? signatureId(signed),
  };
}

function signatureId({ signature }: Signed): string {
  return sha256(signature).toString("hex");
}

// Names and values are signed without anything between them, so only values of a fixed shape are taken as identity.
// A voice request without a sequence number is a step of a conversation, where the same status comes again and again.
function statusId(params: readonly TwilioParam[]): string | undefined {
  const message = shaped(params, "MessageSid", MESSAGE_ID);
  const messageStatus = message && shaped(params, "MessageStatus", STATUS);
  if (messageStatus !== undefined) return `${message}:${messageStatus}`;
  const call = shaped(params, "CallSid", CALL_ID);
  const callStatus = call && shaped(params, "CallStatus", STATUS);
  const sequence = callStatus && shaped(params, "SequenceNumber", SEQUENCE);
  return sequence && `${call}:${callStatus}:${sequence}`;
}

function shaped(params: readonly TwilioParam[], name: string, shape: RegExp): string | undefined {
  const value = soleParam(params, name);
  return value !== undefined && shape.test(value) ? value : undefined;
}
