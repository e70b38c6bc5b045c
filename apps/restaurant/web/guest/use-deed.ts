/** Does one thing at a time for whoever pressed a button, and says what went wrong. */
import { useState } from "preact/hooks";

/** What the page shows of it. */
export interface Deed {
  readonly busy: boolean;
  readonly failure: string | undefined;
  readonly run: (work: () => Promise<unknown>) => Promise<void>;
}

/** A deed, whose failures are told in the words that are given. */
export function useDeed(wordsFor: (error: unknown) => string): Deed {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const run = async (work: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    await work().catch((error: unknown) => setFailure(wordsFor(error)));
    setBusy(false);
  };
  return { busy, failure, run };
}
