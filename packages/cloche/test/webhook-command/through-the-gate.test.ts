/** What a partner's delivery comes to behind the gate: signed fields alone, handshakes, unwanted events, outages. */
import { contract, createGate, handle, ok } from "cloche";
import { cover, lidOptions } from "cloche/fastify";
import {
  adyen,
  awsSns,
  memoryReplayStore,
  messageSignature,
  messageSigner,
  type Partner,
  paypal,
  paypalSigner,
  restrict,
  SIGNERS,
  type SignedHeaders,
  signAdyen,
  signSns,
  signStripe,
  slack,
  stripe,
  zoom,
} from "cloche/webhooks";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { selfSigned } from "../../src/layers/webhooks/certificates/self-signed.contract.js";

const DAY = 86_400_000;
const signed = selfSigned({ from: Date.now() - DAY, until: Date.now() + DAY });
const SECRET = "whsec_through-the-gate";
const HMAC = "0123456789abcdef0123456789abcdef";
const KEY = "44".repeat(32);
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:orders";
const CERTIFICATE = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem";
const PAYPAL_CERTIFICATE = "https://api.paypal.com/v1/notifications/certs/CERT-1";

const partners = {
  adyen: adyen({ secrets: KEY }),
  away: paypal({ webhookId: "WH1", certificates: () => Promise.reject(new Error("away")) }),
  courier: messageSignature({
    name: "courier",
    algorithm: "hmac-sha256",
    keys: HMAC,
    publicUrl: "https://api.example.com",
  }),
  paypal: paypal({ webhookId: "WH1", certificates: async () => signed.certificate }),
  slack: slack({ secrets: SECRET }),
  sns: awsSns({ topicArns: [TOPIC], certificates: () => signed.certificate }),
  stripe: restrict(stripe({ secrets: SECRET }), { events: ["payment_intent.succeeded"] }),
  zoom: zoom({ secrets: SECRET }),
} satisfies Record<string, Partner>;

const payloads: unknown[] = [];
let address = "";
const app = (() => {
  const gate = createGate({ partners, replay: memoryReplayStore() });
  const lid = Fastify(lidOptions(gate));
  const hooks = Object.keys(partners).map((name) => {
    const hook = contract({
      method: "POST",
      path: `/hooks/${name}`,
      from: name,
      body: z.unknown(),
      returns: { 200: z.object({ received: z.boolean() }) },
    });
    return handle(hook, ({ event }) => {
      payloads.push(event.payload);
      return ok({ received: true });
    });
  });
  cover(lid, gate).mount(hooks);
  return lid;
})();
beforeAll(async () => {
  address = await app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => app.close());

async function deliver(name: keyof typeof partners, body: string, headers: SignedHeaders = {}) {
  payloads.length = 0;
  const all = { "content-type": "application/json", ...headers };
  const response = await fetch(`${address}/hooks/${name}`, { method: "POST", headers: all, body });
  const { status } = response;
  return { status, type: response.headers.get("content-type"), text: await response.text(), payloads: [...payloads] };
}

describe("fields that a partner did not sign", () => {
  it("never reach the handler from Amazon SNS, whose messages are text/plain", async () => {
    const document = { TopicArn: TOPIC, Message: "hello" };
    const body = signSns({ document, secret: signed.privateKey, certificateUrl: CERTIFICATE });
    const more = JSON.stringify({
      ...(JSON.parse(body) as object),
      UnsubscribeURL: "https://evil.example",
      admin: true,
    });
    const outcome = await deliver("sns", more, { "content-type": "text/plain; charset=UTF-8" });
    expect(outcome).toMatchObject({ status: 200, payloads: [document] });
    expect(Object.keys(outcome.payloads[0] as object).sort()).toEqual([
      "Message",
      "MessageId",
      "Timestamp",
      "TopicArn",
      "Type",
    ]);
    expect(await deliver("sns", `${more} `, { "content-type": "text/plain" })).toMatchObject({
      status: 200,
      payloads: [],
    });
  });

  it("never reach the handler from Adyen", async () => {
    const item = {
      pspReference: "P1",
      originalReference: "",
      merchantAccountCode: "Bistro",
      merchantReference: "order-1",
      amount: { value: 100, currency: "EUR" },
      eventCode: "AUTHORISATION",
      success: "true",
    };
    const body = signAdyen({ document: { ...item, reason: "forged" }, secret: KEY });
    expect(await deliver("adyen", body)).toMatchObject({
      status: 200,
      payloads: [{ notificationItems: [{ NotificationRequestItem: item }] }],
    });
  });
});

describe("handshakes", () => {
  it("are answered without the handler", async () => {
    const ask = JSON.stringify({ type: "url_verification", challenge: "abc-1" });
    const outcome = await deliver("slack", ask, SIGNERS.slack({ body: ask, secret: SECRET }));
    expect(outcome).toMatchObject({ status: 200, text: '{"challenge":"abc-1"}', payloads: [] });
    expect(outcome.type).toMatch(/^application\/json/);
  });

  it("are not answered to whoever cannot sign", async () => {
    const ask = JSON.stringify({ event: "endpoint.url_validation", payload: { plainToken: "abc" } });
    const forged = SIGNERS.zoom({ body: ask, secret: "guess" });
    expect(await deliver("zoom", ask, forged)).toMatchObject({ status: 400, payloads: [] });
  });
});

describe("an event that is not wanted", () => {
  it("is answered with success and worked by nobody", async () => {
    const body = JSON.stringify({ id: "evt_1", type: "customer.created" });
    expect(await deliver("stripe", body, signStripe({ body, secret: SECRET }))).toMatchObject({
      status: 200,
      payloads: [],
    });
    const forged = signStripe({ body, secret: "whsec_other" });
    expect(await deliver("stripe", body, forged)).toMatchObject({ status: 400 });
  });
});

describe("a certificate", () => {
  const body = '{"id":"WH-1","event_type":"PAYMENT.CAPTURE.COMPLETED"}';
  const sign = paypalSigner({ webhookId: "WH1", certificateUrl: PAYPAL_CERTIFICATE });

  it("is waited for, and one transmission is worked once whatever its body says", async () => {
    const headers = sign({ body, secret: signed.privateKey, eventId: "transmission-1" });
    expect(await deliver("paypal", body, headers)).toMatchObject({ status: 200, payloads: [{ id: "WH-1" }] });
    expect(await deliver("paypal", body, headers)).toMatchObject({ status: 200, payloads: [] });
  });

  it("that cannot be had is an outage, so that the partner comes again", async () => {
    const headers = sign({ body, secret: signed.privateKey });
    expect(await deliver("away", body, headers)).toMatchObject({ status: 503, payloads: [] });
  });
});

describe("a message signature", () => {
  const sign = messageSigner({ algorithm: "hmac-sha256" });
  const body = '{"state":"delivered"}';

  it("is bound to the public address and not to the Host header", async () => {
    const here = sign({ body, secret: HMAC, url: "https://api.example.com/hooks/courier" });
    expect(await deliver("courier", body, here)).toMatchObject({ status: 200, payloads: [{ state: "delivered" }] });
    const elsewhere = sign({ body, secret: HMAC, url: `${address}/hooks/courier` });
    expect(await deliver("courier", body, elsewhere)).toMatchObject({ status: 400, payloads: [] });
  });
});
