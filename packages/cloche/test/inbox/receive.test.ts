/** A partner never hears a success for what is not stored, and an event is one event however its body changes. */
import { randomUUID } from "node:crypto";
import { PGlite } from "@electric-sql/pglite";
import { contract, ok, receive } from "cloche";
import {
  awsSns,
  POSTGRES_INBOX_DDL,
  postgresInbox,
  razorpay,
  signRazorpay,
  signSns,
  signStripe,
  stripe,
} from "cloche/webhooks";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { selfSigned } from "../../src/layers/webhooks/certificates/self-signed.contract.js";
import { EVERY_FRAMEWORK, running } from "../attacks/running.js";

const SECRET = "whsec_receive-0123456789abcdef";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:orders";
const CERTIFICATE = "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService-0.pem";
const DAY = 86_400_000;
const signed = selfSigned({ from: Date.now() - DAY, until: Date.now() + DAY });
const partners = {
  razorpay: razorpay({ secrets: SECRET }),
  sns: awsSns({ topicArns: [TOPIC], certificates: () => signed.certificate }),
  stripe: stripe({ secrets: SECRET }),
};
const returns = { 200: z.object({ received: z.literal(true) }) };
const hook = <const From extends string>(from: From) =>
  contract({ method: "POST", path: `/hooks/${from}`, from, body: z.object({ type: z.string() }).partial(), returns });
const answer = ok({ received: true as const });
const replay = { byHandlers: "the inbox stores each delivery once" };

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create();
  await database.exec(POSTGRES_INBOX_DDL);
});
beforeEach(async () => {
  await database.exec("DELETE FROM cloche_inbox");
});
afterAll(() => database.close());

const inbox = postgresInbox({
  transaction: (work) => database.transaction((tx) => work((text, values) => tx.query<object>(text, values))) as never,
});
const away = {
  store: () => Promise.reject(new Error("connection lost: postgres://inbox:secret-canary@db.internal/house")),
};
const rows = async () =>
  (await database.query("SELECT event_key, payload, occurred_at FROM cloche_inbox ORDER BY id")).rows as {
    event_key: string;
    payload: unknown;
    occurred_at: Date | null;
  }[];
const post = (url: string, body: string, headers: Readonly<Record<string, string>>) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });

describe.each(EVERY_FRAMEWORK)("on %s", (framework) => {
  it("stores a delivery before it answers, by the id in the signed bytes though the schema dropped it", async () => {
    const neutral = [receive(hook("stripe"), { inbox, partner: partners.stripe, answer })];
    await running(framework, { options: { partners, replay }, neutral }, async ({ base }) => {
      for (const pending of [3, 2]) {
        const body = JSON.stringify({ id: "evt_1", type: "paid", created: 1_700_000_000, pending_webhooks: pending });
        const response = await post(`${base}/hooks/stripe`, body, signStripe({ body, secret: SECRET }));
        expect([response.status, await response.json()]).toEqual([200, { received: true }]);
      }
    });
    const stored = await rows();
    expect(stored.map(({ event_key, payload }) => [event_key, payload])).toEqual([["stripe:evt_1", { type: "paid" }]]);
    expect(stored[0]?.occurred_at?.getTime()).toBe(1_700_000_000_000);
  });

  it("asks the partner to come again while nothing can be stored, and tells why to its own side alone", async () => {
    const neutral = [receive(hook("stripe"), { inbox: away, partner: partners.stripe, answer })];
    await running(framework, { options: { partners, replay }, neutral }, async ({ base, lines }) => {
      const body = '{"id":"evt_2","type":"paid"}';
      const response = await post(`${base}/hooks/stripe`, body, signStripe({ body, secret: SECRET }));
      const text = await response.text();
      expect([response.status, JSON.parse(text).code]).toEqual([503, "store_unavailable"]);
      expect(text).not.toContain("connection lost");
      const told = JSON.stringify(lines);
      expect(told).toContain("inbox_away");
      expect(told).toContain("connection lost");
      expect(text + told).not.toContain("secret-canary");
    });
  });

  it("stores nothing that is not the partner's", async () => {
    const neutral = [receive(hook("stripe"), { inbox, partner: partners.stripe, answer })];
    await running(framework, { options: { partners, replay }, neutral }, async ({ base }) => {
      const forged = signStripe({ body: "{}", secret: "whsec_somebody-else-0123456789" });
      expect((await post(`${base}/hooks/stripe`, "{}", forged)).status).toBe(400);
    });
    expect(await rows()).toEqual([]);
  });
});

it("knows a partner without a signed id by its bytes, and one that signs fields by those", async () => {
  const MessageId = randomUUID();
  const neutral = [
    receive(hook("razorpay"), { inbox, partner: partners.razorpay, answer }),
    receive(hook("sns"), { inbox, partner: partners.sns, answer }),
  ];
  await running("Fastify", { options: { partners, replay }, neutral }, async ({ base }) => {
    const body = '{"event":"payment.captured","created_at":1700000000}';
    await post(`${base}/hooks/razorpay`, body, signRazorpay({ body, secret: SECRET }));
    const document = { MessageId, TopicArn: TOPIC, Message: "{}" };
    const message = signSns({ document, secret: signed.privateKey, certificateUrl: CERTIFICATE });
    await post(`${base}/hooks/sns`, `${message} `, {});
  });
  const keys = (await rows()).map(({ event_key }) => event_key);
  expect(keys).toEqual([expect.stringMatching(/^razorpay:[0-9a-f]{64}$/), `aws-sns:${TOPIC}:${MessageId}`]);
});

it("answers with a fault where it was given another partner's reader", async () => {
  const neutral = [receive(hook("stripe"), { inbox, partner: partners.razorpay, answer })];
  await running("Fastify", { options: { partners, replay }, neutral }, async ({ base }) => {
    const body = '{"id":"evt_3","type":"paid"}';
    expect((await post(`${base}/hooks/stripe`, body, signStripe({ body, secret: SECRET }))).status).toBe(500);
  });
  expect(await rows()).toEqual([]);
});
