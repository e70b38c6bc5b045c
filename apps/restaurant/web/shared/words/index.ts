/** The words that several pages share. */
import { wordsIn } from "../language.js";

export const words = await wordsIn({ en: () => import("./en.js"), de: () => import("./de.js") });
