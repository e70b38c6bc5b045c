/** The partners' own packages sign what we accept and accept what we sign. */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { sign as octokitSign, verify as octokitVerify } from "@octokit/webhooks-methods";
import fc from "fast-check";
import Razorpay from "razorpay";
import * as standard from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";
import twilioSdk from "twilio";
import { describe, expect, it } from "vitest";
import {
  deliveryOf,
  github,
  isWebhookFault,
  type PlainDelivery,
  razorpay,
  razorpayCheckout,
  SIGNERS,
  type SyncPartner,
  signRazorpay,
  signRazorpayCheckout,
  signStandard,
  signStripe,
  signTwilio,
  standardWebhooks,
  stripe,
  svix,
  twilio,
  twilioJsonUrl,
} from "./index.js";

const NOW = Date.now();
const AT = Math.floor(NOW / 1000) * 1000;
const SECRET = `whsec_${randomBytes(32).toString("base64")}`;
const bodies = [
  '{"id":"evt_1","object":"event"}',
  '{"text":"caf\u00e9 \u2665 \\u001b"}',
  "",
  '{\n  "spaced" : true }\r\n',
];

const accepts = (partner: SyncPartner, plain: PlainDelivery) =>
  !isWebhookFault(partner.verify(deliveryOf({ now: NOW, ...plain })));

describe("stripe", () => {
  const { webhooks } = new Stripe("sk_test_unused");

  it.each(bodies.filter(Boolean))("signs and accepts %j", (body) => {
    const header = webhooks.generateTestHeaderString({ payload: body, secret: SECRET, timestamp: AT / 1000 });
    expect(accepts(stripe({ secrets: SECRET }), { headers: { "Stripe-Signature": header }, body })).toBe(true);
    const ours = signStripe({ body, secret: ["whsec_old", SECRET], at: AT })["stripe-signature"] ?? "";
    expect(webhooks.signature?.verifyHeader(Buffer.from(body), ours, SECRET, 300)).toBe(true);
  });
});

describe("razorpay", () => {
  it.each(bodies.filter(Boolean))("signs and accepts %j", (body) => {
    const signature = signRazorpay({ body, secret: SECRET })["x-razorpay-signature"] ?? "";
    expect(Razorpay.validateWebhookSignature(body, signature, SECRET)).toBe(true);
    expect(accepts(razorpay({ secrets: SECRET }), { headers: { "X-Razorpay-Signature": signature }, body })).toBe(true);
  });

  it("accepts what is signed at the end of a checkout", async () => {
    const { validatePaymentVerification } = await import("razorpay/dist/utils/razorpay-utils.js");
    const order = signRazorpayCheckout({ orderId: "order_1", paymentId: "pay_1" }, SECRET);
    expect(validatePaymentVerification({ order_id: "order_1", payment_id: "pay_1" }, order.signature, SECRET)).toBe(
      true,
    );
    const renewed = signRazorpayCheckout({ subscriptionId: "sub_1", paymentId: "pay_1" }, SECRET);
    expect(
      validatePaymentVerification({ subscription_id: "sub_1", payment_id: "pay_1" }, renewed.signature, SECRET),
    ).toBe(true);
    expect(razorpayCheckout({ secrets: SECRET })(renewed)).toMatchObject({ confirmed: true });
  });
});

describe("standard webhooks and svix", () => {
  const senders = [
    ["standard", new standard.Webhook(SECRET), standardWebhooks({ secrets: SECRET }), "webhook"],
    ["svix", new SvixWebhook(SECRET), svix({ secrets: SECRET }), "svix"],
  ] as const;

  it.each(senders)("%s signs what we accept and accepts what we sign", (name, sdk, partner, prefix) => {
    for (const body of bodies.filter(Boolean)) {
      const signature = sdk.sign("msg_1", new Date(AT), body);
      const headers = {
        [`${prefix}-id`]: "msg_1",
        [`${prefix}-timestamp`]: String(AT / 1000),
        [`${prefix}-signature`]: `v9,unknown ${signature}`,
      };
      expect(accepts(partner, { headers, body })).toBe(true);
      const ours = { ...SIGNERS[name]({ body, secret: SECRET, at: AT }) };
      expect(() => sdk.verify(body, ours, { jsonParse: false } as never)).not.toThrow();
    }
  });

  it("verifies v1a with the public key of a v1a sender, beside a v1 secret", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const raw = (jwk: { x?: string; d?: string }, part: "x" | "d") => Buffer.from(jwk[part] ?? "", "base64url");
    const open = raw(publicKey.export({ format: "jwk" }), "x");
    const seed = raw(privateKey.export({ format: "jwk" }), "d");
    const secret = `whsk_${Buffer.concat([seed, open]).toString("base64")}`;
    const partner = standardWebhooks({ secrets: [SECRET, `whpk_${open.toString("base64")}`] });
    const headers = signStandard({ body: "{}", secret, at: AT });
    expect(headers["webhook-signature"]).toMatch(/^v1a,/);
    expect(partner.verify(deliveryOf({ headers, body: "{}", now: NOW }))).toMatchObject({ oldSecret: true });
    expect(accepts(standardWebhooks({ secrets: SECRET }), { headers, body: "{}" })).toBe(false);
  });
});

describe("github", () => {
  it.each(bodies.filter(Boolean))("signs and accepts %j", async (body) => {
    const headers = { "x-hub-signature-256": await octokitSign(SECRET, body) };
    expect(accepts(github({ secrets: SECRET }), { headers, body })).toBe(true);
    const ours = SIGNERS.github({ body, secret: SECRET })["x-hub-signature-256"] ?? "";
    expect(await octokitVerify(SECRET, body, ours)).toBe(true);
  });
});

describe("twilio", () => {
  const origin = "https://orders.example.com";
  const partner = twilio({ authTokens: SECRET, publicUrl: origin });
  const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.]{0,8}$/);
  const form = fc.uniqueArray(
    fc.tuple(name, fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 3 })),
    {
      selector: ([key]) => key,
      maxLength: 6,
    },
  );
  const query = fc.constantFrom("", "?a=1&b=2", "?x=it's+me", "?q=%27&z=%C3%A9", "?a=1&a=1", "?", "?flag");

  it("signs and accepts any form, query, repeated field and spelling of the port", () => {
    fc.assert(
      fc.property(form, query, fc.constantFrom("", ":443"), (fields, search, port) => {
        const url = `${origin}${port}/hooks/sms${search}`;
        const pairs = fields.flatMap(([key, values]) => values.map((value): [string, string] => [key, value]));
        const body = new URLSearchParams(pairs).toString();
        const params = Object.fromEntries(fields.map(([key, values]) => [key, values.length > 1 ? values : values[0]]));
        const theirs = twilioSdk.getExpectedTwilioSignature(SECRET, url, params);
        const target = `/hooks/sms${search}`;
        expect(accepts(partner, { headers: { "x-twilio-signature": theirs }, body, target })).toBe(true);
        const ours = signTwilio({ body, secret: SECRET, url })["x-twilio-signature"] ?? "";
        expect(twilioSdk.validateRequest(SECRET, ours, url, params)).toBe(true);
      }),
    );
  });

  it("accepts JSON whose digest stands in the signed URL", () => {
    const body = '{"a":1}';
    const url = twilioJsonUrl(`${origin}/hooks/json`, body);
    const headers = signTwilio({ body, secret: SECRET, url });
    expect(twilioSdk.validateRequestWithBody(SECRET, headers["x-twilio-signature"] ?? "", url, body)).toBe(true);
    const json = twilio({ authTokens: SECRET, publicUrl: origin, format: "json" });
    expect(accepts(json, { headers, body, target: url.slice(origin.length) })).toBe(true);
    expect(accepts(json, { headers, body: '{"a":2}', target: url.slice(origin.length) })).toBe(false);
  });
});
