/** The house's own words, by language. */
import type { Language, MessageChannel, MessageText, TextNews } from "../../../contracts/index.js";
import { words as de } from "./de.js";
import { words as en, type MessageWords } from "./en.js";

export type { MessageWords } from "./en.js";

const WORDS: Readonly<Record<Language, MessageWords>> = Object.freeze({ en, de });

/** The words of a language. */
export function wordsOf(language: Language): MessageWords {
  return WORDS[language];
}

/** How the house tells some news that way; `undefined` where it does not. */
export function houseText(channel: MessageChannel, news: TextNews, language: Language): MessageText | undefined {
  const texts: Partial<Readonly<Record<TextNews, MessageText>>> = WORDS[language][channel];
  return texts[news];
}
