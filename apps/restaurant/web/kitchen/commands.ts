/** Sends what a cook does, again under the same key where no answer came, so that it is done once. */
import type { Conflict, Ticket } from "../../contracts/index.js";
import { ApiError } from "../shared/api.js";
import { callKitchen } from "./screen.js";

/** What can be done to a ticket or a line. */
export type Verb = "start" | "done" | "undo" | "bump" | "recall" | "rush" | "ack-void";

const TRIES = 3;
const PAUSE_MILLISECONDS = 700;

/** Sends a command; the ticket as it stands then, whether it was done or came too late. */
export async function send(
  verb: Verb,
  of: "tickets" | "ticket-items",
  { id, version }: { readonly id: string; readonly version: number },
): Promise<Ticket | undefined> {
  const headers = { "idempotency-key": newKey() };
  const body = { expectedVersion: version };
  for (let left = TRIES; ; left -= 1) {
    try {
      const path = `/api/v1/kds/${of}/${id}/${verb}`;
      return (await callKitchen<{ ticket: Ticket }>(path, { method: "POST", body, headers })).ticket;
    } catch (error) {
      const problem = error instanceof ApiError ? error.problem : undefined;
      // A stale tap is no mistake of the cook; the answer brings what changed.
      if (problem?.status === 409 && problem.code !== "idempotency_running")
        return (problem as Partial<Conflict>).ticket;
      const passing = problem === undefined || problem.status === 0 || problem.status === 503 || problem.status === 409;
      if (!passing || left <= 1) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLISECONDS));
    }
  }
}

/** `randomUUID` is there over TLS and on this machine alone; a kitchen's network may be neither. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
