/** What a signer for tests signs is what the partner's verifier accepts, byte for byte. */
import { describe, expect, it } from "vitest";
import { razorpay, standardWebhooks, stripe, twilio } from "../layers/webhooks/index.js";
import { deliveryOf, partnerSigners } from "./index.js";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const publicUrl = "https://api.example.com";
const target = "/webhooks";

describe.each([
  ["stripe", stripe({ secrets: secret }), '{"id":"evt_1"}'],
  ["razorpay", razorpay({ secrets: secret }), '{"event":"payment.captured"}'],
  ["standard", standardWebhooks({ secrets: secret }), '{"type":"order.ready"}'],
  ["twilio", twilio({ authTokens: secret, publicUrl }), "MessageSid=SM1&MessageStatus=sent"],
] as const)("a delivery signed for %s", (name, partner, body) => {
  const headers = partnerSigners[name]({ body, secret, url: publicUrl + target });

  it("is accepted", () => {
    expect(partner.verify(deliveryOf({ headers, body, target }))).not.toHaveProperty("fault");
  });

  it("is refused once the body or the secret is another", () => {
    expect(partner.verify(deliveryOf({ headers, body: `${body}1`, target }))).toHaveProperty("fault");
    const foreign = partnerSigners[name]({ body, secret: `whsec_${"b".repeat(32)}`, url: publicUrl + target });
    expect(partner.verify(deliveryOf({ headers: foreign, body, target }))).toHaveProperty("fault");
  });
});
