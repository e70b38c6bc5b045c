/** Makes what moves money and sends messages, and hands it what it needs of the other slices. */
import type { Handled } from "cloche";
import { codeMaker } from "../customers/index.js";
import { fireTickets } from "../kitchen/index.js";
import {
  type MessageDesk,
  type MessageSender,
  messageDesk,
  messagesHandlers,
  messageTextsHandlers,
  smtpMailer,
  startDigests,
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
import { type Config, remembered } from "../platform/index.js";
import type { SliceParts } from "./slice-parts.js";

/** Whom guests may pay through online. */
export function offeredProviders({ partners }: Config): readonly ProviderName[] {
  return PROVIDERS.filter((name) => partners[name]() !== undefined);
}

const PROVIDERS: readonly ProviderName[] = ["stripe", "razorpay"];

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
    offered: () => offeredProviders(parts.config),
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
  const digests = startOwnersDigests(parts);
  return {
    async stop() {
      await Promise.all([payments.stop(), messages.stop(), digests?.stop()]);
    },
  };
}

/** What nobody is configured to take stays unsent. */
function startMessages({ config, database, clock, observe }: SliceParts) {
  const { mail } = config.partners;
  const sender = senderOf(config);
  return startMessagesWorker({
    db: database.db,
    wakeups: database.wakeups,
    clock,
    get sender() {
      return sender();
    },
    mailer: mail === undefined ? undefined : smtpMailer(mail),
    countries: config.smsCountries,
    perDay: config.smsPerDay,
    codesPerDay: config.codesPerDay,
    mailPerDay: config.mailPerDay,
    codeOf: codeMaker(config.trackSecret),
    linkOf: trackLinks(config),
    officeUrl: `${config.publicBaseUrl}/office/health`,
    onTrouble: (reason, error) => observe.failure(error ?? new Error(reason), { route: `messages ${reason}` }),
  });
}

/** Owners are written to where the house writes e-mail at all. */
function startOwnersDigests({ config, database, clock, observe }: SliceParts) {
  if (config.partners.mail === undefined) return undefined;
  const onFailed = (error: unknown) => observe.failure(error, { route: "digests" });
  return startDigests({ db: database.db, clock, onFailed });
}

function senderOf({ partners, publicBaseUrl, twilioAuthToken }: Config): () => MessageSender | undefined {
  const callbackUrl = `${publicBaseUrl}/webhooks/twilio`;
  const sender = remembered(partners.twilio, (access) =>
    twilioSender({ ...access, authToken: () => twilioAuthToken.current(), callbackUrl }),
  );
  return () => (twilioAuthToken.current() === undefined ? undefined : sender());
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

/** Read at each use, so that a new key needs no restart. */
function providersOf({ partners }: Config): Partial<Readonly<Record<ProviderName, PaymentProvider>>> {
  const stripe = remembered(partners.stripe, stripeProvider);
  const razorpay = remembered(partners.razorpay, razorpayProvider);
  return {
    get stripe() {
      return stripe();
    },
    get razorpay() {
      return razorpay();
    },
  } as Partial<Record<ProviderName, PaymentProvider>>;
}

/** Without a key of the partner's, real money is what production expects. */
function sidesOf({ partners, production }: Config): PaymentDeskDeps["sides"] {
  return {
    get stripe() {
      const access = partners.stripe();
      return { live: access === undefined ? production : isLiveStripeKey(access.secretKey), account: undefined };
    },
    get razorpay() {
      const access = partners.razorpay();
      return { live: access === undefined ? production : isLiveRazorpayKey(access.keyId), account: access?.account };
    },
  };
}
