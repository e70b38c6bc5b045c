/** Makes what moves money and sends messages, and hands it what it needs of the other slices. */
import type { Handled } from "cloche";
import { codeMaker } from "../customers/index.js";
import { fireTickets } from "../kitchen/index.js";
import {
  type MessageDesk,
  messageDesk,
  messagesHandlers,
  messageTextsHandlers,
  smtpMailer,
  startMessagesWorker,
  twilioSender,
} from "../messages/index.js";
import { orderFlow, orderLife, trackHash, trackTokens } from "../orders/index.js";
import {
  isLiveRazorpayKey,
  isLiveStripeKey,
  type PaymentDesk,
  type PaymentDeskDeps,
  type PaymentProvider,
  type PaymentsDeps,
  type ProviderName,
  paymentDesk,
  paymentsHandlers,
  razorpayProvider,
  startPaymentsWorker,
  stripeProvider,
} from "../payments/index.js";
import type { Config } from "../platform/index.js";
import type { SliceParts } from "./slice-parts.js";

/** Whom guests may pay through online. */
export function offeredProviders(config: Config): readonly ProviderName[] {
  return Object.keys(providersOf(config)) as ProviderName[];
}

/** What other slices may ask of money and messages. */
export interface Desks {
  readonly payments: PaymentDesk;
  readonly messages: MessageDesk;
}

/** Makes the desks. */
export function desks(parts: SliceParts): Desks {
  return { payments: paymentDesk(deskDeps(parts)), messages: messageDesk };
}

/** The handlers of payments and messages. */
export function moneyHandlers(parts: SliceParts): readonly Handled[] {
  const { clock, observe, database } = parts;
  const { db } = database;
  const deps = deskDeps(parts);
  const guests: Pick<PaymentsDeps, "offered" | "orderOfToken"> = {
    offered: offeredProviders(parts.config),
    async orderOfToken(token) {
      const found = db.selectFrom("orders").select("id").where("track_hash", "=", trackHash(token));
      return (await found.executeTakeFirst())?.id;
    },
  };
  return [
    ...paymentsHandlers({ ...deps, ...guests, observe, desk: paymentDesk(deps) }),
    ...messagesHandlers({ db, clock, observe }),
    ...messageTextsHandlers({ db }),
  ];
}

/** Running workers. */
export interface MoneyWork {
  /** Takes nothing new, and answers when what was begun is done. */
  stop(): Promise<void>;
}

/** Starts what works beside the requests. */
export function startMoneyWork(parts: SliceParts): MoneyWork {
  const { observe, database } = parts;
  const deps = deskDeps(parts);
  const payments = startPaymentsWorker({
    ...deps,
    desk: paymentDesk(deps),
    wakeups: database.wakeups,
    onTrouble: ({ provider, reason, error }) =>
      observe.failure(error ?? new Error(reason), { route: `inbox ${provider} ${reason}` }),
  });
  const messages = startMessages(parts);
  return {
    async stop() {
      await Promise.all([payments.stop(), messages?.stop()]);
    },
  };
}

/** What nobody is configured to take stays unsent. */
function startMessages({ config, database, clock, observe }: SliceParts) {
  const { twilio, mail } = config.partners;
  if (twilio === undefined && mail === undefined) return undefined;
  const callbackUrl = `${config.publicBaseUrl}/webhooks/twilio`;
  return startMessagesWorker({
    db: database.db,
    wakeups: database.wakeups,
    clock,
    sender:
      twilio === undefined
        ? undefined
        : twilioSender({ ...twilio, authToken: () => config.twilioAuthToken.current(), callbackUrl }),
    mailer: mail === undefined ? undefined : smtpMailer(mail),
    countries: config.smsCountries,
    perDay: config.smsPerDay,
    codesPerDay: config.codesPerDay,
    mailPerDay: config.mailPerDay,
    codeOf: codeMaker(config.trackSecret),
    linkOf: trackLinks(config),
    onTrouble: (reason, error) => observe.failure(error ?? new Error(reason), { route: `messages ${reason}` }),
  });
}

/** An order that waited for its money goes on as any other does that is placed. */
const ONCE_PAID = orderFlow({ kitchen: { fireTickets }, messages: messageDesk });

function deskDeps({ config, database, clock }: SliceParts): PaymentDeskDeps {
  return {
    clock,
    db: database.db,
    providers: providersOf(config),
    sides: sidesOf(config),
    orderEvent: orderLife.event,
    onPaid: (trx, orderId, now) => ONCE_PAID.paid(trx, orderId, now),
    tellPaid: messageDesk.tellPaid,
    tellRefund: (trx, { orderId, refundId }) =>
      messageDesk.tellGuest(trx, { orderId, news: "refunded", about: refundId }),
    trackUrl: trackLinks(config),
  };
}

/** Where an order's own page is. */
function trackLinks({ trackSecret, publicBaseUrl }: Config) {
  const trackToken = trackTokens(trackSecret);
  return (order: Parameters<typeof trackToken>[0]) => `${publicBaseUrl}/track/${trackToken(order)}`;
}

function providersOf({ partners: { stripe, razorpay } }: Config): Partial<Record<ProviderName, PaymentProvider>> {
  return {
    ...(stripe === undefined ? {} : { stripe: stripeProvider(stripe) }),
    ...(razorpay === undefined ? {} : { razorpay: razorpayProvider(razorpay) }),
  };
}

/** Without a key of the partner's, real money is what production expects. */
function sidesOf({ partners: { stripe, razorpay }, production }: Config): PaymentDeskDeps["sides"] {
  return {
    stripe: { live: stripe === undefined ? production : isLiveStripeKey(stripe.secretKey) },
    razorpay: {
      live: razorpay === undefined ? production : isLiveRazorpayKey(razorpay.keyId),
      account: razorpay?.account,
    },
  };
}
