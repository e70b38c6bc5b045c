/** Puts into words what went wrong at a place: numbers, and where to look. */
import type { Placeholder } from "../../contracts/index.js";
import type { Failures } from "./digest.store.js";
import { timeWords } from "./facts.js";
import { type MailBody, mailBody } from "./mail-body.js";
import type { DueDigest } from "./outbox.store.js";
import { wordsOf } from "./words/index.js";

/** Where the office is, and when it is read. */
export interface DigestReading {
  readonly officeUrl: string;
  readonly now: Date;
}

/** The e-mail, in the place's language and by its clock. What never happened is left out. */
export function digestMail(
  { place, placeLanguage: language, timeZone, digest }: Omit<DueDigest, "id" | "key" | "attempts">,
  { officeUrl, now }: DigestReading,
): MailBody {
  const words = wordsOf(language).digest;
  const time = (at: string) => timeWords(new Date(at), { language, timeZone, now });
  const names = Object.keys(words.rows) as (keyof Failures)[];
  const rows = names
    .filter((name) => digest.failures[name] > 0)
    .map((name) => [words.rows[name], String(digest.failures[name])] as const);
  const value = (name: Placeholder) => (name === "place" ? place : officeUrl);
  return mailBody({
    ...{ language, subject: words.subject, body: words.body, value },
    table: { title: words.span(time(digest.since), time(digest.until)), rows },
    footer: [words.footer(place)],
  });
}
