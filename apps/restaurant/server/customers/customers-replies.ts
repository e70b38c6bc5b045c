/** What customers are answered in more than one place. */
import { refuse } from "cloche";
import type { Customer } from "./customers.store.js";

export const NO_PLACE = refuse("not_found", { reason: "place_unknown" });
/** The token outlives its account by minutes at most; wherever the account is looked at, it shows. */
export const GONE = refuse("token_invalid", { reason: "account_gone" });
export const UNKEPT = { "cache-control": "no-store" };

/** A customer as they see themselves. */
export function shown({ id, phone, email, name, addresses }: Customer) {
  return { id, phone, email, name, addresses };
}
