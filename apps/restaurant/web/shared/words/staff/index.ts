/** Why something was refused to those who work here, in the language that they read. */
import { wordsIn } from "../../language.js";

export const words = await wordsIn({ en: () => import("./en.js"), de: () => import("./de.js") });
