/** A position in a place's stream of events: the epoch of the install and the event's number. */

export interface Cursor {
  readonly epoch: string;
  readonly seq: number;
}

const TEXT = /^([0-9a-f-]{36}):(\d{1,15})$/;

/** `epoch:seq`, as boards and SSE ids carry it. */
export function formatCursor({ epoch, seq }: Cursor): string {
  return `${epoch}:${seq}`;
}

/** Reads `epoch:seq`; `undefined` where the text is none, as a `Last-Event-ID` of another server's. */
export function parseCursor(text: string | undefined): Cursor | undefined {
  const match = TEXT.exec(text ?? "");
  return match?.[1] === undefined ? undefined : { epoch: match[1], seq: Number(match[2]) };
}
