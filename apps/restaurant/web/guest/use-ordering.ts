/** Sends the order; where price or time have changed since they were shown, the guest is asked first. */
import { useState } from "preact/hooks";
import type { Basket, OrderSlip, Quote } from "../../contracts/index.js";
import { ApiError } from "../shared/api.js";
import { markForPayment } from "../shared/payment-mark.js";
import { type Change, differs } from "./changed-dialog.js";
import { keepCart } from "./kept.js";
import { type Quoted, refusedBy } from "./quote.js";
import { sendOrder } from "./send-order.js";

interface Deps {
  /** Where. */
  readonly slug: string;
  readonly quoted: Quoted;
  readonly basket: Basket | undefined;
  /** What is done before it is sent; an order does not wait for what of it fails. */
  readonly before: () => Promise<void>;
  readonly onRefused: (code: string) => void;
}

type Said = Omit<OrderSlip, "quoteId">;

/** What the page shows of it. */
export interface Ordering {
  readonly busy: boolean;
  readonly failure: string | undefined;
  readonly change: Change | undefined;
  readonly order: (said: Said) => Promise<void>;
  readonly dropChange: () => void;
}

const OUTDATED: readonly string[] = ["price_changed", "quote_expired"];

/** Ordering, and what became of it. */
export function useOrdering({ slug, quoted, basket, before, onRefused }: Deps): Ordering {
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);
  const [change, setChange] = useState<Change>();

  const send = async (quote: Quote, said: Said): Promise<void> => {
    const placed = await sendOrder({ slug, quoteId: quote.quoteId, basket, said });
    keepCart(slug, []);
    const { pathname } = new URL(placed.trackUrl);
    if (said.payment?.mode === "online") markForPayment("open");
    location.assign(pathname);
  };
  /** The order with the quote that is shown; an outdated one is renewed, and asked about where that says otherwise. */
  const attempt = async (shown: Quote, said: Said): Promise<void> => {
    try {
      await send(shown, said);
    } catch (error) {
      if (!OUTDATED.includes(refusedBy(error).code)) throw error;
      const brought = quoteIn(error);
      if (brought !== undefined) quoted.show(brought);
      const now = brought ?? (await quoted.renew());
      if (!differs({ before: shown, now })) return send(now, said);
      setChange({ before: shown, now });
      setBusy(false);
    }
  };
  const order = async (said: Said): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    setChange(undefined);
    try {
      if (basket === undefined) throw new Error("The basket is not whole.");
      await before().catch(() => undefined);
      await attempt(quoted.quote ?? (await quoted.renew()), said);
    } catch (error) {
      const { code, words } = refusedBy(error);
      setFailure(words);
      onRefused(code);
      setBusy(false);
    }
  };
  return { busy, failure, change, order, dropChange: () => setChange(undefined) };
}

/** A changed price brings the quote that holds now. */
function quoteIn(error: unknown): Quote | undefined {
  return error instanceof ApiError ? (error.problem as { readonly quote?: Quote }).quote : undefined;
}
