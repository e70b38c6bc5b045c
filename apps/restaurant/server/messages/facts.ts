/** Facts of an order as people read them in their language: a time, an amount, a number. Signs of the 7-bit alphabet only. */
import type { Language } from "../../contracts/index.js";

/** How each language's readers here write numbers and times. */
const LOCALES: Readonly<Record<Language, string>> = Object.freeze({ en: "en-GB", de: "de-DE" });
/** Narrow and unbreakable spaces would make a text message one of 70 signs. */
const SPACES = /[\u00a0\u2007\u2009\u202f]/g;

/** Where and when somebody reads. */
export interface Reading {
  readonly language: Language;
  readonly timeZone: string;
  readonly now: Date;
}

/** `18:30`, with its day where that is not today's. */
export function timeWords(at: Date, { language, timeZone, now }: Reading): string {
  const time = { hour: "2-digit", minute: "2-digit", timeZone } as const;
  const day = { weekday: "short", day: "numeric", month: "short" } as const;
  const dayOf = (moment: Date) => new Intl.DateTimeFormat("en-CA", { timeZone }).format(moment);
  const shown = dayOf(at) === dayOf(now) ? time : { ...day, ...time };
  return plain(new Intl.DateTimeFormat(LOCALES[language], shown).format(at));
}

/** An amount in whole minor units, with its currency's sign. */
export function amountWords(amount: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(LOCALES[language], { style: "currency", currency });
  return plain(format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2)));
}

/** A rate in parts per million, as per cent. */
export function rateWords(ratePpm: number, language: Language): string {
  const format = new Intl.NumberFormat(LOCALES[language], { style: "percent", maximumFractionDigits: 4 });
  return plain(format.format(ratePpm / 1_000_000));
}

/** An order's number as it is called out. */
export function numberWords(number: number): string {
  return String(number).padStart(3, "0");
}

const plain = (text: string): string => text.replaceAll(SPACES, " ");
