/** What the partners' keys say, in English. */

export const words = {
  needsApp: 'Keys need an authenticator app first: set one up under "My sign-ins".',
  testHouse: "This house is for trying out: it takes test keys, and imitates a partner that has none.",
  liveHouse: "This house serves guests: it takes live keys alone.",
  writeOnly:
    "A key that is written here is sealed and never shown again. It is in force everywhere within seconds; the one " +
    "before is accepted for a day more, so that nothing the partner sends is lost.",
  environmentWins:
    "What stands in this server's environment or files wins over what is written here, and is changed there alone.",
  partners: { stripe: "Stripe", razorpay: "Razorpay", twilio: "Twilio", delivery: "Delivery partner" },
  heard: (ago: string) => `Last heard ${ago}`,
  heardNever: "Never heard yet",
  columns: { key: "Key", from: "From", ending: "Ends in", since: "Since" },
  keys: {
    STRIPE_SECRET_KEY: { name: "Secret key", form: "It begins with sk_ or rk_." },
    STRIPE_WEBHOOK_SECRET: { name: "Signing secret of the webhook", form: "It begins with whsec_." },
    RAZORPAY_API_KEY: { name: "Key", form: "The key id, which begins with rzp_, a colon, and the key secret." },
    RAZORPAY_WEBHOOK_SECRET: { name: "Secret of the webhook", form: "At least 32 characters, and not the key's." },
    TWILIO_SENDER: { name: "Account and number", form: "The account SID, a colon, and the number with its +." },
    TWILIO_AUTH_TOKEN: { name: "Auth token", form: "32 characters, from the account's page." },
    DELIVERY_PUBLIC_KEY: { name: "Public key", form: "Ed25519, as SPKI in base64, without its PEM lines." },
  },
  from: { environment: "the environment", file: "a file", office: "here", made_here: "made for trying out" },
  notSet: "not set",
  modes: { test: "test", live: "live" },
  overruled: "Written here too, and not in force.",
  writtenBy: (ago: string, who: string) => `Written ${ago} by ${who}`,
  written: (ago: string) => `Written ${ago}`,
  acceptedUntil: (moment: string, ending: string) => `The one before, ${ending}, is accepted until ${moment}`,
  noEnding: "a short one",
  unreadable:
    "It cannot be opened: SEAL_SECRET of this server is another one, or its row was changed. Write it anew, or take it back.",
  write: "Write a new one",
  writeNamed: (name: string) => `Write a new ${name}`,
  takeBackNamed: (name: string) => `Take ${name} back`,
  endBefore: (name: string) => `End the one before of ${name}`,
  sureTakenBack: "Yes, it ends at once",
  titleOf: (name: string, partner: string) => `${partner}: ${name}`,
  newValue: "New key",
  tryIt: "Ask the partner first whether it takes it",
  keep: "Keep it",
  oneMoment: "One moment...",
  kept: (name: string) => `Kept: ${name}. It is in force now.`,
};
export type PartnerKeyWords = typeof words;
