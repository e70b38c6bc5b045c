/** What is signed side by side cannot be cut elsewhere, and a scheme that leaves something open cannot be built. */
import { createHash, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import { fixedClock } from "../../../kernel/index.js";
import {
  deliveryOf,
  ed25519,
  hmac,
  isWebhookFault,
  razorpayCheckout,
  replayKey,
  SIGNERS,
  sendgrid,
  signRazorpayCheckout,
  signStandard,
  signStripe,
  standardWebhooks,
  stripe,
  twitch,
} from "../index.js";

const NOW = Date.UTC(2026, 0, 1);
const SECONDS = NOW / 1000;
const WHSEC = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;

describe("standard webhooks", () => {
  const partner = standardWebhooks({ secrets: WHSEC });
  const verify = (headers: Record<string, string>, body: string) =>
    partner.verify(deliveryOf({ headers, body, now: NOW }));

  it("refuses an id that takes the time and the start of the body into itself", () => {
    const headers = signStandard({ body: `${SECONDS}.{}`, secret: WHSEC, at: NOW, eventId: "msg" });
    const moved = { ...headers, "webhook-id": `msg.${SECONDS}` };
    expect(verify({ ...headers }, `${SECONDS}.{}`)).toMatchObject({ eventId: "msg" });
    expect(verify(moved, "{}")).toEqual({ fault: "event_id_malformed" });
  });

  it("does not take a public key for a secret", () => {
    const open = Buffer.alloc(32, 9).toString("base64");
    const headers = signStandard({ body: "{}", secret: `whsec_${open}`, at: NOW });
    const asymmetric = standardWebhooks({ secrets: `whpk_${open}` });
    expect(asymmetric.verify(deliveryOf({ headers, body: "{}", now: NOW }))).toHaveProperty("fault");
  });

  it("refuses a list of signatures that only makes work", () => {
    const headers = signStandard({ body: "{}", secret: WHSEC, at: NOW });
    const padded = `${headers["webhook-signature"]}${" v2,AA==".repeat(16)}`;
    expect(verify({ ...headers, "webhook-signature": padded }, "{}")).toEqual({ fault: "signature_malformed" });
  });

  it.each([23, 65])("refuses a secret of %i bytes", (length) => {
    const secrets = `whsec_${Buffer.alloc(length, 1).toString("base64")}`;
    expect(() => standardWebhooks({ secrets })).toThrow(expect.objectContaining({ code: "secret_weak" }));
  });
});

describe("stripe", () => {
  const partner = stripe({ secrets: "whsec_test" });
  const signature = signStripe({ body: "{}", secret: "whsec_test", at: NOW })["stripe-signature"] ?? "";
  const verify = (header: string) =>
    partner.verify(deliveryOf({ headers: { "stripe-signature": header }, body: "{}", now: NOW }));

  it.each([
    [`t=${SECONDS},${signature}`, "timestamp_malformed"],
    [`${signature},t=1`, "timestamp_malformed"],
    [signature.replace("t=", "t=0"), "timestamp_malformed"],
    [signature.replace("t=", "t=+"), "timestamp_malformed"],
    [signature.replace(/t=\d+/, "$&e0"), "timestamp_malformed"],
    [signature.replace(/t=\d+/, "$&.0"), "timestamp_malformed"],
    [signature.replace(/t=\d+,/, ""), "timestamp_missing"],
    [signature.replace("v1=", "v0="), "signature_malformed"],
    [signature.replace(/v1=.*/, (text) => text.toUpperCase()), "signature_malformed"],
    [`${signature}${",v1=00".repeat(16)}`, "signature_malformed"],
  ])("refuses %s", (header, fault) => {
    expect(verify(header)).toEqual({ fault });
  });

  it("remembers an event by the id in its verified body", () => {
    const verdict = verify(signature);
    if (isWebhookFault(verdict)) throw new Error(verdict.fault);
    expect(replayKey(partner, verdict, { id: "evt_1" })).toBe("stripe:evt_1");
    const digest = createHash("sha256").update("{}").digest("hex");
    const inherited: unknown = Object.create({ id: "evt_2" });
    for (const payload of [undefined, null, "x", {}, { id: 7 }, { id: "" }, { id: "x".repeat(300) }, inherited]) {
      expect(replayKey(partner, verdict, payload)).toBe(`stripe:${digest}`);
    }
  });
});

describe("razorpay checkout", () => {
  const confirm = razorpayCheckout({ secrets: "key-secret" });

  it("accepts each kind of confirmation", () => {
    const link = {
      paymentLinkId: "plink_1",
      paymentLinkReferenceId: "",
      paymentLinkStatus: "paid",
      paymentId: "pay_1",
    };
    for (const fields of [
      { orderId: "order_1", paymentId: "pay_1" },
      { subscriptionId: "sub_1", paymentId: "pay_1" },
      link,
    ]) {
      expect(confirm(signRazorpayCheckout(fields, "key-secret"))).toMatchObject({ confirmed: true });
    }
  });

  it("ends an old secret on its day", () => {
    const secrets = ["new-secret", { label: "old", secret: "old-secret", expiresAt: new Date(NOW) }];
    const confirmation = signRazorpayCheckout({ orderId: "order_1", paymentId: "pay_1" }, "old-secret");
    const at = (now: number) => razorpayCheckout({ secrets, clock: fixedClock(now) })(confirmation);
    expect(at(NOW - 1)).toMatchObject({ oldSecret: true, secretLabel: "old" });
    expect(at(NOW)).toEqual({ fault: "secret_expired" });
  });

  it("refuses a payment of another order, and a subscription passed off as an order", () => {
    const { signature } = signRazorpayCheckout({ orderId: "order_1", paymentId: "pay_1" }, "key-secret");
    expect(confirm({ orderId: "order_2", paymentId: "pay_1", signature })).toEqual({ fault: "signature_mismatch" });
    expect(confirm({ subscriptionId: "order_1", paymentId: "pay_1", signature })).toEqual({
      fault: "signature_mismatch",
    });
  });

  it.each([
    { orderId: "order_1|pay_1", paymentId: "x", signature: "00" },
    { orderId: "", paymentId: "pay_1", signature: "00" },
    { orderId: ["order_1"], paymentId: "pay_1", signature: "00" },
    { paymentId: "pay_1", signature: "00" },
    { orderId: "order_1", paymentId: undefined, signature: "00" },
    { paymentLinkId: "a", paymentLinkReferenceId: "b|c", paymentLinkStatus: "paid", paymentId: "d", signature: "00" },
  ])("refuses fields that are missing or reach over a separator (%#)", (fields) => {
    expect(confirm(fields as never)).toEqual({ fault: "field_malformed" });
  });

  it.each([undefined, 7, "", "zz", "0"])("refuses the signature %j without throwing", (signature) => {
    expect(confirm({ orderId: "a", paymentId: "b", signature: signature as never })).toEqual({
      fault: "signature_malformed",
    });
  });
});

describe("public keys", () => {
  const ed = generateKeyPairSync("ed25519");
  const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const p384 = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const spki = (key: KeyObject) => key.export({ type: "spki", format: "der" }).toString("base64");
  const kiosk = (publicKeys: string) => ed25519({ name: "kiosk", header: "x-sig", encoding: "hex", publicKeys });

  it("may be raw or SPKI", () => {
    const raw = Buffer.from(ed.publicKey.export({ format: "jwk" }).x ?? "", "base64url");
    const headers = { "x-sig": sign(undefined, Buffer.from("{}"), ed.privateKey).toString("hex") };
    for (const key of [raw.toString("hex"), raw.toString("base64"), spki(ed.publicKey)]) {
      expect(kiosk(key).verify(deliveryOf({ headers, body: "{}" }))).toHaveProperty("eventId");
    }
  });

  it.each([
    ["another curve's key", () => kiosk(spki(p256.publicKey))],
    ["a key on P-384", () => sendgrid({ publicKeys: spki(p384.publicKey) })],
    ["an Ed25519 key for ECDSA", () => sendgrid({ publicKeys: spki(ed.publicKey) })],
    ["a private key", () => kiosk(ed.privateKey.export({ type: "pkcs8", format: "pem" }).toString())],
    ["31 bytes", () => kiosk("00".repeat(31))],
  ])("refuses %s", (_, make) => {
    expect(make).toThrow(expect.objectContaining({ code: "key_unusable" }));
  });
});

describe("replay keys", () => {
  it("hold the id that the partner signed", () => {
    const partner = twitch({ secrets: "twitch-secret" });
    const headers = SIGNERS.twitch({ body: "{}", secret: "twitch-secret", at: NOW, eventId: "message-1" });
    const verdict = partner.verify(deliveryOf({ headers, body: "{}", now: NOW }));
    expect(isWebhookFault(verdict) ? verdict.fault : replayKey(partner, verdict)).toBe("twitch:message-1");
  });

  it("stay short, however long the partner's id is", () => {
    const partner = standardWebhooks({ secrets: WHSEC });
    const headers = signStandard({ body: "{}", secret: WHSEC, at: NOW, eventId: "x".repeat(256) });
    const verdict = partner.verify(deliveryOf({ headers, body: "{}", now: NOW }));
    if (isWebhookFault(verdict)) throw new Error(verdict.fault);
    expect(replayKey(partner, verdict).length).toBeLessThan(100);
  });
});

describe("the generic builder", () => {
  const base = { name: "courier", header: "X-Sig", encoding: "hex", secrets: "0123456789abcdef" } as const;

  it.each([
    { timestampHeader: "x-time" },
    { eventIdHeader: "x-id" },
    { signed: () => ["constant"] },
    { timestampHeader: "x-time", signed: ({ timestamp }: { timestamp: string }) => [timestamp] },
    { encoding: "base32" as never },
    { algorithm: "md5" as never },
    { secrets: "short" },
    { toleranceSeconds: 60 },
    { secret: "0123456789abcdef" } as never,
  ])("refuses a scheme that would leave something open (%#)", (more) => {
    expect(() => hmac({ ...base, ...more })).toThrow(expect.objectContaining({ name: "ConfigError" }));
  });

  it("builds a scheme with time, id and method", () => {
    const partner = hmac({
      ...base,
      prefix: "v1=",
      timestampHeader: "X-Time",
      timestampFormat: "milliseconds",
      eventIdHeader: "X-Id",
      signed: ({ method, eventId, timestamp, body }) => [method, "\n", eventId, "\n", timestamp, "\n", body],
    });
    expect(partner.signatureHeaders).toEqual(["x-sig", "x-time", "x-id"]);
    expect(partner.verify(deliveryOf({ headers: {}, body: "" }))).toEqual({ fault: "signature_missing" });
  });

  it("reads a form where the partner sends one", () => {
    expect(hmac({ ...base, format: "form" }).format).toBe("form");
    expect(SIGNERS.slack).toBeTypeOf("function");
  });
});
