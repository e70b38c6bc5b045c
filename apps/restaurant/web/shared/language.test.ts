/** The reader's languages, in their order, against those the pages are written in. */
import { describe, expect, it } from "vitest";
import { languageFor, plural } from "./language.js";

describe("languageFor", () => {
  it("takes the first language that the pages are written in, as its reader writes it", () => {
    expect(languageFor(["fr-FR", "de-AT", "en-GB"])).toEqual({ language: "de", locale: "de-AT" });
    expect(languageFor(["EN-gb", "de"])).toEqual({ language: "en", locale: "EN-gb" });
  });

  it("speaks English to everybody else", () => {
    expect(languageFor(["fr-FR", "den"])).toEqual({ language: "en", locale: "en" });
    expect(languageFor([])).toEqual({ language: "en", locale: "en" });
  });
});

describe("plural", () => {
  it("has the form of the language, or the one for all others", () => {
    const items = { one: "item", other: "items" };
    expect([0, 1, 2].map((count) => plural("en", count, items))).toEqual(["items", "item", "items"]);
    expect(plural("de", 1, { other: "Gerichte" })).toBe("Gerichte");
  });
});
