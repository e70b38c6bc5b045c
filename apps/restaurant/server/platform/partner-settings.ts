/** The settings of what is shared with partners; those that rotate may be kept in the office as well. */
import { createPublicKey, randomBytes } from "node:crypto";
import { rotating, secret, secretWeakness, setting } from "cloche/secrets";
import { z } from "zod";

/** Their group, which the limits of texting share. */
export const PARTNERS = "Secrets shared with partners";

function isEd25519(text: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(text, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "ed25519";
  } catch {
    return false;
  }
}

/** Partners sign with a new secret when they like, and send again what was signed with the one before. */
export const OVERLAP_SECONDS = 86_400;
const SHARED = { overlap: OVERLAP_SECONDS } as const;

export const PARTNER_SETTINGS = {
  STRIPE_WEBHOOK_SECRET: rotating(
    secret({
      schema: z.string().startsWith("whsec_", "Write the signing secret of the endpoint, not an API key."),
      describe: "The signing secret of the Stripe endpoint, which begins with whsec_.",
      generateLocally: () => `whsec_${randomBytes(32).toString("base64url")}`,
      optional: true,
      group: PARTNERS,
    }),
    SHARED,
  ),
  RAZORPAY_WEBHOOK_SECRET: rotating(
    secret({
      describe: "The secret of the Razorpay webhook, which is not the API key's.",
      generateLocally: true,
      optional: true,
      group: PARTNERS,
    }),
    SHARED,
  ),
  TWILIO_AUTH_TOKEN: rotating(
    secret({
      describe: "The Twilio account's auth token, which signs status callbacks.",
      generateLocally: () => randomBytes(16).toString("hex"),
      optional: true,
      group: PARTNERS,
    }),
    SHARED,
  ),
  // Public, and yet read as the secrets are: so that it rotates as they do.
  DELIVERY_PUBLIC_KEY: rotating(
    secret({
      schema: z.string().refine(isEd25519, "Write the Ed25519 key as SPKI in base64, without its PEM lines."),
      describe: "The delivery partner's Ed25519 key for HTTP message signatures; none is believed without one.",
      example: "MCowBQYDK2VwAyEA...",
      minBytes: 32,
      optional: true,
      group: PARTNERS,
    }),
    SHARED,
  ),
  STRIPE_SECRET_KEY: rotating(
    secret({
      schema: z.string().regex(/^(?:sk|rk)_(?:test|live)_\w+$/, "Write a secret or restricted key of Stripe's."),
      describe: "Stripe's API key. Without one, an imitation of Stripe serves development, and production takes none.",
      example: "rk_live_...",
      minBytes: 16,
      optional: true,
      group: PARTNERS,
    }),
    SHARED,
  ),
  RAZORPAY_API_KEY: rotating(
    secret({
      schema: z.string().regex(/^rzp_(?:test|live)_\w+:\w+$/, "Write the key id, a colon and the key secret."),
      describe: "Razorpay's key id and key secret, with a colon between them; without it as with Stripe.",
      example: "rzp_live_...:...",
      minBytes: 16,
      optional: true,
      group: PARTNERS,
    }),
    SHARED,
  ),
  RAZORPAY_ACCOUNT_ID: setting({
    schema: z.union([z.string().regex(/^acc_\w+$/), z.undefined()]),
    describe: "The Razorpay account whose events count; any whose signature is right where nothing is said.",
    example: "acc_...",
    group: PARTNERS,
  }),
  // No secret either: it goes with the token, and is exchanged as that is.
  TWILIO_SENDER: rotating(
    secret({
      schema: z.string().regex(/^AC[0-9a-f]{32}:\+[1-9]\d{6,14}$/, "Write the account SID, a colon and the number."),
      describe: "The Twilio account's SID and the number that texts and calls come from, with a colon between them.",
      example: "AC...:+4930123456",
      minBytes: 0,
      optional: true,
      group: PARTNERS,
    }),
    SHARED,
  ),
};

/** What an owner may keep in the office: every one of them rotates. */
export type PartnerKeyName = Exclude<keyof typeof PARTNER_SETTINGS, "RAZORPAY_ACCOUNT_ID">;

/** What is wrong with a text as the key of that name; `undefined` where nothing is. */
export async function partnerKeyFault(
  name: PartnerKeyName,
  text: string,
  production: boolean,
): Promise<"malformed" | "weak" | undefined> {
  const { schema, minBytes } = PARTNER_SETTINGS[name];
  const read = await schema?.["~standard"].validate(text);
  if (read?.issues !== undefined) return "malformed";
  return secretWeakness(text, { minBytes, production }) === undefined ? undefined : "weak";
}
