/** What the cameras have seen: the latest incidents and an hour of counts, in bounded memory. */
import { randomUUID } from "node:crypto";
import type { SecurityEvent } from "cloche";
import type { Footage, Incident, IncidentKind } from "../../contracts/index.js";
import { incidentOf } from "./incident.js";

/** The tape of one process. */
export interface Tape {
  /** Names this tape; after a restart there is another. */
  readonly epoch: string;
  /** Hears every security event; for the observer's `sinks`. */
  readonly hear: (event: SecurityEvent) => void;
  /** The incidents after a number, oldest first; `undefined` where some of them are gone already. */
  readonly after: (seq: number) => readonly Incident[] | undefined;
  /** The number of the last incident. */
  readonly head: () => number;
  readonly minutes: (now: number) => Footage["minutes"];
  /** Calls `onNew` at each incident until the answer is called. */
  readonly listen: (onNew: () => void) => () => void;
}

const MINUTE = 60_000;
const MINUTES = 60;
const INCIDENTS = 500;

type Counts = Partial<Record<IncidentKind, number>>;

/** A new tape. */
export function newTape(): Tape {
  const kept: Incident[] = [];
  const minutes = new Map<number, Counts>();
  const ears = new Set<() => void>();
  let seq = 0;
  const count = (kind: IncidentKind, at: number): void => {
    const minute = Math.floor(at / MINUTE);
    const counts = minutes.get(minute) ?? {};
    counts[kind] = (counts[kind] ?? 0) + 1;
    minutes.set(minute, counts);
    for (const old of minutes.keys()) if (old <= minute - MINUTES) minutes.delete(old);
  };
  return {
    epoch: randomUUID(),
    hear(event) {
      const incident = incidentOf(event, seq + 1);
      if (incident === undefined) return;
      seq += 1;
      kept.push(incident);
      if (kept.length > INCIDENTS) kept.shift();
      count(incident.kind, event.at);
      for (const onNew of ears) onNew();
    },
    after(from) {
      if (from > seq || from < seq - kept.length) return undefined;
      return kept.slice(kept.length - (seq - from));
    },
    head: () => seq,
    minutes: (now) =>
      [...minutes]
        .filter(([minute]) => minute > Math.floor(now / MINUTE) - MINUTES)
        .map(([minute, counts]) => ({ at: new Date(minute * MINUTE).toISOString(), counts: { ...counts } })),
    listen(onNew) {
      ears.add(onNew);
      return () => ears.delete(onNew);
    },
  };
}
