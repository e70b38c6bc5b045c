/** Razorpay: an attempt is an order of its Orders API, which allows one captured payment. */
import type { Secret } from "cloche";
import Razorpay from "razorpay";
import type { PaymentFact } from "../payment-facts.js";
import {
  type AttemptToBegin,
  type KnownAttempt,
  PartnerRefused,
  type PaymentProvider,
  type RefundToAsk,
} from "./provider.js";
import { PAYMENT_STATUS, razorpayPaymentFact, razorpayRefundFact } from "./razorpay-facts.js";
import { readable } from "./reading.js";

/** How Razorpay is reached. */
export interface RazorpayOptions {
  readonly keyId: string;
  readonly keySecret: Secret;
  /** Another address than Razorpay's own, for the imitation. */
  readonly apiUrl?: string | undefined;
}

const API_URL = "https://api.razorpay.com";
const PATIENCE_MILLISECONDS = 10_000;

/** Whether a key moves real money. */
export function isLiveRazorpayKey(keyId: string): boolean {
  return keyId.startsWith("rzp_live_");
}

/** Whether Razorpay takes the key; throws where Razorpay does not answer. */
export async function razorpayTakes({ keyId, keySecret, apiUrl = API_URL }: RazorpayOptions): Promise<boolean> {
  try {
    await clientOf({ keyId, keySecret, apiUrl }).orders.all({ count: 1 });
    return true;
  } catch (error) {
    if ((error as { readonly statusCode?: unknown } | null)?.statusCode === 401) return false;
    throw error;
  }
}

/** Makes the partner. */
export function razorpayProvider({ keyId, keySecret, apiUrl = API_URL }: RazorpayOptions): PaymentProvider {
  const client = clientOf({ keyId, keySecret, apiUrl });
  const checkout = (attempt: KnownAttempt) => hostedCheckout(keyId, apiUrl, attempt);
  const look = async (attempt: KnownAttempt) => {
    const { items } = await asked(client.orders.fetchPayments(attempt.ref));
    return items.map((payment) => paymentFact(payment, attempt)).filter((fact) => fact !== undefined);
  };
  return {
    name: "razorpay",
    async begin(attempt) {
      // Orders have no idempotency key, but can be found by their receipt.
      const { items } = await asked(client.orders.all({ receipt: attempt.paymentId }));
      const order = items[0] ?? (await asked(client.orders.create(orderOf(attempt))));
      return { ref: order.id, checkout: checkout({ ...attempt, ref: order.id }) };
    },
    checkoutOf: async (attempt) => checkout(attempt),
    look,
    async cancel(attempt) {
      // An order cannot be ended at Razorpay. Money that comes all the same is sent back as late.
      const facts = await look(attempt);
      const isPending = facts.some(({ status }) => status === "succeeded" || status === "authorized");
      return isPending ? facts : [...facts, ended(attempt)];
    },
    refund: async (wish) => readable(razorpayRefundFact(await refunded(client, wish), undefined)),
  };
}

type Client = InstanceType<typeof Razorpay>;

/** The package knows one address, no patience and no header for one call; its HTTP client underneath does. */
interface Underneath {
  readonly api: {
    readonly rq: {
      readonly defaults: { baseURL?: string; timeout?: number };
      readonly interceptors: {
        readonly request: { use(change: (call: Call) => Call): unknown };
        readonly response: { use(take: undefined, fail: (error: unknown) => unknown): unknown };
      };
      request(call: Call): Promise<unknown>;
    };
  };
}
interface Call {
  readonly url?: string;
  readonly method?: string;
  isSecond?: boolean;
  readonly data?: unknown;
  readonly headers: { set(name: string, value: string): unknown };
}

function clientOf({ keyId, keySecret, apiUrl }: Required<RazorpayOptions> & { apiUrl: string }): Client {
  const client = new Razorpay({ key_id: keyId, key_secret: keySecret.reveal() });
  const { rq } = (client as unknown as Underneath).api;
  rq.defaults.baseURL = apiUrl;
  rq.defaults.timeout = PATIENCE_MILLISECONDS;
  rq.interceptors.request.use((call) => {
    const receipt = (call.data as { readonly receipt?: unknown } | undefined)?.receipt;
    if (call.url?.endsWith("/refund") && typeof receipt === "string") call.headers.set("X-Refund-Idempotency", receipt);
    return call;
  });
  rq.interceptors.response.use(undefined, (error) => {
    const { code, config } = error as { readonly code?: unknown; readonly config?: Call };
    // A connection that was kept may end just as it is used again. Asking twice does no harm; telling twice might.
    if (config?.method !== "get" || config.isSecond === true || !BROKEN.includes(code)) throw error;
    config.isSecond = true;
    return rq.request(config);
  });
  return client;
}

const BROKEN: readonly unknown[] = ["ECONNRESET", "EPIPE"];

async function refunded({ payments, refunds }: Client, { refundId, paymentRef, amount, known }: RefundToAsk) {
  if (known !== undefined) return asked(refunds.fetch(known));
  const { items } = await asked(payments.fetchMultipleRefund(paymentRef, {}));
  const made = items.find(({ notes }) => (notes as { refund_id?: unknown } | undefined)?.refund_id === refundId);
  const wish = { amount, notes: { refund_id: refundId }, receipt: refundId };
  return made ?? (await asked(payments.refund(paymentRef, wish)));
}

function orderOf({ orderId, paymentId, amount, currency }: AttemptToBegin) {
  return { amount, currency, receipt: paymentId, notes: { order_id: orderId, payment_id: paymentId } };
}

/** Razorpay's hosted checkout: a form, so that no script of theirs runs on our pages. */
function hostedCheckout(keyId: string, apiUrl: string, attempt: KnownAttempt) {
  const fields = {
    key_id: keyId,
    order_id: attempt.ref,
    amount: String(attempt.amount),
    currency: attempt.currency,
    name: attempt.title,
    "notes[order_id]": attempt.orderId,
    "notes[payment_id]": attempt.paymentId,
    callback_url: attempt.returnUrl,
    cancel_url: attempt.returnUrl,
  };
  return { method: "POST", url: `${apiUrl}/v1/checkout/embedded`, fields } as const;
}

function paymentFact(payment: unknown, attempt: KnownAttempt): PaymentFact | undefined {
  const status = PAYMENT_STATUS[String((payment as { readonly status?: unknown }).status)];
  if (status === undefined) return undefined;
  return readable(razorpayPaymentFact({ order_id: attempt.ref, ...(payment as object) }, status, undefined));
}

function ended({ ref, paymentId, orderId, amount, currency }: KnownAttempt): PaymentFact {
  const names = { paymentRef: undefined, attemptRef: ref, paymentId, orderId };
  const unsaid = { live: undefined, account: undefined, code: undefined };
  return { kind: "payment", provider: "razorpay", status: "cancelled", amount, currency, ...names, ...unsaid };
}

async function asked<Answer>(asking: Promise<Answer>): Promise<Answer> {
  try {
    return await asking;
  } catch (error) {
    const { statusCode, error: said } = (error ?? {}) as { statusCode?: unknown; error?: { code?: unknown } };
    if (statusCode === 400) throw new PartnerRefused(typeof said?.code === "string" ? said.code : "invalid");
    throw new Error("Razorpay is away.", { cause: error });
  }
}
