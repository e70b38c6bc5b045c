/** The office in German: a folder for each area. */
import { words as codes } from "./codes/de.js";
import type { OfficeWords } from "./en.js";
import { words as frame } from "./frame/de.js";

export const words: OfficeWords = {
  codes,
  frame,
};
