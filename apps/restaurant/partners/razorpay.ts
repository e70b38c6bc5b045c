/** Imitates the part of Razorpay that the restaurant uses, as its own SDK and its hosted checkout speak it. */
import { randomBytes } from "node:crypto";
import { signRazorpay, signRazorpayCheckout } from "cloche/webhooks";
import type { Deliveries } from "./deliveries.js";
import { type Answer, type Answerer, type Call, startServer } from "./http.js";
import { payPage, postOnPage } from "./pages.js";

/** What the imitation is given. */
export interface RazorpayOptions {
  readonly keyId: string;
  readonly keySecret: string;
  readonly account: string;
  readonly webhookUrl: string;
  readonly webhookSecret: () => string;
  readonly deliveries: Deliveries;
  readonly port?: number;
}

type Notes = Readonly<Record<string, string>>;

interface Order {
  readonly id: string;
  readonly entity: "order";
  readonly amount: number;
  readonly currency: string;
  readonly receipt: string;
  readonly notes: Notes;
  amount_paid: number;
  status: "created" | "attempted" | "paid";
}

interface Payment {
  readonly id: string;
  readonly entity: "payment";
  readonly amount: number;
  readonly currency: string;
  readonly order_id: string;
  readonly notes: Notes;
  status: "created" | "authorized" | "captured" | "refunded" | "failed";
  error_code: string | null;
}

interface Refund {
  readonly id: string;
  readonly entity: "refund";
  readonly amount: number;
  readonly currency: string;
  readonly payment_id: string;
  readonly notes: Notes;
  status: "pending" | "processed" | "failed";
}

/** What happens at the bank. `authorize` is money that is held and not yet taken. */
export type BankOutcome = "pay" | "authorize" | "decline";

/** The running imitation, and what a test does to it. */
export interface RazorpayImitation {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** The next calls meet a connection that ends; nothing is carried out. */
  readonly breakConnections: (many: number) => void;
  /** A payment on an order, as the guest's bank decides; the order's notes go with it. Answers its id. */
  readonly payOrder: (orderId: string, outcome: BankOutcome) => string;
  /** The bank authorises, days later, what it had declined. */
  readonly authoriseLate: (paymentId: string) => void;
  readonly orders: ReadonlyMap<string, Order>;
  readonly payments: ReadonlyMap<string, Payment>;
  readonly refunds: ReadonlyMap<string, Refund>;
  /** The next calls are carried out and their answers lost. */
  readonly loseAnswers: (many: number) => void;
  /** Sends any event, signed. */
  readonly tell: (type: string, entities: Readonly<Record<string, object>>) => void;
}

/** Starts it. */
export async function startRazorpay(options: RazorpayOptions): Promise<RazorpayImitation> {
  const world = new World(options);
  const server = await startServer(world.answer, options.port);
  const { orders, payments, refunds, payOrder, authoriseLate, tell } = world;
  const loseAnswers = (many: number) => {
    world.losing = many;
  };
  return { ...server, payOrder, authoriseLate, orders, payments, refunds, tell, loseAnswers };
}

const id = (prefix: string) => `${prefix}_${randomBytes(7).toString("hex")}`;
const ok = (json: object): Answer => ({ status: 200, json });
const list = (items: readonly object[]) => ok({ entity: "collection", count: items.length, items });
const bad = (description: string): Answer => ({
  status: 400,
  json: { error: { code: "BAD_REQUEST_ERROR", description } },
});

class World {
  losing = 0;
  readonly orders = new Map<string, Order>();
  readonly payments = new Map<string, Payment>();
  readonly refunds = new Map<string, Refund>();
  readonly #options: RazorpayOptions;
  readonly #returns = new Map<string, { readonly callback: string; readonly cancel: string; readonly title: string }>();

  constructor(options: RazorpayOptions) {
    this.#options = options;
  }

  readonly answer: Answerer = (call) => {
    if (call.path === "/v1/checkout/embedded" && call.method === "POST") return this.#checkout(call);
    const page = /^\/pay\/(\w+)$/.exec(call.path)?.[1];
    if (page !== undefined && call.method === "POST") return this.#leave(page, call);
    const { keyId, keySecret } = this.#options;
    const basic = `Basic ${Buffer.from(`${keyId}:${keySecret}`).toString("base64")}`;
    if (call.header("authorization") !== basic) {
      return { status: 401, json: { error: { code: "BAD_REQUEST_ERROR", description: "Authentication failed" } } };
    }
    const answer = call.method === "POST" ? this.#write(call) : this.#read(call);
    if (this.losing === 0) return answer;
    this.losing -= 1;
    return { status: 502, json: { error: { code: "GATEWAY_ERROR", description: "The answer was lost." } } };
  };

  readonly payOrder = (orderId: string, outcome: BankOutcome): string => {
    const order = this.orders.get(orderId);
    if (order === undefined) throw new Error("There is no such order.");
    const { amount, currency, notes } = order;
    const payment: Payment = {
      ...{ id: id("pay"), entity: "payment", amount, currency, order_id: orderId, notes },
      ...{ status: "created", error_code: null },
    };
    this.payments.set(payment.id, payment);
    if (order.status === "created") order.status = "attempted";
    if (outcome === "decline") {
      Object.assign(payment, { status: "failed", error_code: "BAD_REQUEST_ERROR" });
      this.tell("payment.failed", { payment });
    } else {
      payment.status = "authorized";
      this.tell("payment.authorized", { payment });
      if (outcome === "pay") this.#capture(payment);
    }
    return payment.id;
  };

  readonly authoriseLate = (paymentId: string): void => {
    const payment = this.payments.get(paymentId);
    if (payment === undefined) throw new Error("There is no such payment.");
    payment.status = "authorized";
    this.tell("payment.authorized", { payment });
    this.#capture(payment);
  };

  readonly tell = (event: string, entities: Readonly<Record<string, object>>): void => {
    const { webhookUrl, webhookSecret, deliveries, account } = this.#options;
    const payload = Object.fromEntries(Object.entries(entities).map(([name, entity]) => [name, { entity }]));
    const at = Math.floor(Date.now() / 1000);
    const said = { entity: "event", account_id: account, event, contains: Object.keys(entities), payload };
    const body = JSON.stringify({ ...said, created_at: at });
    const signed = signRazorpay({ body, secret: webhookSecret() });
    const headers = { "content-type": "application/json", "x-razorpay-event-id": id("evt"), ...signed };
    deliveries.send({ url: webhookUrl, headers, body });
  };

  #capture(payment: Payment): void {
    const order = this.orders.get(payment.order_id);
    payment.status = "captured";
    if (order !== undefined) Object.assign(order, { status: "paid", amount_paid: payment.amount });
    this.tell("payment.captured", { payment });
    if (order !== undefined) this.tell("order.paid", { payment, order });
  }

  #write({ path, body }: Call): Answer | undefined {
    const given = JSON.parse(body === "" ? "{}" : body) as {
      amount?: number;
      currency?: string;
      receipt?: string;
      notes?: Notes;
    };
    if (path === "/v1/orders") {
      const { amount = 0, currency = "INR", receipt = "", notes = {} } = given;
      if (amount < 100) return bad("The amount must be atleast INR 1.00");
      const kept: Order = {
        ...{ id: id("order"), entity: "order", amount, currency, receipt, notes, amount_paid: 0, status: "created" },
      };
      this.orders.set(kept.id, kept);
      return ok(kept);
    }
    const refunded = /^\/v1\/payments\/(\w+)\/refund$/.exec(path)?.[1];
    if (refunded !== undefined) return this.#refund(refunded, given);
    const captured = this.payments.get(/^\/v1\/payments\/(\w+)\/capture$/.exec(path)?.[1] ?? "");
    if (captured === undefined) return undefined;
    if (captured.status !== "authorized") return bad("Only payments which have been authorized can be captured.");
    this.#capture(captured);
    return ok(captured);
  }

  #refund(paymentId: string, { amount = 0, notes = {} }: { readonly amount?: number; readonly notes?: Notes }): Answer {
    const payment = this.payments.get(paymentId);
    if (payment === undefined || payment.status !== "captured") return bad("The payment status should be captured.");
    const given = [...this.refunds.values()].filter(
      ({ payment_id, status }) => payment_id === paymentId && status !== "failed",
    );
    const left = payment.amount - given.reduce((sum, one) => sum + one.amount, 0);
    if (amount > left) return bad("The refund amount provided is greater than amount captured");
    const { currency } = payment;
    const refund: Refund = {
      ...{ id: id("rfnd"), entity: "refund", amount, currency, payment_id: paymentId, notes, status: "processed" },
    };
    this.refunds.set(refund.id, refund);
    this.tell("refund.processed", { refund, payment });
    return ok(refund);
  }

  #read({ path, query }: Call): Answer | undefined {
    if (path === "/v1/orders") {
      return list([...this.orders.values()].filter(({ receipt }) => receipt === query.get("receipt")));
    }
    const [, kind, name = "", part] =
      /^\/v1\/(orders|payments|refunds)\/(\w+)(?:\/(payments|refunds))?$/.exec(path) ?? [];
    if (part === "payments") return list([...this.payments.values()].filter(({ order_id }) => order_id === name));
    if (part === "refunds") return list([...this.refunds.values()].filter(({ payment_id }) => payment_id === name));
    const kinds = { orders: this.orders, payments: this.payments, refunds: this.refunds };
    const found = kind === undefined ? undefined : kinds[kind as keyof typeof kinds].get(name);
    return found === undefined ? undefined : ok(found);
  }

  #checkout({ body }: Call): Answer {
    const form = new URLSearchParams(body);
    const order = this.orders.get(form.get("order_id") ?? "");
    if (form.get("key_id") !== this.#options.keyId || order === undefined) return bad("The order does not exist.");
    const title = form.get("name") ?? "";
    this.#returns.set(order.id, {
      callback: form.get("callback_url") ?? "",
      cancel: form.get("cancel_url") ?? "",
      title,
    });
    const { amount, currency } = order;
    return { status: 200, html: payPage({ partner: "Razorpay", title, amount, currency, action: `/pay/${order.id}` }) };
  }

  #leave(orderId: string, { body }: Call): Answer | undefined {
    const back = this.#returns.get(orderId);
    const order = this.orders.get(orderId);
    if (back === undefined || order === undefined) return undefined;
    const outcome = new URLSearchParams(body).get("do");
    if (outcome !== "pay" && outcome !== "decline") return { location: back.cancel };
    const paymentId = order.status === "paid" ? undefined : this.payOrder(orderId, outcome);
    if (outcome === "decline" || paymentId === undefined) {
      return { status: 200, html: postOnPage(back.callback, { "error[code]": "BAD_REQUEST_ERROR" }) };
    }
    const { signature } = signRazorpayCheckout({ orderId, paymentId }, this.#options.keySecret);
    const fields = { razorpay_payment_id: paymentId, razorpay_order_id: orderId, razorpay_signature: signature };
    return { status: 200, html: postOnPage(back.callback, fields) };
  }
}
