/** The notes of the requests that are explained; where none is, nothing is looked up. */
import type { Refusal } from "../kernel/index.js";
import type { Passage } from "./decision.js";

/** One step of a decision: what was asked, what it came to, and why. Holds no input and no secret. */
export interface TraceStep {
  /** `limit by address`, `credential`, `input body` ... */
  readonly step: string;
  /** `watched` is a refusal of a layer in shadow; `answered` an answer that needs no handler. */
  readonly outcome: "passed" | "watched" | "refused" | "answered";
  /** The code of a refusal. */
  readonly code?: string;
  /** The finer reason that callers are never told. */
  readonly reason?: string;
  /** What it was decided by, in words. */
  readonly why?: string;
  readonly milliseconds: number;
}

/** The notes by the request on its way. */
export const notes = new WeakMap<Passage, TraceStep[]>();

/** Notes a refusal that was only told. */
export function noteWatched(passage: Passage, step: string, { refused: code, reason }: Refusal): void {
  notes.get(passage)?.push({ step, outcome: "watched", code, reason, milliseconds: 0 });
}
