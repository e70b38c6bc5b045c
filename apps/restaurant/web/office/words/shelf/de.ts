/** What is sold out, in German. */
import type { ShelfWords } from "./en.js";

export const words: ShelfWords = {
  find: "Suchen",
  caption: "Was es gibt",
  thing: "Gericht oder Option",
  group: "Kategorie oder Optionen",
  state: "Stand",
  there: "vorhanden",
  left: (count) => `noch ${count}`,
  soldOut: "ausverkauft",
  backAt: (moment) => `ausverkauft, wieder da um ${moment}`,
  howLong: (thing) => `Wie lange ${thing} ausverkauft ist`,
  say: (thing) => `${thing} ist ausverkauft`,
  sayShort: "Ausverkauft",
  back: (thing) => `${thing} ist wieder da`,
  backShort: "Wieder da",
};
