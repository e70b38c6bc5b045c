/** Which language somebody is written to in: what they accept, weighed as they weigh it. */
import { expect, it } from "vitest";
import { acceptedLanguage } from "./languages.js";

it.each<[string | undefined, string | undefined]>([
  ["de-DE,de;q=0.9,en;q=0.8", "de"],
  ["fr, en;q=0.5, DE-at;q=0.8", "de"],
  ["en;q=0.1,de;q=0", "en"],
  ["de;q=0", undefined],
  ["fr-FR, *;q=0.5", undefined],
  ["de;q=often, en;q=0.2", "en"],
  ["deutsch", undefined],
  ["", undefined],
  [undefined, undefined],
])("%j is %j", (header, language) => {
  expect(acceptedLanguage(header)).toBe(language);
});
