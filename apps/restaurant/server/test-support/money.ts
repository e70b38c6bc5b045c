/** A place whose money moves between the real code, the partners' own packages and their imitations. */
import { createHash } from "node:crypto";
import { fixedClock } from "cloche";
import { deliveryOf, isWebhookFault, razorpay, stripe } from "cloche/webhooks";
import type { Kysely } from "kysely";
import { razorpayWebhook, stripeWebhook } from "../../contracts/index.js";
import { type Delivery, imitated, type Partners, startPartners } from "../../partners/index.js";
import { messageDesk } from "../messages/index.js";
import {
  type PaymentDesk,
  type PaymentDeskDeps,
  type PaymentsWorker,
  paymentDesk,
  paymentWebhooksHandlers,
  razorpayProvider,
  startPaymentsWorker,
  stripeProvider,
} from "../payments/index.js";
import {
  type Database,
  type NewEvent,
  newId,
  type OpenDatabase,
  type OrderState,
  seedSample,
} from "../platform/index.js";

/** The secrets the partners share with this place. */
const SECRETS = {
  stripeWebhookSecret: `whsec_${"s".repeat(40)}`,
  razorpayWebhookSecret: "r".repeat(40),
  twilioAuthToken: "7".repeat(32),
};

/** A place with money in it. */
export interface MoneyPlace {
  readonly db: Kysely<Database>;
  readonly clock: ReturnType<typeof fixedClock>;
  readonly partners: Partners;
  readonly deps: PaymentDeskDeps;
  readonly desk: PaymentDesk;
  readonly worker: PaymentsWorker;
  readonly troubles: string[];
  /** A worker of another process. */
  readonly otherWorker: () => PaymentsWorker;
  /** Writes an order that waits for its money, or stands as said. */
  readonly newOrder: (about?: { total?: number; state?: OrderState; phone?: string }) => Promise<string>;
  /** Verifies a delivery as the gate does, and stores it; answers whether it was believed. */
  readonly receive: (delivery: Delivery) => Promise<boolean>;
  /** Receives everything that the partners have sent since the last time. */
  readonly receiveAll: () => Promise<void>;
  readonly order: (orderId: string) => Promise<{ state: OrderState; payment_state: string }>;
  readonly stop: () => Promise<void>;
}

/** Makes one in an open database. Webhooks are held until they are received. */
export async function moneyPlace({ db }: OpenDatabase): Promise<MoneyPlace> {
  await seedSample(db, async () => "hash");
  const { id: locationId } = await db.selectFrom("location").select("id").executeTakeFirstOrThrow();
  const clock = fixedClock(Date.now());
  const partners = await startPartners({ restaurantUrl: "http://127.0.0.1:9", ...SECRETS });
  partners.deliveries.hold();
  const keys = imitated(partners);
  const deps: PaymentDeskDeps = {
    db,
    clock,
    providers: { stripe: stripeProvider(keys.stripe), razorpay: razorpayProvider(keys.razorpay) },
    sides: { stripe: { live: false }, razorpay: { live: false, account: partners.razorpay.account } },
    orderEvent: async (_, orderId): Promise<NewEvent> => ({ locationId, type: "order", orderId, payload: { orderId } }),
    async onPaid(trx, orderId, now) {
      await trx.updateTable("orders").set({ state: "placed", placed_at: now }).where("id", "=", orderId).execute();
      return [{ locationId, type: "order", orderId, payload: { placed: true } }];
    },
    tellPaid: messageDesk.tellPaid,
    tellRefund: (trx, { orderId, refundId }) =>
      messageDesk.tellGuest(trx, { orderId, news: "refunded", about: refundId }),
    trackUrl: ({ orderId }) => `http://127.0.0.1:9/track/${orderId.replaceAll("-", "")}`,
  };
  const desk = paymentDesk(deps);
  const troubles: string[] = [];
  const workers: PaymentsWorker[] = [];
  const otherWorker = () => {
    const wakeups = { listen: () => () => {}, stop: async () => {} };
    const worker = startPaymentsWorker({ ...deps, desk, wakeups, onTrouble: ({ reason }) => troubles.push(reason) });
    workers.push(worker);
    return worker;
  };
  const receive = receiver(deps);
  return {
    ...{ db, clock, partners, deps, desk, troubles, otherWorker, receive, worker: otherWorker() },
    newOrder: (about) => newOrder(db, locationId, about),
    async receiveAll() {
      for (const delivery of partners.deliveries.taken()) await receive(delivery);
    },
    order: (orderId) =>
      db.selectFrom("orders").select(["state", "payment_state"]).where("id", "=", orderId).executeTakeFirstOrThrow(),
    async stop() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await partners.stop();
    },
  };
}

const observe = { event: () => {}, failure: () => {} };

function receiver({ db, clock }: PaymentDeskDeps): MoneyPlace["receive"] {
  const handled = paymentWebhooksHandlers({ db, clock, observe });
  const known = {
    stripe: { partner: stripe({ secrets: SECRETS.stripeWebhookSecret }), contract: stripeWebhook },
    razorpay: { partner: razorpay({ secrets: SECRETS.razorpayWebhookSecret }), contract: razorpayWebhook },
  };
  return async ({ url, headers, body }) => {
    const { partner, contract } = url.endsWith("/stripe") ? known.stripe : known.razorpay;
    if (isWebhookFault(partner.verify(deliveryOf({ headers, body, now: Date.now() })))) return false;
    const bodyDigest = createHash("sha256").update(body).digest("hex");
    const found = handled.find((one) => one.contract.name === contract.name);
    const event = { payload: JSON.parse(body) as unknown, bodyDigest, eventId: bodyDigest };
    const answer = (await found?.handler({ event, requestId: "r" } as never)) as
      | { readonly status: number }
      | undefined;
    return answer?.status === 200;
  };
}

let numbers = 0;

async function newOrder(
  db: Kysely<Database>,
  locationId: string,
  { total = 1250, state = "pending_payment", phone }: { total?: number; state?: OrderState; phone?: string } = {},
): Promise<string> {
  numbers += 1;
  const id = newId();
  await db
    .insertInto("orders")
    .values({
      ...{ id, state, total, subtotal: total, number: numbers, currency: "EUR", menu_revision: 1 },
      ...{ location_id: locationId, business_date: "2026-06-15", track_hash: id.replaceAll("-", "").repeat(2) },
      ...{ contact_phone: phone ?? null, consent_sms: phone !== undefined },
    })
    .execute();
  return id;
}
