/** Which language a page speaks: the reader's, where it is written in it. */

/** The languages the pages are written in, the one for everybody else first. */
export const LANGUAGES = ["en", "de"] as const;

/** A language the pages are written in, as in `lang` (BCP 47). */
export type Language = (typeof LANGUAGES)[number];

const KEPT_AS = "language";

/**
 * The first of the reader's languages that the pages are written in.
 *
 * @param wanted Language tags, the one that is liked best first, as `navigator.languages` has them.
 * @example languageFor(["fr-FR", "de-AT", "en"]) // { language: "de", locale: "de-AT" }
 */
export function languageFor(wanted: readonly string[]): { readonly language: Language; readonly locale: string } {
  for (const locale of wanted) {
    const language = LANGUAGES.find((one) => one === locale.toLowerCase().split("-")[0]);
    if (language !== undefined) return { language, locale };
  }
  return { language: LANGUAGES[0], locale: LANGUAGES[0] };
}

const kept = globalThis.localStorage?.getItem(KEPT_AS);
const readers = globalThis.navigator?.languages ?? [];

/** What this page speaks, and how its reader writes numbers and times in it. */
export const { language, locale } = languageFor(
  kept ? [...readers.filter((one) => one.toLowerCase().split("-")[0] === kept), kept] : readers,
);

/** Keeps what the reader chose in place of the browser's languages, and shows the page in it. */
export function speak(chosen: Language): void {
  localStorage.setItem(KEPT_AS, chosen);
  location.reload();
}

/**
 * The page's words in its language: one file a language, of which only the one that is spoken is loaded.
 *
 * @example export const words = await wordsIn({ en: () => import("./en.js"), de: () => import("./de.js") });
 */
export async function wordsIn<Words>(
  files: Readonly<Record<Language, () => Promise<{ readonly words: Words }>>>,
): Promise<Words> {
  return (await files[language]()).words;
}

/**
 * Which of a language's forms goes with a count (Unicode's plural rules).
 *
 * @example plural("en", 1, { one: "item", other: "items" }) // "item"
 */
export function plural(
  of: Language,
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string },
): string {
  return forms[new Intl.PluralRules(of).select(count)] ?? forms.other;
}
