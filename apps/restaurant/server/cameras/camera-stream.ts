/** The cameras' live stream: every incident after a cursor, for as long as its reader may watch. */
import type { Clock } from "cloche";
import { type Cursor, doorbell, eventStreamOf, type Frame, formatCursor } from "../platform/index.js";
import type { Tape } from "./footage.js";

/** What a stream needs. */
export interface CameraStreamParts {
  readonly tape: Tape;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
  /** Asked at each heartbeat; where it says no, the stream ends. */
  readonly mayWatch: () => Promise<boolean>;
}

const LOOK_AGAIN_MILLISECONDS = 30_000;

/** The stream as text. */
export function cameraStreamOf(
  { tape, clock, stopping, mayWatch }: CameraStreamParts,
  after: Cursor | undefined,
  signal: AbortSignal,
): AsyncIterable<string> {
  const over = new AbortController();
  const beat = async () => {
    if (!(await mayWatch())) over.abort();
    return { t: new Date(clock.now()).toISOString() };
  };
  const from = after ?? { epoch: tape.epoch, seq: tape.head() };
  return eventStreamOf(framesOf(tape, from, [signal, stopping, over.signal]), { beat });
}

async function* framesOf(
  tape: Tape,
  { epoch, seq }: Cursor,
  signals: readonly AbortSignal[],
): AsyncGenerator<Frame, void, undefined> {
  const bell = doorbell(...signals);
  const silence = tape.listen(() => bell.ring());
  let seen = seq;
  try {
    while (!bell.stopped()) {
      const incidents = epoch === tape.epoch ? tape.after(seen) : undefined;
      if (incidents === undefined) return yield { event: "resync", data: {} };
      for (const incident of incidents) {
        seen = incident.seq;
        yield { event: "incident", id: formatCursor({ epoch, seq: seen }), data: { incident } };
      }
      await bell.wait(LOOK_AGAIN_MILLISECONDS);
    }
  } finally {
    silence();
    bell.stop();
  }
}
