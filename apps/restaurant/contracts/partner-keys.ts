/** Contracts of the keys that are shared with partners and kept in the office: written, never read back. */
import { contract, problems } from "cloche";
import { z } from "zod";
import { mayAt } from "./staff.js";

/** Every key of a partner's by its name in the environment. */
export const PARTNER_KEYS = [
  ...(["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET", "RAZORPAY_API_KEY", "RAZORPAY_WEBHOOK_SECRET"] as const),
  ...(["TWILIO_SENDER", "TWILIO_AUTH_TOKEN", "DELIVERY_PUBLIC_KEY"] as const),
] as const;
export type PartnerKeyName = (typeof PARTNER_KEYS)[number];

const PARTNERS = ["stripe", "razorpay", "twilio", "delivery"] as const;
/** Whether money moves by it; `null` where the key does not tell. */
const Mode = z.enum(["test", "live"]).nullable();
/** The last four characters; `null` of a key that they would tell too much of. */
const Ending = z.string().max(4).nullable();

/** A version that is kept in the office. */
const KeptVersion = z.object({
  id: z.uuid(),
  ending: Ending,
  mode: Mode,
  writtenAt: z.iso.datetime(),
  writtenBy: z.string().nullable(),
  endsAt: z.iso.datetime().nullable().meta({ description: "Until when it is accepted; null for the current one." }),
  readable: z.boolean().meta({ description: "Whether the secret of this server opens it." }),
});

/** A key as it may be shown. */
export const PartnerKey = z.object({
  name: z.enum(PARTNER_KEYS),
  partner: z.enum(PARTNERS),
  from: z
    .enum(["environment", "file", "office", "made_here"])
    .nullable()
    .meta({ description: "What is in force; the environment and files win over the office." }),
  ending: Ending,
  mode: Mode,
  since: z.iso.datetime().nullable().meta({ description: "Since when this process has it at the latest." }),
  canTry: z.boolean().meta({ description: "Whether the partner can be asked what it thinks of it." }),
  kept: z.array(KeptVersion).max(2).meta({ description: "In the office, the current version first." }),
});
export type PartnerKey = z.infer<typeof PartnerKey>;

/** Every key of the house. */
export const PartnerKeys = z.object({
  house: z.enum(["test", "live"]).meta({ description: "Which keys are taken: a test house moves no money." }),
  partners: z.array(z.object({ partner: z.enum(PARTNERS), heardAt: z.iso.datetime().nullable() })),
  keys: z.array(PartnerKey),
});
export type PartnerKeys = z.infer<typeof PartnerKeys>;

const PATH = "/api/v1/locations/{location}/partner-keys";
const TAGS = ["partner keys"];
const Place = z.object({ location: z.uuid() });
const NOT_THE_HOUSES = problems({
  not_the_houses_owner: "The keys are the whole house's; their owner owns each of its places.",
});
const ABOUT = {
  tags: TAGS,
  allow: mayAt("location", "managePartnerKeys"),
  limit: "30 per 15 minutes by caller",
} as const;

const WRITES = "60 per 15 minutes by caller";

export const listPartnerKeys = contract({
  ...ABOUT,
  method: "GET",
  path: PATH,
  summary: "Which keys of partners are set, and from where; never a key",
  params: Place,
  limit: "120 per minute by caller",
  returns: { 200: PartnerKeys, 403: NOT_THE_HOUSES },
});

export const writePartnerKey = contract({
  ...ABOUT,
  method: "PUT",
  path: `${PATH}/{name}`,
  summary: "Keep a new version of a key; the one before is accepted for a day more",
  params: Place.extend({ name: z.enum(PARTNER_KEYS) }),
  limit: WRITES,
  body: z.object({
    // No partner's key has anything else in it, and its last characters are shown.
    value: z
      .string()
      .trim()
      .min(1)
      .max(4096)
      .regex(/^[\x20-\x7e]+$/, "Printable characters of ASCII only.")
      .meta({ writeOnly: true }),
    replaces: z
      .uuid()
      .nullable()
      .meta({ description: "The current version as it was seen, so that nothing is written over another's change." }),
    tryIt: z.boolean().default(false).meta({ description: "Asks the partner first." }),
  }),
  returns: {
    200: PartnerKey,
    403: NOT_THE_HOUSES,
    409: problems({
      key_changed: "Somebody has changed this key meanwhile; look again.",
      key_known: "This is the current version already.",
      key_overlapping: "The version before is still accepted; take it back first.",
      key_untryable: "There is nobody to ask about this key, or the other half of it is missing.",
    }),
    422: problems({
      key_malformed: "This does not look like a key of that kind.",
      key_weak: "This can be guessed, is too short, or is an example.",
      key_live: "This key moves real money, and this house is for trying out.",
      key_test: "This key is for trying out, and this house serves guests.",
      key_refused: "The partner does not take this key.",
    }),
    503: problems({ partner_away: "The partner could not be asked; nothing was kept." }),
  },
});

export const takeBackPartnerKey = contract({
  ...ABOUT,
  method: "DELETE",
  path: `${PATH}/{name}/versions/{version}`,
  summary: "End a version at once; without the current one, the one before is current again",
  params: Place.extend({ name: z.enum(PARTNER_KEYS), version: z.uuid() }),
  limit: WRITES,
  returns: {
    200: PartnerKey,
    403: NOT_THE_HOUSES,
    404: problems({ version_unknown: "There is no such version any more." }),
  },
});
