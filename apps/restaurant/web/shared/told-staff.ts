/** Why something did not work, as those who work here are told. */
import { type Told, wordsFor } from "./api.js";
import { words } from "./words/staff/index.js";

/** By its code, in the page's language; a field by what it is called on the page. A part's own words come first. */
export function told(error: unknown, { refusals, fields }: Told = {}): string {
  return wordsFor(error, {
    refusals: { ...words.refusals, ...refusals },
    fields: { ...words.fields, ...fields },
  });
}
