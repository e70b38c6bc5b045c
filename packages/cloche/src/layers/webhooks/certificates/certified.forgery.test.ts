/** Whoever does not hold PayPal's or Amazon's own certificate is refused, and nobody can make us fetch at will. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  awsSns,
  type CertificateSource,
  deliveryOf,
  isWebhookFault,
  type Partner,
  type PlainDelivery,
  paypal,
  paypalSigner,
  type SignedHeaders,
  type SyncPartner,
  signSns,
} from "../index.js";
import { selfSigned } from "./self-signed.contract.js";

const NOW = Date.UTC(2026, 5, 1, 12);
const DAY = 86_400_000;
const real = selfSigned({ from: NOW - DAY, until: NOW + 30 * DAY });
const other = selfSigned({ from: NOW - DAY, until: NOW + 30 * DAY });
const lapsed = selfSigned({ from: NOW - 30 * DAY, until: NOW - DAY });

const PAYPAL_URL = "https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594";
const SNS_URL = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123abcd.pem";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:orders";
const certificates: CertificateSource = () => real.certificate;
const BODY = '{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}';

/** With a source that answers at once, so does the partner. */
const sync = (partner: Partner): SyncPartner => partner as SyncPartner;

describe("paypal", () => {
  const webhookId = "8PT597110X687430LKGECATA";
  const partner = sync(paypal({ webhookId, certificates }));
  const sign = paypalSigner({ webhookId, certificateUrl: PAYPAL_URL });
  const headers = sign({
    body: BODY,
    secret: real.privateKey,
    at: NOW,
    eventId: "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
  });
  const verdict = (change: Partial<PlainDelivery>) =>
    partner.verify(deliveryOf({ headers, body: BODY, now: NOW, ...change }));
  const withHeader = (name: string, value: string) => verdict({ headers: { ...headers, [name]: value } });

  it("accepts what the certificate's key signed, and names the transmission", () => {
    expect(verdict({})).toMatchObject({
      partner: "paypal",
      eventId: "69cd13f0-d67a-11e5-baa3-778b53f4ae55",
      signedAt: NOW,
      oldSecret: false,
    });
  });

  it("refuses any changed byte of the body and any changed character of a header", () => {
    const bytes = Buffer.from(BODY);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ flip, at);
        expect(isWebhookFault(verdict({ body: changed }))).toBe(true);
      }),
    );
    // The certificate's address is not signed: another one of PayPal's own leads to another certificate of PayPal's own.
    const signed = Object.keys(headers).filter((name) => name !== "paypal-cert-url");
    fc.assert(
      fc.property(fc.constantFrom(...signed), fc.nat(), fc.integer({ min: 33, max: 126 }), (name, nat, code) => {
        const value = headers[name] ?? "";
        const at = nat % value.length;
        const changed = value.slice(0, at) + String.fromCharCode(code) + value.slice(at + 1);
        fc.pre(changed !== value);
        expect(isWebhookFault(withHeader(name, changed))).toBe(true);
      }),
    );
  });

  it("refuses a header that is missing or doubled", () => {
    for (const [name, value] of Object.entries(headers)) {
      const { [name]: _, ...others } = headers;
      expect(isWebhookFault(verdict({ headers: others }))).toBe(true);
      expect(isWebhookFault(verdict({ headers: { ...headers, [name]: [value, value] } }))).toBe(true);
    }
  });

  it.each([
    "https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1",
    "https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1",
    "http://api.paypal.com/v1/notifications/certs/CERT-1",
    "https://api.paypal.com:8443/v1/notifications/certs/CERT-1",
    "https://api.paypal.com/v1/notifications/certs/../../evil",
    "https://api.paypal.com/v1/notifications/certs/CERT-1?to=//evil.example",
    "https://api.paypal.com/v1/notifications/certs/CERT-1\n",
    "https://evilpaypal.com/v1/notifications/certs/CERT-1",
    "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-1",
    "file:///etc/passwd",
  ])("never asks for a certificate at %j", (url) => {
    const asked: string[] = [];
    const strict = paypal({ webhookId, certificates: (at) => void asked.push(at) as undefined });
    const evil = { ...headers, "paypal-cert-url": url };
    expect(strict.verify(deliveryOf({ headers: evil, body: BODY, now: NOW }))).toEqual({
      fault: "certificate_untrusted",
    });
    expect(asked).toEqual([]);
  });

  it("binds a delivery to this webhook and to this environment", () => {
    const elsewhere = sync(paypal({ webhookId: "OTHER", certificates }));
    expect(elsewhere.verify(deliveryOf({ headers, body: BODY, now: NOW }))).toEqual({ fault: "signature_mismatch" });
    const sandbox = sync(paypal({ webhookId, certificates, environment: "sandbox" }));
    expect(sandbox.verify(deliveryOf({ headers, body: BODY, now: NOW }))).toEqual({ fault: "certificate_untrusted" });
  });

  it.each([
    ["another algorithm", "paypal-auth-algo", "SHA1withRSA", "algorithm_refused"],
    ["an id that reaches over a bar", "paypal-transmission-id", "a|b", "event_id_malformed"],
    ["a time that is none", "paypal-transmission-time", "yesterday", "timestamp_malformed"],
  ])("refuses %s", (_, name, value, fault) => {
    expect(withHeader(name, value)).toEqual({ fault });
  });

  it("holds the time to its tolerance, three days unless said", () => {
    expect(verdict({ now: NOW + 259_200_000 })).toMatchObject({ signedAt: NOW });
    expect(verdict({ now: NOW + 259_201_000 })).toEqual({ fault: "timestamp_stale" });
    const strict = sync(paypal({ webhookId, certificates, toleranceSeconds: 300 }));
    const at = (now: number) => strict.verify(deliveryOf({ headers, body: BODY, now }));
    expect(at(NOW + 301_000)).toEqual({ fault: "timestamp_stale" });
    expect(at(NOW - 301_000)).toEqual({ fault: "timestamp_future" });
  });

  it("asks to be remembered for as long as a delivery stays valid", () => {
    expect(partner.rememberSeconds).toBe(2 * 259_200);
  });

  it.each([
    ["of somebody else", other.certificate, "signature_mismatch"],
    ["that has lapsed", lapsed.certificate, "certificate_untrusted"],
    ["that is none", "<html>", "certificate_untrusted"],
    ["that cannot be had", undefined, "certificate_unavailable"],
  ])("refuses a certificate %s", (_, text, fault) => {
    const mine = sync(paypal({ webhookId, certificates: () => text }));
    expect(mine.verify(deliveryOf({ headers, body: BODY, now: NOW }))).toEqual({ fault });
  });

  it("asks once for many deliveries, and again after a failure", async () => {
    let asked = 0;
    let answer: string | undefined;
    const source: CertificateSource = async () => {
      asked += 1;
      return answer;
    };
    const mine = paypal({ webhookId, certificates: source });
    const delivery = deliveryOf({ headers, body: BODY, now: NOW });
    expect(await mine.verify(delivery)).toEqual({ fault: "certificate_unavailable" });
    answer = real.certificate;
    const verdicts = await Promise.all(Array.from({ length: 20 }, async () => mine.verify(delivery)));
    expect(verdicts.filter((one) => "eventId" in one)).toHaveLength(20);
    expect(asked).toBe(2);
    expect(mine.verify(delivery)).not.toBeInstanceOf(Promise);
  });

  it("does not turn a flood of made-up certificates into a flood of ours", () => {
    let asked = 0;
    const mine = sync(
      paypal({
        webhookId,
        certificates() {
          asked += 1;
          return undefined;
        },
      }),
    );
    for (let index = 0; index < 500; index += 1) {
      const made: SignedHeaders = { ...headers, "paypal-cert-url": `${PAYPAL_URL}-${index}` };
      expect(mine.verify(deliveryOf({ headers: made, body: BODY, now: NOW }))).toHaveProperty("fault");
    }
    expect(asked).toBeLessThan(20);
  });

  it("survives a source that throws or rejects", async () => {
    const broken: CertificateSource[] = [
      () => {
        throw new Error("away");
      },
      () => Promise.reject(new Error("away")),
    ];
    for (const source of broken) {
      const mine = paypal({ webhookId, certificates: source });
      const verdictOf = await mine.verify(deliveryOf({ headers, body: BODY, now: NOW }));
      expect(verdictOf).toEqual({ fault: "certificate_unavailable" });
    }
  });
});

describe("aws-sns", () => {
  const partner = sync(awsSns({ topicArns: [TOPIC], certificates }));
  const document = { TopicArn: TOPIC, Subject: "Order", Message: 'line\n{"orderId":1}' };
  const body = signSns({ document, secret: real.privateKey, at: NOW, certificateUrl: SNS_URL });
  const verdict = (text: string, now = NOW) => partner.verify(deliveryOf({ headers: {}, body: text, now }));
  const changed = (change: object) => verdict(JSON.stringify({ ...(JSON.parse(body) as object), ...change }));

  it("accepts a message and hands on the signed fields alone", () => {
    const verified = verdict(
      JSON.stringify({ ...(JSON.parse(body) as object), UnsubscribeURL: "https://evil.example" }),
    );
    const { MessageId } = JSON.parse(body) as { MessageId: string };
    expect(verified).toMatchObject({ partner: "aws-sns", eventId: `${TOPIC}:${MessageId}` });
    expect((verified as { signedFields: object }).signedFields).toEqual({
      Type: "Notification",
      MessageId,
      Timestamp: new Date(NOW).toISOString(),
      ...document,
    });
  });

  it.each(["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type", "Signature", "SignatureVersion"])(
    "refuses a changed, missing or doubly meant %s",
    (name) => {
      const fields = JSON.parse(body) as Record<string, string>;
      fc.assert(
        fc.property(fc.nat(), fc.integer({ min: 32, max: 126 }), (nat, code) => {
          const value = fields[name] ?? "";
          const at = nat % value.length;
          const text = value.slice(0, at) + String.fromCharCode(code) + value.slice(at + 1);
          fc.pre(text !== value);
          expect(isWebhookFault(changed({ [name]: text }))).toBe(true);
        }),
      );
      for (const value of [undefined, null, 7, [fields[name]], { toString: name }]) {
        expect(isWebhookFault(changed({ [name]: value }))).toBe(true);
      }
    },
  );

  it("refuses a message whose publisher wrote the lines of other fields", () => {
    const inner = "0b0c2f4e-9f4a-4c57-9f55-0f3f3f0a1b2c";
    const crafted = `hello\nMessageId\n${inner}\nTimestamp\n${new Date(NOW).toISOString()}\nTopicArn\n${TOPIC}\nType\nNotification`;
    const genuine = signSns({
      document: { TopicArn: TOPIC, Message: crafted },
      secret: real.privateKey,
      at: NOW,
      certificateUrl: SNS_URL,
    });
    expect(isWebhookFault(verdict(genuine))).toBe(false);
    const { MessageId, ...rest } = JSON.parse(genuine) as Record<string, string>;
    const cut = { ...rest, Message: "hello", MessageId: `${inner}\nTimestamp\n...\nMessageId\n${MessageId}` };
    expect(verdict(JSON.stringify(cut))).toEqual({ fault: "field_malformed" });
  });

  it("refuses a topic that is not on the list, however well signed", () => {
    const theirs = { ...document, TopicArn: "arn:aws:sns:eu-central-1:999999999999:orders" };
    const text = signSns({ document: theirs, secret: real.privateKey, at: NOW, certificateUrl: SNS_URL });
    expect(verdict(text)).toEqual({ fault: "sender_unlisted" });
  });

  it.each([
    "https://sns.eu-central-1.amazonaws.com.evil.example/SimpleNotificationService-0.pem",
    "https://evil.s3.amazonaws.com/SimpleNotificationService-0.pem",
    "https://sns.evil.amazonaws.com/SimpleNotificationService-0.pem",
    "http://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem",
    "https://sns.eu-central-1.amazonaws.com/x/SimpleNotificationService-0.pem",
    "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem?x",
    7,
    undefined,
  ])("never asks for a certificate at %j", (SigningCertURL) => {
    expect(changed({ SigningCertURL })).toEqual({ fault: "certificate_untrusted" });
  });

  it("holds the time to its tolerance, an hour unless said", () => {
    expect(verdict(body, NOW + 3_600_000)).toMatchObject({ signedAt: NOW });
    expect(verdict(body, NOW + 3_602_000)).toEqual({ fault: "timestamp_stale" });
    expect(verdict(body, NOW - 3_602_000)).toEqual({ fault: "timestamp_future" });
  });

  it.each(["", "null", "[]", "7", '"x"', "{", '{"Signature":[]}', "\ufeff{}", "[".repeat(50_000)])(
    "refuses the body %.20j without throwing",
    (text) => expect(isWebhookFault(verdict(text))).toBe(true),
  );

  it("does not read fields that an object only inherits", () => {
    expect(isWebhookFault(verdict(`{"__proto__":${body}}`))).toBe(true);
  });
});

describe("at start", () => {
  it.each([
    () => paypal({ webhookId: "" }),
    () => paypal({ webhookId: "a|b" }),
    () => paypal({ webhookId: "A", environment: "test" as never }),
    () => paypal({ webhookId: "A", toleranceSeconds: 0 }),
    () => paypal({ webhookId: "A", tolerance: 1 } as never),
    () => awsSns({ topicArns: [] }),
    () => awsSns({ topicArns: ["orders"] }),
    () => awsSns({ topicArns: undefined as never }),
  ])("refuses what would leave something open (%#)", (make) => {
    expect(make).toThrow(expect.objectContaining({ name: "ConfigError" }));
  });
});
