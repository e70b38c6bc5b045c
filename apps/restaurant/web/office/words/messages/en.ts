/** The texts that a place's guests, and its own people, are sent. */
import { plural } from "../../../shared/language.js";

export const words = {
  intro:
    "Guests who agreed are told of their order in these words. What stands in braces is filled in; without your own words the house's are sent. The place itself is texted about an order that waits, in its own language.",
  which: "Which text",
  language: "Language",
  languages: { en: "English", de: "German" },
  way: "How",
  ways: { sms: "Text message", mail: "E-mail" },
  event: "When",
  news: {
    accepted: "The order is accepted",
    ready: "The order is ready",
    out_for_delivery: "The order is on its way",
    promise_changed: "Its time has changed",
    cancelled: "The order is cancelled",
    rejected: "The order is not taken",
    refunded: "Money is sent back",
    paid: "Money has arrived; a receipt follows",
    order_waiting: "To the place: an order waits to be accepted",
  },
  subject: "Subject",
  body: "Text",
  mayHave: "Can be filled in:",
  needs: "Must be there:",
  own: "These are your own words.",
  house: "These are the house's words.",
  save: "Save this text",
  drop: "Back to the house's words",
  dropSure: "Yes, drop our own words",
  saved: "Saved.",
  preview: "What is read",
  length: (units: number, segments: number, left: number) =>
    `${units} ${plural("en", units, { one: "sign", other: "signs" })}, ${segments} ${plural("en", segments, { one: "message", other: "messages" })}, ${left} left`,
  narrow: "One sign is outside a text message's alphabet, so that a message holds 70 signs and not 160.",
  unknown: (placeholder: string) => `"${placeholder}" cannot be filled in here.`,
  missing: (placeholder: string) => `{${placeholder}} is missing.`,
  subjectUnfit: "An e-mail has a subject.",
  place: "Language of the place",
  placeWhy: "Its people, and guests who name no language, are told in it.",
  sample: { time: "18:30", amount: "\u20ac24.60" },
};
export type MessageTextWords = typeof words;
