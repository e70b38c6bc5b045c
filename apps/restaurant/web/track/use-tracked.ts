/** An order as the server tells of it: live where a stream is to be had, asked for again where it is not. */
import { useEffect, useState } from "preact/hooks";
import type { TrackedOrder } from "../../contracts/index.js";
import { ApiError, callApi, wordsFor } from "../shared/api.js";
import { words } from "./words/index.js";

/** What is known of the order. */
export interface Tracked {
  readonly order: TrackedOrder | undefined;
  readonly failure: string | undefined;
  readonly live: boolean;
  readonly show: (order: TrackedOrder) => void;
}

const ASK_MILLISECONDS = 15_000;

/** Follows it for as long as the page lives. */
export function useTracked(path: string): Tracked {
  const [order, setOrder] = useState<TrackedOrder>();
  const [failure, setFailure] = useState<string>();
  const [live, setLive] = useState(false);
  useEffect(() => {
    const ask = () => callApi<TrackedOrder>(path).then(setOrder);
    ask().catch((error: unknown) => {
      const unknown = error instanceof ApiError && error.problem.status === 404;
      setFailure(unknown ? words.unknown : wordsFor(error, words));
    });
    const source = new EventSource(`${path}/events`);
    source.addEventListener("open", () => setLive(true));
    source.addEventListener("error", () => setLive(false));
    source.addEventListener("order", (event: MessageEvent<string>) => setOrder(JSON.parse(event.data) as TrackedOrder));
    const timer = setInterval(() => {
      if (source.readyState !== EventSource.OPEN) ask().catch(() => undefined);
    }, ASK_MILLISECONDS);
    return () => {
      source.close();
      clearInterval(timer);
    };
  }, [path]);
  return { order, failure, live, show: setOrder };
}
