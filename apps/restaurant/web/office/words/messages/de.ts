/** Die Texte, die Gäste eines Lokals und sein Personal bekommen. */
import { plural } from "../../../shared/language.js";
import type { MessageTextWords } from "./en.js";

export const words: MessageTextWords = {
  intro:
    "Gäste, die zugestimmt haben, hören mit diesen Worten von ihrer Bestellung. Was in geschweiften Klammern steht, wird eingesetzt; ohne Ihre eigenen Worte werden die des Hauses geschickt. Das Lokal selbst bekommt eine SMS über eine Bestellung, die wartet, in seiner eigenen Sprache.",
  which: "Welcher Text",
  language: "Sprache",
  languages: { en: "Englisch", de: "Deutsch" },
  way: "Wie",
  ways: { sms: "SMS", mail: "E-Mail" },
  event: "Wann",
  news: {
    accepted: "Die Bestellung ist angenommen",
    ready: "Die Bestellung ist fertig",
    out_for_delivery: "Die Bestellung ist unterwegs",
    promise_changed: "Ihre Zeit hat sich geändert",
    cancelled: "Die Bestellung ist storniert",
    rejected: "Die Bestellung wird nicht angenommen",
    refunded: "Geld wird zurückgeschickt",
    paid: "Geld ist eingegangen; ein Beleg folgt",
    order_waiting: "An das Lokal: Eine Bestellung wartet auf Annahme",
  },
  subject: "Betreff",
  body: "Wortlaut",
  mayHave: "Eingesetzt werden kann:",
  needs: "Unverzichtbar:",
  own: "Das sind Ihre eigenen Worte.",
  house: "Das sind die Worte des Hauses.",
  save: "Diesen Text sichern",
  drop: "Zurück zu den Worten des Hauses",
  dropSure: "Ja, eigene Worte verwerfen",
  saved: "Gesichert.",
  preview: "Was zu lesen ist",
  length: (units, segments, left) =>
    `${units} Zeichen, ${segments} ${plural("de", segments, { one: "Nachricht", other: "Nachrichten" })}, noch ${left} frei`,
  narrow: "Ein Zeichen steht nicht im Alphabet der SMS, sodass eine Nachricht 70 Zeichen fasst und nicht 160.",
  unknown: (placeholder) => `„${placeholder}“ kann hier nicht eingesetzt werden.`,
  missing: (placeholder) => `{${placeholder}} fehlt.`,
  subjectUnfit: "Eine E-Mail hat einen Betreff.",
  place: "Sprache des Lokals",
  placeWhy: "Ihr Personal und Gäste, die keine Sprache nennen, werden in ihr angesprochen.",
  sample: { time: "18.30 Uhr", amount: "24,60 €" },
};
