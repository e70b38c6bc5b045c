/** Adyen notifications: each item carries an HMAC-SHA256 over eight of its own fields. */
import { configFault, fromHex, onlyKnown, sha256 } from "../../../kernel/index.js";
import { asObject, bodyObject, type JsonObject, member, textMember } from "../body-json.js";
import { ENCODINGS } from "../encodings.js";
import { partnerOf } from "../engine.js";
import { fault, type WebhookFault } from "../faults.js";
import type { PartnerOptions } from "../hmac.js";
import { keyRing } from "../key-ring.js";
import type { Delivery, SyncPartner } from "../partner.js";
import { type Claim, hmacCheck, type KeyCheck } from "../signing-key.js";

/** The signed fields of one item, which are all that may be believed of it. */
export interface AdyenItem {
  readonly pspReference: string;
  readonly originalReference: string;
  readonly merchantAccountCode: string;
  readonly merchantReference: string;
  /** `value` in minor units. */
  readonly amount: { readonly value: number; readonly currency: string };
  readonly eventCode: string;
  readonly success: "true" | "false";
}

/** The payload of a verified notification; what Adyen does not sign is left out. */
export interface AdyenNotification {
  readonly notificationItems: readonly { readonly NotificationRequestItem: AdyenItem }[];
}

interface SignedItem {
  readonly content: string;
  readonly signature: Uint8Array;
}

const MAX_ITEMS = 20;
const LEAST_KEY_BYTES = 16;
// The fields are joined by colons. Only one of them, the shop's own reference, may hold a colon: there is then one way
// to cut the signed text.
const PLAIN = /^[^:]{0,256}$/;
const NAMED = /^[^:]{1,256}$/;
const REFERENCE = /^[\s\S]{0,256}$/;

/**
 * Notifications of Adyen. Nothing but the eight signed fields is handed on, so `reason`, `paymentMethod` and
 * `additionalData` are not: ask Adyen's API for them.
 *
 * @param options `secrets`: the HMAC key of the webhook in hexadecimal, the current one first.
 * @throws ConfigError where a secret or an option cannot be used
 * @example
 * adyen({ secrets: hmacKey });
 */
export function adyen(options: PartnerOptions): SyncPartner {
  onlyKnown(options, ["secrets"], "adyen");
  return partnerOf<readonly SignedItem[]>({
    name: "adyen",
    format: "json",
    signatureHeaders: [],
    description: "HMAC signature of adyen over the fields of each notification item.",
    keys: keyRing(options.secrets, { where: "adyen.secrets", toCheck }),
    read: readAdyen,
  });
}

function toCheck(value: string, where: string): KeyCheck<readonly SignedItem[]> {
  const bytes = fromHex(value);
  if (bytes === undefined || bytes.length < LEAST_KEY_BYTES) {
    throw configFault("secret_weak", { where, fix: "Give the HMAC key in hexadecimal, as Adyen shows it." });
  }
  const check = hmacCheck("sha256", bytes);
  return ({ signatures }) =>
    signatures
      .map(({ content, signature }) => check({ content: [content], signatures: [signature] }))
      .every((passed) => passed);
}

function readAdyen({ bytes }: Delivery): Claim<readonly SignedItem[]> | WebhookFault {
  const list = member(bodyObject(bytes), "notificationItems");
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_ITEMS) return fault("body_malformed");
  const signatures: SignedItem[] = [];
  const items: AdyenNotification["notificationItems"][number][] = [];
  for (const wrapped of list as readonly unknown[]) {
    const written = asObject(member(asObject(wrapped), "NotificationRequestItem"));
    const item = written && readItem(written);
    if (item === undefined) return fault("field_malformed");
    const signature = member(asObject(member(written, "additionalData")), "hmacSignature");
    if (signature === undefined) return fault("signature_missing");
    const read = typeof signature === "string" ? ENCODINGS.base64(signature) : undefined;
    if (read === undefined) return fault("signature_malformed");
    items.push({ NotificationRequestItem: item });
    signatures.push({ content: adyenContent(item), signature: read });
  }
  const eventId = sha256(JSON.stringify(signatures.map(({ content }) => content))).toString("hex");
  return { signatures, content: [], eventId, signedFields: { notificationItems: items } };
}

function readItem(written: JsonObject): AdyenItem | undefined {
  const amount = readAmount(asObject(member(written, "amount")));
  const pspReference = textMember(written, "pspReference", NAMED);
  const originalReference = textMember({ originalReference: "", ...present(written) }, "originalReference", PLAIN);
  const merchantAccountCode = textMember(written, "merchantAccountCode", NAMED);
  const merchantReference = textMember({ merchantReference: "", ...present(written) }, "merchantReference", REFERENCE);
  const eventCode = textMember(written, "eventCode", NAMED);
  const success = textMember(written, "success", /^(?:true|false)$/) as AdyenItem["success"] | undefined;
  if (amount === undefined || pspReference === undefined || originalReference === undefined) return undefined;
  if (merchantAccountCode === undefined || merchantReference === undefined || eventCode === undefined) return undefined;
  if (success === undefined) return undefined;
  return { pspReference, originalReference, merchantAccountCode, merchantReference, amount, eventCode, success };
}

function present(written: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== null));
}

function readAmount(amount: JsonObject | undefined): AdyenItem["amount"] | undefined {
  const value = member(amount, "value");
  const currency = textMember(amount, "currency", /^[A-Z]{3}$/);
  return typeof value === "number" && Number.isSafeInteger(value) && currency !== undefined
    ? { value, currency }
    : undefined;
}

/** What Adyen signs of one item. */
export function adyenContent(item: AdyenItem): string {
  const { pspReference, originalReference, merchantAccountCode, merchantReference, amount, eventCode, success } = item;
  return [
    pspReference,
    originalReference,
    merchantAccountCode,
    merchantReference,
    amount.value,
    amount.currency,
    eventCode,
    success,
  ].join(":");
}
