/**
 * One stream for all of a browser's pages: the page that holds the lock reads it and tells the others, and the next takes
 * over when it goes. A browser has six connections to a server without HTTP/2, and each page would keep one for itself.
 */
import type { StreamEvent } from "./board-state.js";

const NAME = "kitchen-stream";
/** What a page that begins to listen may have missed since it asked for its board. */
const KEPT = 500;

type Message = { readonly told: StreamEvent } | { readonly hello: true };

/** Opens the server's stream. */
export type OpenStream = (after: string, signal: AbortSignal) => Promise<AsyncIterable<StreamEvent> | undefined>;

/** Opens the browser's stream; where its pages cannot agree on one, as without TLS, each opens its own. */
export function sharedStream(open: OpenStream): OpenStream {
  if (navigator.locks === undefined) return open;
  const channel = new BroadcastChannel(NAME);
  const leading = new AbortController();
  const recent: StreamEvent[] = [];
  const listeners = new Set<(told: StreamEvent) => void>();
  let beat: StreamEvent | undefined;
  const tell = (told: StreamEvent): void => {
    if (told.event === "hb") beat = told;
    channel.postMessage({ told } satisfies Message);
  };
  channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if ("hello" in data) {
      // Whoever begins to listen need not wait for the next heartbeat to know that there is one.
      if (leading.signal.aborted && beat !== undefined) tell(beat);
      return;
    }
    recent.push(data.told);
    if (recent.length > KEPT) recent.shift();
    for (const listener of listeners) listener(data.told);
  });
  // Held until the page goes.
  void navigator.locks.request(NAME, () => {
    leading.abort();
    return new Promise(() => {});
  });
  const listen = (after: string, signal: AbortSignal): AsyncIterable<StreamEvent> => {
    const waiting = recent.filter(({ id }) => id !== undefined && isAfter(id, after));
    channel.postMessage({ hello: true } satisfies Message);
    return heard(waiting, listeners, AbortSignal.any([signal, leading.signal]));
  };
  return async (after, signal) => {
    if (!leading.signal.aborted) return listen(after, signal);
    const events = await open(after, signal);
    return events === undefined ? undefined : told(events, tell);
  };
}

function isAfter(id: string, after: string): boolean {
  const [epoch, seq] = id.split(":");
  const [afterEpoch, afterSeq] = after.split(":");
  return epoch === afterEpoch && Number(seq) > Number(afterSeq);
}

async function* told(events: AsyncIterable<StreamEvent>, tell: (told: StreamEvent) => void) {
  for await (const event of events) {
    tell(event);
    yield event;
  }
}

/** What another page tells, until this one stops listening or is the one that reads. */
async function* heard(
  waiting: StreamEvent[],
  listeners: Set<(told: StreamEvent) => void>,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  let wake = (): void => {};
  const listener = (event: StreamEvent): void => {
    waiting.push(event);
    wake();
  };
  listeners.add(listener);
  const stop = (): void => wake();
  signal.addEventListener("abort", stop);
  try {
    while (!signal.aborted) {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) yield next;
      if (signal.aborted) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    listeners.delete(listener);
    signal.removeEventListener("abort", stop);
  }
}
