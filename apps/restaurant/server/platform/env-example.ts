/** Makes the text of `.env.example`. */
import { envExample } from "cloche/secrets";
import { SETTINGS } from "./settings.js";

/** The text that `.env.example` must have. */
export function envExampleText(): string {
  return envExample(SETTINGS);
}
