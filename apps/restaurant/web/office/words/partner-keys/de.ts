/** What the partners' keys say, in German. */
import type { PartnerKeyWords } from "./en.js";

export const words: PartnerKeyWords = {
  needsApp: "Für Schlüssel braucht es zuerst eine Authenticator-App: Richten Sie eine unter „Meine Anmeldungen“ ein.",
  testHouse: "Dieses Haus dient zum Ausprobieren: Es nimmt Testschlüssel und ahmt Partner nach, die keinen haben.",
  liveHouse: "Dieses Haus bedient Gäste: Es nimmt nur echte Schlüssel.",
  writeOnly:
    "Ein Schlüssel, den Sie hier eintragen, wird versiegelt und nie wieder gezeigt. Er gilt überall binnen Sekunden; der " +
    "vorherige wird noch einen Tag angenommen, damit nichts verloren geht, was der Partner schickt.",
  environmentWins:
    "Was in der Umgebung oder in Dateien dieses Servers steht, hat Vorrang vor dem, was hier eingetragen ist, und lässt " +
    "sich nur dort ändern.",
  partners: { stripe: "Stripe", razorpay: "Razorpay", twilio: "Twilio", delivery: "Lieferpartner" },
  heard: (ago) => `Zuletzt gehört: ${ago}`,
  heardNever: "Noch nie gehört",
  columns: { key: "Schlüssel", from: "Woher", ending: "Endet auf", since: "Seit" },
  keys: {
    STRIPE_SECRET_KEY: { name: "Geheimer Schlüssel", form: "Er beginnt mit sk_ oder rk_." },
    STRIPE_WEBHOOK_SECRET: { name: "Signaturgeheimnis des Webhooks", form: "Es beginnt mit whsec_." },
    RAZORPAY_API_KEY: {
      name: "API-Schlüssel",
      form: "Die Schlüssel-ID, die mit rzp_ beginnt, ein Doppelpunkt und das Geheimnis des Schlüssels.",
    },
    RAZORPAY_WEBHOOK_SECRET: {
      name: "Geheimnis des Webhooks",
      form: "Mindestens 32 Zeichen, und nicht das des Schlüssels.",
    },
    TWILIO_SENDER: { name: "Konto und Nummer", form: "Die SID des Kontos, ein Doppelpunkt und die Nummer mit +." },
    TWILIO_AUTH_TOKEN: { name: "Auth-Token", form: "32 Zeichen, von der Seite des Kontos." },
    DELIVERY_PUBLIC_KEY: {
      name: "Öffentlicher Schlüssel",
      form: "Ed25519, als SPKI in Base64, ohne die Zeilen von PEM.",
    },
  },
  from: { environment: "Umgebung", file: "Datei", office: "hier", made_here: "zum Ausprobieren erzeugt" },
  notSet: "nicht gesetzt",
  modes: { test: "Test", live: "echt" },
  overruled: "Auch hier eingetragen, gilt aber nicht.",
  writtenBy: (ago, who) => `Eingetragen ${ago} von ${who}`,
  written: (ago) => `Eingetragen ${ago}`,
  acceptedUntil: (moment, ending) => `Der vorherige, ${ending}, wird bis ${moment} angenommen`,
  noEnding: "ein kurzer",
  unreadable:
    "Er lässt sich nicht öffnen: SEAL_SECRET dieses Servers ist ein anderes, oder die Zeile wurde verändert. Tragen Sie " +
    "ihn neu ein, oder nehmen Sie ihn zurück.",
  write: "Neu eintragen",
  writeNamed: (name) => `${name} neu eintragen`,
  takeBackNamed: (name) => `${name} zurücknehmen`,
  endBefore: (name) => `Den vorherigen beenden: ${name}`,
  sureTakenBack: "Ja, er gilt sofort nicht mehr",
  titleOf: (name, partner) => `${partner}: ${name}`,
  newValue: "Neuer Schlüssel",
  tryIt: "Zuerst den Partner fragen, ob er ihn nimmt",
  keep: "Eintragen",
  oneMoment: "Einen Moment …",
  kept: (name) => `Eingetragen: ${name}. Er gilt ab jetzt.`,
};
