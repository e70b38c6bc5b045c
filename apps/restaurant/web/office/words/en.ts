/** The office in English: a folder for each area. */
import { words as codes } from "./codes/en.js";
import { words as frame } from "./frame/en.js";

export const words = {
  codes,
  frame,
};
export type OfficeWords = typeof words;
