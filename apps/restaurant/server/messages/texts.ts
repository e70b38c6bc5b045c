/** What guests and places are texted, and places are told on the phone: what the place or the house says, nothing a guest wrote. */
import { forSms, forTwiml } from "cloche/sanitize";
import { filled, type Language, type Placeholder } from "../../contracts/index.js";
import { numberWords, timeWords } from "./facts.js";
import { type MessageWords, wordsOf } from "./words/index.js";

/** What is known when a text is made. */
export interface Told {
  readonly place: string;
  readonly number: number;
  readonly language: Language;
  readonly timeZone: string;
  readonly promisedAt: Date | null;
  /** The order's own page. */
  readonly link: string;
  /** What was paid, in words. */
  readonly amount?: string | undefined;
  readonly now: Date;
}

/** What a place may be called about. */
export type PlaceNews = keyof MessageWords["call"];

/** What is filled in for a placeholder. */
export function valuesOf(told: Told): (name: Placeholder) => string {
  const { place, number, language, promisedAt, link, amount = "" } = told;
  const values: Readonly<Record<Placeholder, () => string>> = {
    place: () => place,
    number: () => numberWords(number),
    time: () => (promisedAt === null ? wordsOf(language).noTime : timeWords(promisedAt, told)),
    link: () => link,
    amount: () => amount,
  };
  return (name) => values[name]();
}

/** A text for a guest, in one line. */
export function guestText(body: string, told: Told): string {
  return oneLine(filled(body, { value: valuesOf(told) }));
}

/** The text for a place whose order waits, in one line: its name and the order's number, and nothing else of it. */
export function waitingText(body: string, { place, number }: Pick<Told, "place" | "number">): string {
  return oneLine(filled(body, { value: (name) => (name === "place" ? place : numberWords(number)) }));
}

/** A code to sign in by. */
export interface CodeTold {
  readonly place: string;
  readonly code: string;
  readonly language: Language;
}

/** The text with it, in one line. */
export function codeText({ place, code, language }: CodeTold): string {
  return oneLine(wordsOf(language).code.sms(place, code));
}

const oneLine = (text: string): string => forSms(text).replaceAll("\n", " ");

/** As Twilio names a language that it speaks. */
const VOICES: Readonly<Record<Language, string>> = Object.freeze({ en: "en-GB", de: "de-DE" });

/** The call for a place, as TwiML. */
export function placeCall(news: PlaceNews, { number, language }: Pick<Told, "number" | "language">): string {
  const said = `<Say language="${VOICES[language]}">${forTwiml(wordsOf(language).call[news](number))}</Say>`;
  return `<Response>${said}<Pause length="1"/>${said}</Response>`;
}
