/** Handshakes answer what a partner really asks, and reflect nothing that could be read as markup. */
import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  confirmSnsSubscription,
  discord,
  discordHandshake,
  isWebhookFault,
  metaHandshake,
  slack,
  slackHandshake,
  snsConfirmation,
  twitch,
  twitchHandshake,
  zoom,
} from "../index.js";

const json = (text: string | undefined): unknown => JSON.parse(text ?? "null");
const pending = { status: "webhook_callback_verification_pending" };

describe("signed handshakes", () => {
  it("slack gets its challenge back", () => {
    const answer = slack({ secrets: "s" }).handshake?.({
      type: "url_verification",
      challenge: "3eZbrw1aBm2rZgRNFdxV2595E9",
    });
    expect(answer).toMatchObject({ status: 200, contentType: "application/json" });
    expect(json(answer?.body)).toEqual({ challenge: "3eZbrw1aBm2rZgRNFdxV2595E9" });
    expect(slackHandshake({ type: "event_callback", challenge: "x" })).toBeUndefined();
  });

  it("zoom gets its token back, signed with the current secret", () => {
    const ask = { event: "endpoint.url_validation", payload: { plainToken: "qgg8vlvZRS6UYooatFL8Aw" } };
    const expected = createHmac("sha256", "new").update("qgg8vlvZRS6UYooatFL8Aw").digest("hex");
    const answer = zoom({ secrets: ["new", "old"] }).handshake?.(ask);
    expect(json(answer?.body)).toEqual({ plainToken: "qgg8vlvZRS6UYooatFL8Aw", encryptedToken: expected });
    expect(zoom({ secrets: "new" }).handshake?.({ event: "meeting.started" })).toBeUndefined();
  });

  it("twitch gets its challenge back as plain text, and only while the subscription is pending", () => {
    const answer = twitch({ secrets: "s" }).handshake?.({
      challenge: "pogchamp-kappa-360noscope",
      subscription: pending,
    });
    expect(answer).toEqual({ status: 200, contentType: "text/plain", body: "pogchamp-kappa-360noscope" });
    expect(twitchHandshake({ challenge: "x", subscription: { status: "enabled" } })).toBeUndefined();
  });

  it("discord gets its pong", () => {
    expect(json(discord({ publicKeys: "00".repeat(31).padStart(64, "1") }).handshake?.({ type: 1 })?.body)).toEqual({
      type: 1,
    });
    expect(discordHandshake({ type: 2 })).toBeUndefined();
  });

  it("reflects nothing but plain signs, whatever is asked", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("<script>", "a\r\nset-cookie: a", "a b", '"', "\u0000"),
    );
    fc.assert(
      fc.property(text, (challenge) => {
        const answers = [
          slackHandshake({ type: "url_verification", challenge }),
          twitchHandshake({ challenge, subscription: pending }),
        ];
        for (const answer of answers) {
          if (!/^[A-Za-z0-9._~+/=-]{1,512}$/.test(challenge)) expect(answer).toBeUndefined();
          expect(answer?.body ?? "").not.toMatch(/[<>\r\n\0]/);
        }
      }),
    );
  });

  it("does not answer a challenge that is inherited or no text", () => {
    expect(slackHandshake(Object.create({ type: "url_verification", challenge: "x" }))).toBeUndefined();
    for (const challenge of [undefined, null, 7, ["x"], { toString: () => "x" }]) {
      expect(slackHandshake({ type: "url_verification", challenge })).toBeUndefined();
    }
  });
});

describe("meta", () => {
  const shake = metaHandshake({ verifyTokens: ["current-token", "old-token"] });
  const target = (query: Record<string, string>) => `/webhooks/meta?${new URLSearchParams(query).toString()}`;
  const asked = { "hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "current-token" };

  it("gets its challenge back for any current token", () => {
    const answer = { status: 200, contentType: "text/plain", body: "1158201444" };
    expect(shake(target(asked))).toEqual(answer);
    expect(shake(target({ ...asked, "hub.verify_token": "old-token" }))).toEqual(answer);
  });

  it.each([
    [{ ...asked, "hub.verify_token": "guess" }, "signature_mismatch"],
    [{ ...asked, "hub.verify_token": "" }, "signature_mismatch"],
    [{ ...asked, "hub.mode": "unsubscribe" }, "field_malformed"],
    [{ ...asked, "hub.challenge": "<img src=x>" }, "field_malformed"],
    [{}, "signature_missing"],
  ])("refuses %j", (query, fault) => {
    expect(shake(target(query as Record<string, string>))).toEqual({ fault });
  });

  it("refuses a parameter that stands twice, and a target without a query", () => {
    expect(isWebhookFault(shake(`${target(asked)}&hub.verify_token=guess`))).toBe(true);
    expect(isWebhookFault(shake("/webhooks/meta"))).toBe(true);
  });
});

describe("amazon sns", () => {
  const topic = "arn:aws:sns:eu-central-1:123456789012:orders";
  const token = "2336412f37fb687f5d51e6e2425dacbba";
  const confirmUrl = `https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topic}&Token=${token}`;
  const message = { Type: "SubscriptionConfirmation", TopicArn: topic, Token: token, SubscribeURL: confirmUrl };

  it("says what would be confirmed and where", () => {
    expect(snsConfirmation(message)).toEqual({ topicArn: topic, confirmUrl });
  });

  it.each([
    { Type: "UnsubscribeConfirmation" },
    { Type: "Notification" },
    { SubscribeURL: confirmUrl.replace("amazonaws.com", "amazonaws.com.evil.example") },
    { SubscribeURL: confirmUrl.replace("https", "http") },
    { SubscribeURL: confirmUrl.replace("sns.eu-central-1.amazonaws.com", "sns.eu-central-1.amazonaws.com@127.0.0.1") },
    { SubscribeURL: confirmUrl.replace("ConfirmSubscription", "DeleteTopic") },
    { SubscribeURL: `${confirmUrl}&Action=DeleteTopic` },
    { SubscribeURL: confirmUrl.replace("orders", "others") },
    { Token: "other" },
    { SubscribeURL: undefined },
  ])("leaves alone %j", (change) => {
    expect(snsConfirmation({ ...message, ...change })).toBeUndefined();
  });

  it("calls no address but Amazon's", async () => {
    expect(await confirmSnsSubscription({ topicArn: topic, confirmUrl: "http://127.0.0.1:1/?x" })).toBe(false);
  });
});
