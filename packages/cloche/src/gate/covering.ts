/** Step 2: the headers every answer starts with, chosen from lists made at start. */
import { isRefusal } from "../kernel/index.js";
import type { CorsAnswer } from "../layers/headers/index.js";
import type { Facts } from "./facts.js";
import { writtenOften } from "./node-at-once.js";
import { nonceOf } from "./page-nonces.js";
import type { CoverLists, GateParts } from "./parts.js";

/** Gives the headers a request's answer starts with, name and value in turn. */
export type Covering = (facts: Facts) => readonly string[];

/** The headers of a cover, and what CORS adds where it is configured. */
export function covering(lists: CoverLists | undefined, { options }: GateParts): Covering {
  const own = ownCovering(lists ?? NOTHING);
  const { cors } = options;
  if (cors === undefined) return own;
  return (facts) => {
    const decided = cors.decide({ origin: facts.header("origin"), method: facts.method });
    return isRefusal(decided) ? own(facts) : [...own(facts), ...flat(decided)];
  };
}

const NOTHING: CoverLists = Object.freeze({ plain: [], tls: [] });

function ownCovering({ plain, tls, nonced }: CoverLists): Covering {
  // Copies, because V8 copies a frozen list element by element, and each answer begins with a copy.
  const [open, encrypted] = [writtenOften([...plain]), writtenOften([...tls])];
  if (nonced === undefined) return ({ secure }) => (secure ? encrypted : open);
  return (facts) => nonced(nonceOf(facts), facts.secure);
}

/** A CORS answer's headers, name and value in turn. */
export function flat({ headers }: Pick<CorsAnswer, "headers">): string[] {
  return headers.flat();
}
