/** Eine Karte an einen anderen Standort bringen. */
import { plural } from "../../../shared/language.js";
import type { CarryWords } from "./en.js";

const count = (number: number, one: string, other: string) => `${number} ${plural("de", number, { one, other })}`;

export const words: CarryWords = {
  out: "Hinaus",
  outAbout:
    "Die ganze Karte als Datei, für einen anderen Standort: ohne Bilder, Stationen und das, was ausverkauft ist.",
  save: "Karte als Datei sichern",
  in: "Herein",
  inAbout:
    "Fügt hinzu, was dieser Standort unter dem Namen noch nicht hat. Nichts wird geändert, und nichts wird gelöscht.",
  file: "Eine Karte aus einer Datei",
  otherCurrency: "Preise einer anderen Währung übernehmen, wie sie dastehen",
  noMenu: "Diese Datei ist keine Karte.",
  preview: "Was hinzukäme",
  nothing: "Nichts: Dieser Standort hat schon alles davon.",
  categories: (number) => count(number, "Kategorie", "Kategorien"),
  dishes: (number) => count(number, "Gericht", "Gerichte"),
  groups: (number) => count(number, "Gruppe von Optionen", "Gruppen von Optionen"),
  taxes: (number) => count(number, "Steuer", "Steuern"),
  left: (dishes) => `Unverändert bleiben: ${dishes}.`,
  dishesOf: (category, dishes) => `${category}: ${dishes}`,
  otherTaxes: (taxes) => `Diese Steuern bleiben, wie sie hier sind: ${taxes}.`,
  otherTaxInclusion:
    "An einem der beiden Standorte enthalten die Preise die Steuer, am anderen nicht. Sehen Sie danach jeden Preis durch.",
  add: "Hinzufügen",
  added: (dishes) => `Hinzugefügt: ${dishes}. Was keine Station hat, ist markiert.`,
  refusals: {
    validation_failed: "Diese Datei ist keine Karte, die sich hier lesen lässt.",
  },
};
