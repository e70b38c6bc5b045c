/** Writes server-sent events (HTML standard, section 9.2), with a heartbeat that scripts can hear. */
import type { Json } from "./schema.js";

/** One event on the wire. */
export interface Frame {
  /** One word; it is made from a type of ours, never from input. */
  readonly event: string;
  /** A cursor, for `Last-Event-ID`. */
  readonly id?: string;
  readonly data: Json;
}

/** How often a quiet stream proves that it is alive, milliseconds. */
export const HEARTBEAT_MILLISECONDS = 10_000;

/** What a stream begins with: how soon a browser reconnects, milliseconds. */
export const STREAM_START = "retry: 2000\n\n";

const WORD = /^[a-z][a-z0-9_.-]{0,63}$/;
const ID = /^[0-9a-f:-]{1,64}$/;

/**
 * Encodes an event. JSON has no raw line break, so data can neither end its event nor begin another.
 *
 * @throws TypeError where the name or id is not one of ours.
 */
export function encodeFrame({ event, id, data }: Frame): string {
  if (!WORD.test(event) || (id !== undefined && !ID.test(id)))
    throw new TypeError("An event's name or id is malformed.");
  return `event: ${event}\n${id === undefined ? "" : `id: ${id}\n`}data: ${jsonOf(data)}\n\n`;
}

/** Many streams tell one and the same event; it is written as JSON once. */
const written = new WeakMap<object, string>();

function jsonOf(data: Json): string {
  if (typeof data !== "object" || data === null) return JSON.stringify(data);
  const known = written.get(data) ?? JSON.stringify(data);
  written.set(data, known);
  return known;
}

/** How a stream's heartbeat is made. */
export interface HeartbeatOptions {
  /** What the heartbeat tells, such as the head of the stream and a count to check a board with. */
  readonly beat: () => Json | Promise<Json>;
  readonly everyMilliseconds?: number;
}

/**
 * A stream of frames as text: the retry line, a first heartbeat at once, then every frame and, however busy or quiet
 * the source, a heartbeat named `hb` every 10 seconds.
 *
 * @example
 * return ok(eventStreamOf(frames(), { beat: async () => ({ t: clock.now(), head }) }));
 */
export async function* eventStreamOf(
  frames: AsyncGenerator<Frame, void, undefined>,
  { beat, everyMilliseconds = HEARTBEAT_MILLISECONDS }: HeartbeatOptions,
): AsyncGenerator<string, void, undefined> {
  const tick = ticker(everyMilliseconds);
  const heartbeat = async () => encodeFrame({ event: "hb", data: await beat() });
  let next = frames.next();
  next.catch(() => {});
  try {
    yield STREAM_START + (await heartbeat());
    for (;;) {
      const first = await Promise.race([next, tick.next()]);
      if (first === TICK) {
        yield await heartbeat();
        continue;
      }
      if (first.done === true) return;
      yield encodeFrame(first.value);
      next = frames.next();
      next.catch(() => {});
    }
  } finally {
    tick.stop();
    // Not awaited: a source that is waiting ends when its signal does.
    frames.return().catch(() => {});
  }
}

/** What a ticker gives. */
export const TICK = Symbol("tick");

/** What ticks. */
export interface Ticker {
  next(): Promise<typeof TICK>;
  /** Makes the next tick due now. */
  hurry(): void;
  stop(): void;
}

/** Ticks for a stream that waits for something else as well; a tick that was asked for twice comes once. */
export function ticker(milliseconds: number): Ticker {
  let timer: NodeJS.Timeout | undefined;
  let pending: Promise<typeof TICK> | undefined;
  let due: (() => void) | undefined;
  let hurried = false;
  return {
    next() {
      pending ??= new Promise((resolve) => {
        due = () => {
          clearTimeout(timer);
          [pending, due, hurried] = [undefined, undefined, false];
          resolve(TICK);
        };
        timer = setTimeout(due, hurried ? 0 : milliseconds);
      });
      return pending;
    },
    hurry() {
      hurried = true;
      due?.();
    },
    stop: () => clearTimeout(timer),
  };
}
