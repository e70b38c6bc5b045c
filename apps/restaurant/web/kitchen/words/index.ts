/** What the kitchen's pages say, in the language of whoever reads them. */
import { wordsIn } from "../../shared/language.js";

export const words = await wordsIn({ en: () => import("./en.js"), de: () => import("./de.js") });
