/** Sends texts and makes calls through Twilio. */
import type { Secret } from "cloche";
import twilio from "twilio";

/** How Twilio is reached. */
export interface TwilioOptions {
  readonly accountSid: string;
  /** Asked for at every message, so that a new token needs no restart. */
  readonly authToken: () => Secret | undefined;
  /** The number that texts and calls come from. */
  readonly from: string;
  /** Where status callbacks go; the row of the message is added to it. */
  readonly callbackUrl: string;
  /** Another address than Twilio's own, for the imitation. */
  readonly apiUrl?: string | undefined;
}

/** A message, ready to go. */
export interface Outgoing {
  readonly outboxId: number;
  readonly kind: "sms" | "call";
  readonly to: string;
  /** The words of a text, or the TwiML of a call. */
  readonly content: string;
}

/** Hands messages to the partner, and answers the partner's name for each. */
export interface MessageSender {
  readonly send: (message: Outgoing) => Promise<string>;
}

/** The partner understood, and will not send it. */
export class MessageRefused extends Error {
  override readonly name = "MessageRefused";
}

const PATIENCE_MILLISECONDS = 10_000;
const API_URL = "https://api.twilio.com";

/** The account's client; it is made for one use, and keeps no connection. */
export function twilioClient(
  { accountSid, apiUrl = API_URL }: Pick<TwilioOptions, "accountSid" | "apiUrl">,
  token: Secret,
) {
  return twilio(accountSid, token.reveal(), { httpClient: new ClientAt(apiUrl) });
}

/** Makes the sender. */
export function twilioSender({ authToken, from, callbackUrl, ...account }: TwilioOptions): MessageSender {
  return {
    async send({ outboxId, kind, to, content }) {
      const statusCallback = `${callbackUrl}?outbox=${outboxId}`;
      const token = authToken();
      if (token === undefined) throw new Error("Twilio's token is gone.");
      const client = twilioClient(account, token);
      try {
        const made =
          kind === "sms"
            ? await client.messages.create({ to, from, body: content, statusCallback })
            : await client.calls.create({ to, from, twiml: content, statusCallback });
        return made.sid;
      } catch (error) {
        const status = (error as { readonly status?: unknown } | null)?.status;
        const isRefusal = typeof status === "number" && status >= 400 && status < 500 && status !== 429;
        throw isRefusal ? new MessageRefused("Twilio refused the message.", { cause: error }) : error;
      }
    },
  };
}

/** The package knows only Twilio's address. */
class ClientAt extends twilio.RequestClient {
  readonly #apiUrl: string;

  constructor(apiUrl: string) {
    super({ timeout: PATIENCE_MILLISECONDS, keepAlive: false });
    this.#apiUrl = apiUrl;
  }

  override request<Data>(call: Parameters<twilio.RequestClient["request"]>[0]) {
    return super.request<Data>({ ...call, uri: call.uri.replace(API_URL, this.#apiUrl) } as never);
  }
}
