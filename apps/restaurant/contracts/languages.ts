/** The languages that the house writes to people in. */

/** As in `lang` (BCP 47). */
export const LANGUAGES = ["en", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

/**
 * The language somebody likes best of those the house writes in, by their `Accept-Language` (RFC 9110 section 12.5.4);
 * `undefined` where they name none of them.
 *
 * @example acceptedLanguage("fr, de-AT;q=0.8, en;q=0.5") // "de"
 */
export function acceptedLanguage(header: string | undefined): Language | undefined {
  const wanted = (header ?? "").split(",").map((part) => {
    const [tag = "", ...parameters] = part.split(";").map((one) => one.trim().toLowerCase());
    const weight = parameters.find((one) => one.startsWith("q="));
    return { primary: tag.split("-")[0], weight: weight === undefined ? 1 : Number(weight.slice(2)) };
  });
  return wanted
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .flatMap(({ primary }) => LANGUAGES.filter((language) => language === primary))[0];
}
