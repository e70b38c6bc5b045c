/** An empty board never looks like one that is merely quiet: it says that it is live, and when that was heard, or that it is not. */
import { locale } from "../shared/language.js";
import { words } from "./words/index.js";

interface Props {
  /** Whether there is a board at all. */
  readonly loaded: boolean;
  readonly live: boolean;
  readonly heardAt: number;
}

/** The words in the place of cards. */
export function Nothing({ loaded, live, heardAt }: Props) {
  const at = new Date(heardAt).toLocaleTimeString(locale);
  return <p class="empty">{!loaded ? words.loading : live ? words.nothingOpen(at) : words.nothingKnown}</p>;
}
