/** Sends what a cook does, under one key however often it has to be sent. */
import type { Conflict, Ticket } from "../../contracts/index.js";
import { ApiError } from "../shared/api.js";
import { told } from "../shared/told-staff.js";
import type { Outcome } from "./outbox.js";
import { callKitchen } from "./screen.js";
import type { Unsent } from "./unsent-store.js";

/** Longer than that a cook does not wait to see what came of a press. */
const PATIENCE_MILLISECONDS = 5000;

/** Sends one command once, and tells what became of it. */
export async function sendOnce({ key, verb, of, id, expectedVersion }: Unsent): Promise<Outcome> {
  const path = `/api/v1/kds/${of}/${id}/${verb}`;
  const headers = { "idempotency-key": key };
  const signal = AbortSignal.timeout(PATIENCE_MILLISECONDS);
  try {
    const call = { method: "POST", body: { expectedVersion }, headers, signal } as const;
    return { kind: "done", ticket: (await callKitchen<{ ticket: Ticket }>(path, call)).ticket };
  } catch (error) {
    return outcomeOf(error);
  }
}

/** Nothing is known after a lost answer, a server that is starting, or the same command that is still running. */
const PASSING: readonly number[] = [0, 429, 502, 503, 504];

function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ApiError)) return { kind: "unreached" };
  const { problem } = error;
  if (PASSING.includes(problem.status) || problem.code === "idempotency_running") return { kind: "unreached" };
  if (problem.status === 409) return { kind: "conflict", ticket: (problem as Partial<Conflict>).ticket };
  return { kind: "refused", words: told(error) };
}

/** `randomUUID` is there over TLS and on this machine alone; a kitchen's network may be neither. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
