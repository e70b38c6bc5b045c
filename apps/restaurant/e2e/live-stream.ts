/** Reads server-sent events over fetch and keeps them, so that a test may ask for one before or after it came. */
import { readEvents, type StreamEvent } from "../web/shared/event-stream.js";
import { eventually } from "./eventually.js";

/** An open stream. */
export interface LiveStream {
  readonly response: Response;
  readonly events: readonly StreamEvent[];
  /** The first event that fits, as soon as there is one. */
  until(fits: (event: StreamEvent) => boolean): Promise<StreamEvent>;
  /** How the stream ended: `done` where its server finished it. */
  readonly ended: Promise<"done" | "broken">;
  close(): void;
}

/** Opens a stream, and answers once its headers are there. */
export async function openStream(url: string, headers: Readonly<Record<string, string>> = {}): Promise<LiveStream> {
  const closing = new AbortController();
  const response = await fetch(url, { headers, signal: closing.signal });
  const events: StreamEvent[] = [];
  return {
    response,
    events,
    until: (fits) =>
      eventually(() => events.find(fits), `an event of ${new URL(url).pathname.split("/", 5).join("/")}`),
    ended: collect(response, events),
    close: () => closing.abort(),
  };
}

async function collect({ body }: Response, events: StreamEvent[]): Promise<"done" | "broken"> {
  try {
    if (body !== null) for await (const event of readEvents(body)) events.push(event);
    return "done";
  } catch {
    return "broken";
  }
}
