/** Imitates the part of Twilio that the restaurant uses: texts, calls, and what became of them. */
import { randomBytes } from "node:crypto";
import { signTwilio } from "cloche/webhooks";
import type { Deliveries } from "./deliveries.js";
import { type Answer, type Answerer, type Call, startServer } from "./http.js";
import { escaped, page } from "./pages.js";

/** What the imitation is given. */
export interface TwilioOptions {
  readonly accountSid: string;
  readonly authToken: () => string;
  readonly deliveries: Deliveries;
  readonly port?: number;
}

/** A text or a call that was asked for. */
export interface Sent {
  readonly sid: string;
  readonly kind: "Message" | "Call";
  readonly to: string;
  readonly from: string;
  /** The text, or the TwiML. */
  readonly content: string;
}

/** The running imitation, and what a test does to it. */
export interface TwilioImitation {
  readonly url: string;
  readonly stop: () => Promise<void>;
  readonly sent: readonly Sent[];
  /** The next calls are carried out and their answers lost. */
  readonly loseAnswers: (many: number) => void;
  /** The next calls are refused with this status. */
  readonly refuse: (many: number, status: number) => void;
  /** The next calls that are taken end like this, such as `no-answer`. */
  readonly endCalls: (many: number, status: string) => void;
}

/** What a text and a call live through. */
const LIVES = { Message: ["sent", "delivered"], Call: ["ringing", "in-progress", "completed"] } as const;

/** Starts it. */
export async function startTwilio(options: TwilioOptions): Promise<TwilioImitation> {
  const world = new World(options);
  const server = await startServer(world.answer, options.port);
  return {
    ...server,
    sent: world.sent,
    loseAnswers(many) {
      world.losing = { many, status: 500, isDone: true };
    },
    refuse(many, status) {
      world.losing = { many, status, isDone: false };
    },
    endCalls(many, status) {
      world.ending = { many, status };
    },
  };
}

class World {
  losing = { many: 0, status: 500, isDone: true };
  ending = { many: 0, status: "no-answer" };
  readonly sent: Sent[] = [];
  readonly #options: TwilioOptions;

  constructor(options: TwilioOptions) {
    this.#options = options;
  }

  readonly answer: Answerer = (call) => {
    if (call.method === "GET" && call.path === "/") return this.#page();
    const { accountSid, authToken } = this.#options;
    const basic = `Basic ${Buffer.from(`${accountSid}:${authToken()}`).toString("base64")}`;
    if (call.header("authorization") !== basic) return { status: 401, json: { code: 20003, message: "Authenticate" } };
    if (call.method === "GET" && call.path === `/2010-04-01/Accounts/${accountSid}.json`) {
      return { status: 200, json: { sid: accountSid, status: "active" } };
    }
    const kind = new RegExp(`^/2010-04-01/Accounts/${accountSid}/(Message|Call)s\\.json$`).exec(call.path)?.[1];
    if (call.method !== "POST" || kind === undefined) return undefined;
    if (this.losing.many > 0) {
      const { status, isDone } = this.losing;
      this.losing.many -= 1;
      if (isDone) this.#take(kind as Sent["kind"], call);
      return { status, json: { code: 20500, message: "The answer was lost.", status } };
    }
    return { status: 201, json: this.#take(kind as Sent["kind"], call) };
  };

  #take(kind: Sent["kind"], { body }: Call): object {
    const form = new URLSearchParams(body);
    const text = (name: string) => form.get(name) ?? "";
    const sid = `${kind === "Message" ? "SM" : "CA"}${randomBytes(16).toString("hex")}`;
    const content = text(kind === "Message" ? "Body" : "Twiml");
    this.sent.push({ sid, kind, to: text("To"), from: text("From"), content });
    for (const status of this.#life(kind)) this.#report({ kind, sid, status, to: text("To") }, text("StatusCallback"));
    return { sid, status: "queued", account_sid: this.#options.accountSid, to: text("To"), body: content };
  }

  #life(kind: Sent["kind"]): readonly string[] {
    if (kind === "Message" || this.ending.many === 0) return LIVES[kind];
    this.ending.many -= 1;
    return this.ending.status === "failed" ? ["failed"] : ["ringing", this.ending.status];
  }

  #report(about: { kind: Sent["kind"]; sid: string; status: string; to: string }, url: string): void {
    if (url === "") return;
    const { kind, sid, status, to } = about;
    const params = { AccountSid: this.#options.accountSid, [`${kind}Sid`]: sid, [`${kind}Status`]: status, To: to };
    const body = new URLSearchParams(params).toString();
    const signed = signTwilio({ body, secret: this.#options.authToken(), url });
    const headers = { "content-type": "application/x-www-form-urlencoded", ...signed };
    this.#options.deliveries.send({ url, headers, body });
  }

  #page(): Answer {
    const rows = this.sent.map(
      ({ kind, to, content }) => `<p><strong>${kind} to ${escaped(to)}</strong><br>${escaped(content)}</p>`,
    );
    const html = page("Twilio (imitation)", rows.length === 0 ? "<p>Nothing was sent yet.</p>" : rows.join(""));
    return { status: 200, html };
  }
}
