/** Why something did not work, in this page's words. */
import { wordsFor } from "../shared/api.js";
import { words } from "./words/index.js";

/** By its code; a field by its name on the page. */
export const told = (error: unknown): string => wordsFor(error, words);
