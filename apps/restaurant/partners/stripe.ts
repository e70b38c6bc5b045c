/** Imitates the part of Stripe that the restaurant uses, as its own SDK speaks it. */
import { signStripe } from "cloche/webhooks";
import type { Deliveries } from "./deliveries.js";
import { type Answer, type Answerer, type Call, startServer } from "./http.js";
import { type Nested, nestedForm, textAt, textsAt } from "./nested-form.js";
import { payPage } from "./pages.js";
import { type Intent, id, type Refund, type Session, sessionOf } from "./stripe-objects.js";

/** What the imitation is given. */
export interface StripeOptions {
  readonly secretKey: string;
  readonly webhookUrl: string;
  readonly webhookSecret: () => string;
  readonly deliveries: Deliveries;
  readonly port?: number;
}

/** How a guest leaves the page. */
export type Outcome = "pay" | "decline" | "leave";

/** The running imitation, and what a test does to it. */
export interface StripeImitation {
  readonly url: string;
  readonly stop: () => Promise<void>;
  /** The next calls meet a connection that ends; nothing is carried out. */
  readonly breakConnections: (many: number) => void;
  /** Ends a session as its guest would, and answers where the browser goes. */
  readonly finish: (sessionId: string, outcome: Outcome) => string;
  readonly sessions: ReadonlyMap<string, Session>;
  readonly intents: ReadonlyMap<string, Intent>;
  readonly refunds: ReadonlyMap<string, Refund>;
  /** The next calls are carried out and their answers lost. */
  readonly loseAnswers: (many: number) => void;
  /** Sends any event, signed. */
  readonly tell: (type: string, object: object, more?: object) => void;
}

/** Starts it. */
export async function startStripe(options: StripeOptions): Promise<StripeImitation> {
  const world = new World(options);
  const server = await startServer(world.answer, options.port);
  world.url = server.url;
  const { sessions, intents, refunds, finish, tell } = world;
  const loseAnswers = (many: number) => {
    world.losing = many;
  };
  return { ...server, finish, sessions, intents, refunds, tell, loseAnswers };
}

const ok = (json: object): Answer => ({ status: 200, json });
const invalid = (code: string, message: string): Answer => ({
  status: 400,
  json: { error: { type: "invalid_request_error", code, message } },
});

class World {
  url = "";
  losing = 0;
  readonly sessions = new Map<string, Session>();
  readonly intents = new Map<string, Intent>();
  readonly refunds = new Map<string, Refund>();
  readonly #options: StripeOptions;
  readonly #remembered = new Map<string, { readonly body: string; readonly answer: Answer }>();

  constructor(options: StripeOptions) {
    this.#options = options;
  }

  readonly answer: Answerer = (call) => {
    const page = /^\/pay\/(\w+)$/.exec(call.path);
    if (page?.[1] !== undefined) return this.#page(page[1], call);
    if (call.header("authorization") !== `Bearer ${this.#options.secretKey}`) {
      return { status: 401, json: { error: { type: "invalid_request_error", message: "Invalid API Key provided" } } };
    }
    const answer = call.method === "POST" ? this.#once(call) : this.#read(call);
    if (this.losing === 0) return answer;
    this.losing -= 1;
    return { status: 500, json: { error: { type: "api_error", message: "The answer was lost." } } };
  };

  /** Ends a session as its guest would. */
  readonly finish = (sessionId: string, outcome: Outcome): string => {
    const session = this.sessions.get(sessionId);
    if (session === undefined || session.status !== "open") return session?.success_url ?? "/";
    if (outcome === "leave") return session.cancel_url;
    const intent = this.#intentOf(session);
    if (outcome === "decline") {
      intent.last_payment_error = { code: "card_declined" };
      this.tell("payment_intent.payment_failed", intent);
      return `${this.url}/pay/${sessionId}`;
    }
    Object.assign(intent, { status: "succeeded", amount_received: intent.amount });
    Object.assign(session, { status: "complete", payment_status: "paid", url: null });
    this.tell("payment_intent.succeeded", intent);
    this.tell("checkout.session.completed", session);
    return session.success_url;
  };

  readonly tell = (type: string, object: object, more: object = {}): void => {
    const { webhookUrl, webhookSecret, deliveries } = this.#options;
    const at = Math.floor(Date.now() / 1000);
    const event = { id: id("evt"), object: "event", api_version: "2026-01-01", created: at, livemode: false };
    const body = JSON.stringify({ ...event, type, data: { object }, ...more });
    const headers = {
      "content-type": "application/json",
      ...signStripe({ body, secret: webhookSecret(), at: at * 1000 }),
    };
    deliveries.send({ url: webhookUrl, headers, body });
  };

  /** The same key gives the same answer, and with another request an error. */
  #once(call: Call): Answer | undefined {
    const key = call.header("idempotency-key");
    const before = key === "" ? undefined : this.#remembered.get(key);
    if (before !== undefined) {
      if (before.body === call.path + call.body) return before.answer;
      const message = "Keys for idempotent requests can only be used with the same parameters.";
      return { status: 400, json: { error: { type: "idempotency_error", message } } };
    }
    const answer = this.#write(call);
    if (key !== "" && answer !== undefined) {
      const kept = JSON.parse(JSON.stringify(answer)) as Answer;
      this.#remembered.set(key, { body: call.path + call.body, answer: kept });
    }
    return answer;
  }

  #write({ path, body }: Call): Answer | undefined {
    const form = nestedForm(body);
    if (path === "/v1/checkout/sessions") return ok(this.#newSession(form));
    if (path === "/v1/payment_intents") return ok(this.#newIntent(form));
    if (path === "/v1/refunds") return this.#newRefund(form);
    const expire = /^\/v1\/checkout\/sessions\/(\w+)\/expire$/.exec(path)?.[1];
    if (expire !== undefined) return this.#expire(expire);
    const cancel = /^\/v1\/payment_intents\/(\w+)\/cancel$/.exec(path)?.[1];
    return cancel === undefined ? undefined : this.#cancel(cancel);
  }

  #read({ path, query }: Call): Answer | undefined {
    if (path === "/v1/checkout/sessions") return ok({ object: "list", data: [], has_more: false, url: path });
    const [, kind, name = ""] = /^\/v1\/(checkout\/sessions|payment_intents|refunds)\/(\w+)$/.exec(path) ?? [];
    const session = kind === "checkout/sessions" ? this.sessions.get(name) : undefined;
    if (session !== undefined) {
      const isExpanded = [...query.values()].includes("payment_intent");
      const intent = session.payment_intent === null ? null : this.intents.get(session.payment_intent);
      return ok(isExpanded ? { ...session, payment_intent: intent } : session);
    }
    const found = kind === "payment_intents" ? this.intents.get(name) : this.refunds.get(name);
    return found === undefined ? undefined : ok(found);
  }

  #newSession(form: Nested): Session {
    const session = sessionOf(form, this.url);
    this.sessions.set(session.id, session);
    return session;
  }

  #newIntent(form: Nested): Intent {
    const amount = Number(textAt(form, "amount"));
    return this.#keptIntent({ amount, currency: textAt(form, "currency"), metadata: textsAt(form, "metadata") });
  }

  #intentOf(session: Session): Intent {
    const known = this.intents.get(session.payment_intent ?? "");
    if (known !== undefined) return known;
    const { amount_total: amount, currency, metadata } = session;
    const intent = this.#keptIntent({ amount, currency, metadata });
    session.payment_intent = intent.id;
    return intent;
  }

  #keptIntent(about: Pick<Intent, "amount" | "currency" | "metadata">): Intent {
    const intent: Intent = {
      ...{ id: id("pi"), object: "payment_intent", ...about, livemode: false, amount_received: 0 },
      ...{ status: "requires_payment_method", last_payment_error: null },
    };
    this.intents.set(intent.id, intent);
    return intent;
  }

  #newRefund(form: Nested): Answer {
    const intent = this.intents.get(textAt(form, "payment_intent"));
    if (intent?.status !== "succeeded") return invalid("resource_missing", "No such payment.");
    const amount = Number(textAt(form, "amount"));
    const given = [...this.refunds.values()].filter(
      (one) => one.payment_intent === intent.id && one.status !== "failed",
    );
    const left = intent.amount_received - given.reduce((sum, one) => sum + one.amount, 0);
    if (amount > left) return invalid("charge_already_refunded", "That is more than is left of the charge.");
    const { currency, id: payment_intent } = intent;
    const metadata = textsAt(form, "metadata");
    const refund: Refund = {
      id: id("re"),
      object: "refund",
      amount,
      currency,
      payment_intent,
      metadata,
      status: "succeeded",
    };
    this.refunds.set(refund.id, refund);
    this.tell("refund.created", refund);
    return ok(refund);
  }

  #expire(name: string): Answer {
    const session = this.sessions.get(name);
    if (session?.status !== "open") return invalid("resource_missing", "Only an open session can be expired.");
    Object.assign(session, { status: "expired", url: null });
    this.tell("checkout.session.expired", session);
    return ok(session);
  }

  #cancel(name: string): Answer {
    const intent = this.intents.get(name);
    if (intent === undefined || intent.status === "succeeded") {
      return invalid("payment_intent_unexpected_state", "This payment cannot be canceled.");
    }
    intent.status = "canceled";
    this.tell("payment_intent.canceled", intent);
    return ok(intent);
  }

  #page(name: string, { method, body }: Call): Answer | undefined {
    const session = this.sessions.get(name);
    if (session === undefined) return undefined;
    const outcome = new URLSearchParams(body).get("do");
    if (method === "POST")
      return { location: this.finish(name, outcome === "pay" || outcome === "decline" ? outcome : "leave") };
    if (session.status !== "open") return { location: session.success_url };
    const { title, amount_total: amount, currency } = session;
    const html = payPage({
      partner: "Stripe",
      title,
      amount,
      currency: currency.toUpperCase(),
      action: `/pay/${name}`,
    });
    return { status: 200, html };
  }
}
