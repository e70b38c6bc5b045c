/** Keeps the cameras' picture true: a snapshot, then every incident after it. */
import { useEffect, useState } from "preact/hooks";
import type { Footage, Incident } from "../../contracts/index.js";
import { ApiError } from "../shared/api.js";
import { readEvents } from "../shared/event-stream.js";
import { authorization, callAs, renew } from "../shared/session.js";
import { workIn } from "./place-time.js";

/** What the page shows. */
export interface Cameras {
  readonly footage: Footage | undefined;
  readonly live: boolean;
  /** Whether the reader may not look. */
  readonly refused: boolean;
}

/** No heartbeat for this long means that nothing arrives any more. */
const SILENCE_MILLISECONDS = 25_000;
const KEPT = 500;
const MINUTE = 60_000;

/** Loads the footage and follows it for as long as the page lives. */
export function useCameras(): Cameras {
  const [footage, setFootage] = useState<Footage>();
  const [live, setLive] = useState(false);
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    const closing = new AbortController();
    const show = (incident: Incident): void => setFootage((current) => current && withIncident(current, incident));
    void follow({ setFootage, setLive, setRefused, show, closing: closing.signal });
    return () => closing.abort();
  }, []);
  return { footage, live, refused };
}

interface Following {
  readonly setFootage: (footage: Footage) => void;
  readonly setLive: (live: boolean) => void;
  readonly setRefused: (refused: boolean) => void;
  readonly show: (incident: Incident) => void;
  readonly closing: AbortSignal;
}

async function follow(following: Following): Promise<void> {
  const { setFootage, setLive, setRefused, closing } = following;
  while (!closing.aborted) {
    try {
      const footage = await callAs<Footage>("/api/v1/office/cameras", { signal: closing });
      workIn(footage.timezone);
      setFootage(footage);
      await stream(footage.asOf, following);
    } catch (error) {
      if (error instanceof ApiError && error.problem.status === 403) return setRefused(true);
      // Whatever else broke, the next snapshot says how things are.
    }
    setLive(false);
    await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 1000));
  }
}

async function stream(after: string, { setLive, show, closing }: Following): Promise<void> {
  const silence = new AbortController();
  const signal = AbortSignal.any([closing, silence.signal]);
  let timer = setTimeout(() => silence.abort(), SILENCE_MILLISECONDS);
  try {
    const response = await fetch(`/api/v1/office/cameras/stream?after=${after}`, { headers: authorization(), signal });
    if (response.status === 401) await renew();
    if (!response.ok || response.body === null) return;
    setLive(true);
    for await (const { event, data } of readEvents(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MILLISECONDS);
      if (event === "resync") return;
      if (event === "incident") show((JSON.parse(data) as { readonly incident: Incident }).incident);
    }
  } finally {
    clearTimeout(timer);
  }
}

function withIncident(footage: Footage, incident: Incident): Footage {
  if (footage.incidents.some(({ seq }) => seq === incident.seq)) return footage;
  const at = new Date(Math.floor(Date.parse(incident.at) / MINUTE) * MINUTE).toISOString();
  const known = footage.minutes.find((minute) => minute.at === at) ?? { at, counts: {} };
  const counts = { ...known.counts, [incident.kind]: (known.counts[incident.kind] ?? 0) + 1 };
  const from = Date.now() - 60 * MINUTE;
  const others = footage.minutes.filter((minute) => minute.at !== at && Date.parse(minute.at) > from);
  const incidents = [...footage.incidents, incident].slice(-KEPT);
  return { ...footage, incidents, minutes: [...others, { at, counts }] };
}
