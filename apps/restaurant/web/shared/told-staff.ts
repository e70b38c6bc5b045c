/** Why something did not work, as those who work here are told. */
import { wordsFor } from "./api.js";
import { words } from "./words/staff/index.js";

/** By its code, in the page's language; a field by what it is called on the page. */
export const told = (error: unknown): string => wordsFor(error, words);
