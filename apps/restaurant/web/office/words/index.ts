/** The office's words in the language that its reader speaks: one object for each area, as `words/en.ts` lists them. */
import { wordsIn } from "../../shared/language.js";

export const words = await wordsIn({ en: () => import("./en.js"), de: () => import("./de.js") });
