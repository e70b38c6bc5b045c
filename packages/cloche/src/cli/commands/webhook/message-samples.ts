/** Sample events of partners that carry messages, code, sign-ins and shops. */
import { table } from "../../../kernel/index.js";
import type { Fresh, Samples } from "./sample.js";

const standardEvent = (type: string, data: (fresh: Fresh) => object) => (fresh: Fresh) => ({
  type,
  timestamp: fresh.iso,
  data: data(fresh),
});

const delivered = standardEvent("order.delivered", ({ uuid }) => ({ orderId: uuid, by: "courier" }));

/** The samples of partners that do not move money. */
export const MESSAGE_SAMPLES = table({
  "aws-sns": {
    Notification: (fresh: Fresh) => ({
      TopicArn: "arn:aws:sns:eu-central-1:123456789012:orders",
      Subject: "Order delivered",
      Message: JSON.stringify({ orderId: fresh.uuid, state: "delivered" }),
    }),
    SubscriptionConfirmation: (fresh: Fresh) => ({
      Type: "SubscriptionConfirmation",
      TopicArn: "arn:aws:sns:eu-central-1:123456789012:orders",
      Message: "You have chosen to subscribe to a topic. Visit the SubscribeURL to confirm.",
      Token: fresh.id.repeat(8),
      SubscribeURL:
        "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription" +
        `&TopicArn=arn:aws:sns:eu-central-1:123456789012:orders&Token=${fresh.id.repeat(8)}`,
    }),
  },
  clerk: {
    "user.created": (fresh: Fresh) => ({
      type: "user.created",
      object: "event",
      timestamp: fresh.seconds * 1000,
      data: { id: `user_${fresh.id}`, object: "user", first_name: "Ada" },
    }),
  },
  discord: {
    PING: (fresh: Fresh) => ({ id: snowflake(fresh), application_id: "100000000000000001", type: 1, version: 1 }),
    APPLICATION_COMMAND: (fresh: Fresh) => ({
      id: snowflake(fresh),
      application_id: "100000000000000001",
      type: 2,
      version: 1,
      token: fresh.id,
      data: { id: "100000000000000002", name: "menu", type: 1 },
    }),
  },
  github: {
    push: (fresh: Fresh) => ({
      ref: "refs/heads/main",
      before: "0".repeat(40),
      after: (fresh.id + fresh.id).slice(0, 40),
      repository: { id: 1, name: "menu", full_name: "bistro/menu", private: true },
      pusher: { name: "ada" },
      commits: [],
    }),
  },
  mailgun: {
    delivered: (fresh: Fresh) => ({
      event: "delivered",
      id: fresh.id,
      timestamp: fresh.seconds,
      recipient: "guest@example.com",
      message: { headers: { "message-id": `${fresh.id}@mail.example.com` } },
    }),
  },
  meta: {
    whatsapp_business_account: (fresh: Fresh) => ({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "102290129340398",
          changes: [{ field: "messages", value: { messages: [{ id: `wamid.${fresh.id}`, type: "text" }] } }],
        },
      ],
    }),
  },
  sendgrid: {
    delivered: (fresh: Fresh) => [
      {
        email: "guest@example.com",
        timestamp: fresh.seconds,
        event: "delivered",
        sg_event_id: fresh.id,
        sg_message_id: `${fresh.id}.filter`,
      },
    ],
  },
  shopify: {
    "orders/paid": (fresh: Fresh) => ({
      id: Number.parseInt(fresh.id.slice(0, 10), 16),
      created_at: fresh.iso,
      currency: "EUR",
      financial_status: "paid",
      total_price: "24.50",
    }),
  },
  slack: {
    url_verification: (fresh: Fresh) => ({ token: "unused", challenge: fresh.id, type: "url_verification" }),
    app_mention: (fresh: Fresh) => ({
      team_id: "T0000000001",
      api_app_id: "A0000000001",
      type: "event_callback",
      event_id: `Ev${fresh.id.slice(0, 10).toUpperCase()}`,
      event_time: fresh.seconds,
      event: { type: "app_mention", user: "U0000000001", text: "menu, please", channel: "C0000000001" },
    }),
  },
  standard: { "order.delivered": delivered },
  svix: { "order.delivered": delivered },
  twilio: {
    "message.delivered": (fresh: Fresh) => ({
      AccountSid: `AC${"0".repeat(32)}`,
      MessageSid: `SM${(fresh.id + fresh.id).slice(0, 32)}`,
      MessageStatus: "delivered",
      To: "+15005550006",
      From: "+15005550001",
      ApiVersion: "2010-04-01",
    }),
    "call.completed": (fresh: Fresh) => ({
      AccountSid: `AC${"0".repeat(32)}`,
      CallSid: `CA${(fresh.id + fresh.id).slice(0, 32)}`,
      CallStatus: "completed",
      SequenceNumber: "3",
    }),
  },
  twitch: {
    "stream.online": (fresh: Fresh) => ({
      subscription: subscription(fresh, "enabled"),
      event: { id: fresh.id, broadcaster_user_id: "1337", type: "live", started_at: fresh.iso },
    }),
    webhook_callback_verification: (fresh: Fresh) => ({
      challenge: fresh.id,
      subscription: subscription(fresh, "webhook_callback_verification_pending"),
    }),
  },
  zoom: {
    "endpoint.url_validation": (fresh: Fresh) => ({
      event: "endpoint.url_validation",
      payload: { plainToken: fresh.id },
      event_ts: fresh.seconds * 1000,
    }),
    "meeting.started": (fresh: Fresh) => ({
      event: "meeting.started",
      event_ts: fresh.seconds * 1000,
      payload: { account_id: fresh.id, object: { id: "1234567890", uuid: fresh.uuid, topic: "Tasting" } },
    }),
  },
} satisfies Record<string, Samples>);

function snowflake({ id }: Fresh): string {
  return BigInt(`0x${id.slice(0, 15)}`).toString();
}

function subscription({ uuid, iso }: Fresh, status: string) {
  return {
    id: uuid,
    type: "stream.online",
    version: "1",
    status,
    condition: { broadcaster_user_id: "1337" },
    created_at: iso,
  };
}
