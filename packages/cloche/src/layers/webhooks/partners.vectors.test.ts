/** Every public test value of a partner ends as it should; every difference has a written reason. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../kernel/index.js";
import {
  adyen,
  deliveryOf,
  discord,
  github,
  hmac,
  isWebhookFault,
  meta,
  paddle,
  type RazorpayConfirmation,
  razorpay,
  razorpayCheckout,
  type SignatureEncoding,
  type SyncPartner,
  sendgrid,
  shopify,
  slack,
  square,
  standardWebhooks,
  stripe,
  svix,
  twilio,
  twitch,
} from "./index.js";

interface Vector {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly secret: string;
  readonly secretEncoding?: "hex";
  readonly headers: Record<string, string>;
  readonly params?: Record<string, string>;
  readonly body: string;
  readonly url?: string;
  readonly now: number;
  readonly toleranceSec?: number;
  readonly expected: "valid" | "invalid" | "either";
}

type Make = (vector: Vector) => SyncPartner;

/** The schemes of partners without a function of their own, described to the generic builder. */
const described =
  (header: string, encoding: SignatureEncoding, more: object = {}): Make =>
  ({ provider, secret }) =>
    hmac({ name: provider, header, encoding, secrets: secret, minimumSecretBytes: 1, ...more });

const timed = ({ secret, toleranceSec }: Vector) => ({
  secrets: secret,
  ...(toleranceSec === undefined ? {} : { toleranceSeconds: toleranceSec }),
});

const MAKERS: Readonly<Record<string, Make>> = {
  stripe: (vector) => stripe(timed(vector)),
  twilio: ({ secret, url = "", headers }) =>
    twilio({
      authTokens: secret,
      publicUrl: originOf(url),
      format: headers["content-type"] === "application/json" ? "json" : "form",
    }),
  "standard-webhooks": (vector) => standardWebhooks(timed(vector)),
  svix: (vector) => svix(timed(vector)),
  razorpay: ({ secret }) => razorpay({ secrets: secret }),
  github: ({ secret }) => github({ secrets: secret }),
  shopify: ({ secret }) => shopify({ secrets: secret }),
  slack: (vector) => slack(timed(vector)),
  square: ({ secret, url = "" }) => square({ secrets: secret, notificationUrl: url }),
  sendgrid: ({ secret }) => sendgrid({ publicKeys: secret }),
  discord: ({ secret }) => discord({ publicKeys: secret }),
  meta: ({ secret }) => meta({ secrets: secret }),
  paddle: (vector) => paddle(timed(vector)),
  twitch: (vector) => twitch(timed(vector)),
  dropbox: described("x-dropbox-signature", "hex"),
  heroku: described("heroku-webhook-hmac-sha256", "base64"),
  bitbucket: described("x-hub-signature", "hex", { prefix: "sha256=" }),
  calcom: described("x-cal-signature-256", "hex"),
  vercel: described("x-vercel-signature", "hex", { algorithm: "sha1" }),
  fourthwall: described("x-fourthwall-hmac-sha256", "base64"),
  adyen: ({ secret }) => adyen({ secrets: secret }),
  "adyen-banking": described("hmacsignature", "base64", { secretEncoding: "hex" }),
};

const WITHOUT_PARTNER: Readonly<Record<string, string>> = {
  plivo: "signs the URL and a nonce and leaves the body unsigned, so no payload could be believed",
  gitlab: "sends the shared token itself, which is a password and not a signature",
  "razorpay-payment": "not a delivery: see the test of razorpayCheckout below",
};

/** Where we deliberately end otherwise than the partner's own test says. */
const DIFFERENCES: Readonly<Record<string, string>> = {
  "sendgrid-010": "its timestamp lies 221 days after the clock of the test: no tolerance there, 300 seconds here",
};

const file = new URL("../../../../../../shared/vectors/webhooks.json", import.meta.url);
const vectors = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Vector[]) : [];

describe.skipIf(vectors.length === 0)("public test values", () => {
  it("names every provider, by a partner or by the reason why there is none", () => {
    const providers = [...new Set(vectors.map(({ provider }) => provider))].sort();
    expect(providers).toEqual([...Object.keys(MAKERS), ...Object.keys(WITHOUT_PARTNER)].sort());
  });

  it.each(vectors.filter(({ provider }) => provider in MAKERS))("$id $name", (vector) => {
    const accepted = isAccepted(vector);
    if (vector.expected === "either") return;
    const agrees = accepted === (vector.expected === "valid");
    expect(agrees, `${vector.id} is ${accepted ? "accepted" : "refused"}`).toBe(!(vector.id in DIFFERENCES));
  });

  it.each(vectors.filter(({ provider }) => provider === "razorpay-payment"))(
    "$id $name",
    ({ secret, params, expected }) => {
      const outcome = razorpayCheckout({ secrets: secret })(confirmationOf(params ?? {}));
      expect(isWebhookFault(outcome)).toBe(expected === "invalid");
    },
  );
});

/** A secret or URL that already the start refuses never accepts anything. */
function isAccepted(vector: Vector): boolean {
  const { provider, headers, body, url, now } = vector;
  try {
    const partner = MAKERS[provider]?.(vector);
    const target = url === undefined || url === "" ? "/" : url.slice(originOf(url).length) || "/";
    const verdict = partner?.verify(deliveryOf({ headers, body, target, now }));
    return verdict !== undefined && !isWebhookFault(verdict);
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}

function originOf(url: string): string {
  return /^https?:\/\/[^/]*/.exec(url)?.[0] ?? "";
}

function confirmationOf(params: Record<string, string>): RazorpayConfirmation {
  const { payment_id: paymentId = "", signature = "" } = params;
  if (params.order_id !== undefined) return { orderId: params.order_id, paymentId, signature };
  if (params.subscription_id !== undefined) return { subscriptionId: params.subscription_id, paymentId, signature };
  return {
    paymentLinkId: params.payment_link_id ?? "",
    paymentLinkReferenceId: params.payment_link_reference_id ?? "",
    paymentLinkStatus: params.payment_link_status ?? "",
    paymentId,
    signature,
  };
}
