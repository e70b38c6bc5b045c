/** The money that somebody may have to look after, in German. */
import type { PaymentWords } from "./en.js";

export const words: PaymentWords = {
  checkNow: "Jetzt nachfragen",
  checkNamed: (order) => `Jetzt nach der Zahlung von ${order} fragen`,
  open: "Offen",
  noneOpen: "Nichts ist offen.",
  mismatches: "Stimmt nicht überein",
  noMismatches: "Alles Geld stimmt mit seiner Bestellung überein.",
  late: "Zu spät oder doppelt",
  noneLate: "Nichts kam zu spät oder doppelt.",
  refunds: "Zurückgegeben",
  noRefunds: "Nichts wurde zurückgegeben.",
  disputes: "Anfechtungen",
  noDisputes: "Nichts ist angefochten.",
  heard: "Wann die Partner zuletzt zu hören waren",
  events: "Ereignisse, die warten und die aufgegeben wurden",
  order: "Bestellung",
  partner: "Partner",
  reference: "Wie sie dort heißt",
  amount: "Betrag",
  state: "Stand",
  since: "Seit",
  asked: "Gefragt",
  why: "Warum",
};
