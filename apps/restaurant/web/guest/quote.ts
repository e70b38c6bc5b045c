/** Asks the server what the basket costs and when it is ready, each time the basket changes. */
import { useEffect, useState } from "preact/hooks";
import type { Basket, Quote } from "../../contracts/index.js";
import { ApiError, callApi } from "../shared/api.js";
import { told } from "./told.js";

/** What is known of the price. */
export interface Quoted {
  readonly quote: Quote | undefined;
  readonly failure: Refused | undefined;
  /** The tips for these dishes: they stay while a tip that was chosen is priced. */
  readonly tips: Quote["tips"];
  /** Asks anew, and gives the answer. */
  readonly renew: () => Promise<Quote>;
  /** Shows one that came by another way. */
  readonly show: (quote: Quote) => void;
}

interface TipOffer {
  /** Of what they are shares. */
  readonly dishes: string;
  readonly tips: Quote["tips"];
}

/** Why there is no price. */
export interface Refused {
  readonly code: string;
  readonly words: string;
}

/** While somebody types or presses, the server is asked once. */
const PAUSE_MILLISECONDS = 250;

/** The quote of the basket as it is; none while it is not whole. */
export function useQuote(slug: string, basket: Basket | undefined): Quoted {
  const [quote, setQuote] = useState<Quote>();
  const [offer, setOffer] = useState<TipOffer>({ dishes: "", tips: [] });
  const [failure, setFailure] = useState<Refused>();
  const asked = JSON.stringify(basket);
  const dishes = JSON.stringify(basket?.lines);
  const ask = (): Promise<Quote> => callApi<Quote>(`/api/v1/locations/${slug}/quote`, { method: "POST", body: basket });
  const show = (fresh: Quote): void => {
    setQuote(fresh);
    setOffer({ dishes, tips: fresh.tips });
  };
  const renew = async (): Promise<Quote> => {
    const fresh = await ask();
    show(fresh);
    return fresh;
  };
  useEffect(() => {
    let isCurrent = true;
    setQuote(undefined);
    setFailure(undefined);
    if (basket === undefined) return;
    const timer = setTimeout(() => {
      ask().then(
        (fresh) => (isCurrent ? show(fresh) : undefined),
        (error: unknown) => (isCurrent ? setFailure(refusedBy(error)) : undefined),
      );
    }, PAUSE_MILLISECONDS);
    // An answer for a basket that has changed meanwhile says nothing about this one.
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [asked, slug]);
  return { quote, failure, tips: offer.dishes === dishes ? offer.tips : [], renew, show };
}

/** What went wrong, to be shown and to be told apart. */
export function refusedBy(error: unknown): Refused {
  return { code: error instanceof ApiError ? error.problem.code : "", words: told(error) };
}
