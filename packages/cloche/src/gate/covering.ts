/** Step 2: the headers every answer starts with, chosen from lists made at start. */
import { isRefusal } from "../kernel/index.js";
import type { CorsAnswer } from "../layers/headers/index.js";
import type { Facts } from "./facts.js";
import type { GateParts } from "./parts.js";

/** Gives the headers a request's answer starts with, name and value in turn. */
export type Covering = (facts: Facts) => readonly string[];

/** The headers of the cover called `name`, and what CORS adds where it is configured. */
export function covering(name: string, { covers, options }: GateParts): Covering {
  const lists = covers[name] ?? { plain: [], tls: [] };
  const own: Covering = ({ secure }) => (secure ? lists.tls : lists.plain);
  const { cors } = options;
  if (cors === undefined) return own;
  return (facts) => {
    const decided = cors.decide({ origin: facts.header("origin"), method: facts.method });
    return isRefusal(decided) ? own(facts) : [...own(facts), ...flat(decided)];
  };
}

/** A CORS answer's headers, name and value in turn. */
export function flat({ headers }: Pick<CorsAnswer, "headers">): readonly string[] {
  return headers.flat();
}
