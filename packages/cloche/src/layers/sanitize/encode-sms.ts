/** Writes text into a text message. */
import { clean } from "./clean-text.js";

/** What carriers take as one message of several segments. */
const MAX_LENGTH = 1_600;

/**
 * The text as the body of a text message: visible characters and line feeds only, at most 1,600 UTF-16 code units.
 *
 * @example
 * forSms("Your table is ready\u0007"); // "Your table is ready"
 */
export function forSms(text: string, maxLength = MAX_LENGTH): string {
  return clean(text, maxLength, true);
}
