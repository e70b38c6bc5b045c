/** Times of the week, in German. */
import type { WeeklyWords } from "./en.js";

export const words: WeeklyWords = {
  row: (number) => `Zeiten ${number}`,
  from: "Von",
  to: "Bis",
  remove: (number) => `Zeiten ${number} entfernen`,
  add: "Zeiten hinzufügen",
};
