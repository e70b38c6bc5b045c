/** The words of this page. */
import { wordsIn } from "../../shared/language.js";

export const words = await wordsIn({ en: () => import("./en.js"), de: () => import("./de.js") });
