/** Asks the server what the cart costs and when it is ready, each time the cart changes. */
import { useEffect, useState } from "preact/hooks";
import type { Menu, Quote } from "../../contracts/index.js";
import { callApi, wordsFor } from "../shared/api.js";
import { type CartLine, slipLines } from "./cart.js";
import type { Seat } from "./seat.js";

/** What is known of the price. */
export interface Quoted {
  readonly quote: Quote | undefined;
  readonly failure: string | undefined;
  /** Asks anew, and gives the answer. */
  readonly renew: () => Promise<Quote>;
}

/** Asks for a quote. */
export function askQuote(menu: Menu, lines: readonly CartLine[], seat: Seat | undefined): Promise<Quote> {
  const place = seat === undefined ? { orderType: "pickup" } : { orderType: "dine_in", tableToken: seat.tableToken };
  const body = { ...place, lines: slipLines(lines) };
  return callApi<Quote>(`/api/v1/locations/${menu.restaurant.slug}/quote`, { method: "POST", body });
}

/** The quote of the cart as it is. */
export function useQuote(menu: Menu, lines: readonly CartLine[], seat: Seat | undefined): Quoted {
  const [quote, setQuote] = useState<Quote>();
  const [failure, setFailure] = useState<string>();
  const renew = async (): Promise<Quote> => {
    const fresh = await askQuote(menu, lines, seat);
    setQuote(fresh);
    return fresh;
  };
  useEffect(() => {
    let isCurrent = true;
    setQuote(undefined);
    setFailure(undefined);
    if (lines.length === 0) return;
    askQuote(menu, lines, seat).then(
      (fresh) => (isCurrent ? setQuote(fresh) : undefined),
      (error: unknown) => (isCurrent ? setFailure(wordsFor(error)) : undefined),
    );
    // An answer for a cart that has changed meanwhile says nothing about this one.
    return () => {
      isCurrent = false;
    };
  }, [lines, menu, seat]);
  return { quote, failure, renew };
}
