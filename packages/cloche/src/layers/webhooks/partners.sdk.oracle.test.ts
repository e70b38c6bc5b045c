/** Partners whose own package only checks: it accepts what we sign, refuses it changed, and so do we; and who has none. */
import { generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import https from "node:https";
import { createRequire } from "node:module";
import { Readable } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import { selfSigned } from "./certificates/self-signed.contract.js";
import {
  adyen,
  awsSns,
  deliveryOf,
  discord,
  isWebhookFault,
  PARTNERS,
  type Partner,
  type PlainDelivery,
  paddle,
  SIGNERS,
  type SyncPartner,
  sendgrid,
  shopify,
  signAdyen,
  signSns,
  slack,
  square,
} from "./index.js";

const require = createRequire(import.meta.url);
const NOW = Date.now();
const AT = Math.floor(NOW / 1000) * 1000;
const SECRET = randomBytes(32).toString("hex");
const BODY = '{"id":"evt_1","text":"caf\u00e9 \u2665","n":1}';

/** Which package speaks for each partner, or why none does. */
const PACKAGES: Readonly<Record<keyof typeof PARTNERS, string>> = {
  adyen: "@adyen/api-library",
  "aws-sns": "sns-validator",
  clerk: "svix, which @clerk/backend's own check builds on as well",
  discord: "discord-interactions",
  github: "@octokit/webhooks-methods",
  "lemon-squeezy": "none: @lemonsqueezy/lemonsqueezy.js has no check",
  mailgun: "none: mailgun.js has no check",
  meta: "none of Meta's own",
  paddle: "@paddle/paddle-node-sdk",
  paypal: "none: @paypal/paypal-server-sdk asks PayPal's API to check",
  razorpay: "razorpay",
  sendgrid: "@sendgrid/eventwebhook",
  shopify: "@shopify/shopify-api",
  slack: "@slack/bolt",
  square: "square",
  standard: "standardwebhooks",
  stripe: "stripe",
  svix: "svix",
  twilio: "twilio",
  twitch: "none of Twitch's own",
  zoom: "none: @zoom/rivet checks inside its own server only",
};

const ours = (partner: Partner, plain: PlainDelivery) =>
  !isWebhookFault((partner as SyncPartner).verify(deliveryOf({ now: NOW, ...plain })));

/** Asks both about the same delivery as it was signed, and with a changed body. */
async function agree(partner: Partner, plain: PlainDelivery, theirs: (body: string) => unknown) {
  const body = String(plain.body);
  const changed = body.replace("evt_1", "evt_2");
  expect(changed).not.toBe(body);
  expect([ours(partner, plain), await verdict(theirs, body)]).toEqual([true, true]);
  expect([ours(partner, { ...plain, body: changed }), await verdict(theirs, changed)]).toEqual([false, false]);
}

async function verdict(theirs: (body: string) => unknown, body: string): Promise<boolean> {
  try {
    return (await theirs(body)) !== false;
  } catch {
    return false;
  }
}

const rawKey = (key: KeyObject) => Buffer.from(key.export({ format: "jwk" }).x ?? "", "base64url").toString("hex");

describe("the partner's package and we agree on", () => {
  it("adyen, which also signs what we accept", async () => {
    const { hmacValidator } = await import("@adyen/api-library");
    const check = new hmacValidator();
    const amount = { value: 1000, currency: "EUR" };
    const names = {
      merchantAccountCode: "Shop",
      merchantReference: "evt_1",
      originalReference: "",
      pspReference: "p1",
    };
    const item = {
      ...names,
      amount,
      eventCode: "AUTHORISATION",
      eventDate: "2026-01-01T00:00:00+01:00",
      success: "true",
    };
    const body = signAdyen({ document: item, secret: SECRET });
    const theirs = (text: string) => {
      const { notificationItems } = JSON.parse(text) as { notificationItems: { NotificationRequestItem: never }[] };
      return check.validateHMAC(notificationItems[0]?.NotificationRequestItem as never, SECRET);
    };
    await agree(adyen({ secrets: SECRET }), { headers: {}, body }, theirs);
    const hmacSignature = check.calculateHmac(item as never, SECRET);
    const signed = { ...item, additionalData: { hmacSignature } };
    const whole = JSON.stringify({ live: "false", notificationItems: [{ NotificationRequestItem: signed }] });
    expect(ours(adyen({ secrets: SECRET }), { headers: {}, body: whole })).toBe(true);
  });

  it("aws sns", async () => {
    const { default: Validator } = (await import("sns-validator" as string)) as { default: new () => SnsCheck };
    const held = selfSigned({ from: NOW - 86_400_000, until: NOW + 86_400_000 });
    const certificateUrl = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0123abcd.pem";
    const document = { TopicArn: "arn:aws:sns:eu-central-1:123456789012:orders", Message: "evt_1" };
    const body = signSns({ document, secret: held.privateKey, certificateUrl, at: AT });
    const get = vi.spyOn(https, "get").mockImplementation(((_url: unknown, answer: (stream: object) => void) => {
      answer(Object.assign(Readable.from([held.certificate]), { statusCode: 200, setEncoding: () => {} }));
      return { on: () => {} };
    }) as never);
    const theirs = (text: string) =>
      new Promise((resolve, reject) =>
        new Validator().validate(text, (error) => (error ? reject(error) : resolve(true))),
      );
    const partner = awsSns({ topicArns: [document.TopicArn], certificates: () => held.certificate } as never);
    await agree(partner, { headers: {}, body }, theirs);
    get.mockRestore();
  });

  it("discord", async () => {
    const { verifyKey } = await import("discord-interactions");
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const secret = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const headers = SIGNERS.discord({ body: BODY, secret, at: AT });
    const open = rawKey(publicKey);
    const theirs = (body: string) =>
      verifyKey(body, headers["x-signature-ed25519"] ?? "", headers["x-signature-timestamp"] ?? "", open);
    await agree(discord({ publicKeys: open }), { headers, body: BODY }, theirs);
  });

  it("sendgrid", async () => {
    const { EventWebhook } = await import("@sendgrid/eventwebhook");
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const secret = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    const headers = SIGNERS.sendgrid({ body: BODY, secret, at: AT });
    const open = publicKey.export({ type: "spki", format: "der" }).toString("base64");
    const check = new EventWebhook();
    const prefix = "x-twilio-email-event-webhook";
    const theirs = (body: string) =>
      check.verifySignature(
        check.convertPublicKeyToECDSA(open),
        Buffer.from(body),
        headers[`${prefix}-signature`] ?? "",
        headers[`${prefix}-timestamp`] ?? "",
      );
    await agree(sendgrid({ publicKeys: open }), { headers, body: BODY }, theirs);
  });

  it("paddle", async () => {
    const { Paddle } = await import("@paddle/paddle-node-sdk");
    // The package takes nothing older than five seconds.
    const headers = SIGNERS.paddle({ body: BODY, secret: SECRET, at: Math.floor(Date.now() / 1000) * 1000 });
    const theirs = (body: string) =>
      new Paddle("unused").webhooks.isSignatureValid(body, SECRET, headers["paddle-signature"] ?? "");
    await agree(paddle({ secrets: SECRET }), { headers, body: BODY }, theirs);
  });

  it("slack", async () => {
    const { verifySlackRequest } = await import("@slack/bolt");
    const headers = SIGNERS.slack({ body: BODY, secret: SECRET, at: AT });
    const theirs = (body: string) =>
      verifySlackRequest({
        signingSecret: SECRET,
        body,
        headers: {
          "x-slack-signature": headers["x-slack-signature"] ?? "",
          "x-slack-request-timestamp": Number(headers["x-slack-request-timestamp"]),
        },
      });
    await agree(slack({ secrets: SECRET }), { headers, body: BODY }, theirs);
  });

  it("square", async () => {
    // The package's door loads its whole API, twice; the check is a file of its own.
    const { WebhooksHelper } = require(
      require.resolve("square").replace(/index\.js$/, "wrapper/WebhooksHelper.js"),
    ) as SquareCheck;
    const url = "https://orders.example.com/hooks/square";
    const headers = SIGNERS.square({ body: BODY, secret: SECRET, url });
    const theirs = (requestBody: string) =>
      WebhooksHelper.verifySignature({
        requestBody,
        signatureHeader: headers["x-square-hmacsha256-signature"] ?? "",
        signatureKey: SECRET,
        notificationUrl: url,
      });
    await agree(square({ secrets: SECRET, notificationUrl: url } as never), { headers, body: BODY }, theirs);
  });

  it("shopify", async () => {
    await import("@shopify/shopify-api/adapters/node");
    const { shopifyApi, ApiVersion } = await import("@shopify/shopify-api");
    const { webhooks } = shopifyApi({
      ...{ apiKey: "key", apiSecretKey: SECRET, apiVersion: Object.values(ApiVersion).at(-1), isEmbeddedApp: false },
      ...{ scopes: [], hostName: "orders.example.com", logger: { log: async () => {} } },
    } as never);
    const about = { "x-shopify-topic": "orders/create", "x-shopify-shop-domain": "a.myshopify.com" };
    const signed = SIGNERS.shopify({ body: BODY, secret: SECRET });
    const headers = { ...about, "x-shopify-api-version": "2026-01", "x-shopify-webhook-id": "w1", ...signed };
    const theirs = async (rawBody: string) => {
      const { valid } = await webhooks.validate({
        rawBody,
        rawRequest: { headers, url: "/", method: "POST" },
      } as never);
      return valid;
    };
    await agree(shopify({ secrets: SECRET }), { headers, body: BODY }, theirs);
  });
});

type SquareCheck = Pick<typeof import("square"), "WebhooksHelper">;

interface SnsCheck {
  validate(message: string, done: (error: Error | null) => void): void;
}

it("every partner has a package that speaks for it, or a reason why none does", () => {
  expect(Object.keys(PACKAGES).sort()).toEqual(Object.keys(PARTNERS).sort());
});
