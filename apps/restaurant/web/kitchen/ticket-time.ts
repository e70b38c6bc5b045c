/** How long a ticket has been waiting, or how long it may still take, and whether that is too long. */
import type { Ticket } from "../../contracts/index.js";
import { timeIn } from "../shared/time.js";

type Timed = Pick<Ticket, "firedAt" | "dueAt" | "station" | "state">;

/** Seconds since it was fired, by the server's clock. */
function waitedSeconds({ firedAt }: Pick<Ticket, "firedAt">, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(firedAt)) / 1000));
}

/** How loudly it shows: an order for later by what is left until its promise, any other by how long it has waited. */
export function levelOf(ticket: Timed, now: number): "fresh" | "warn" | "late" {
  const { state, station } = ticket;
  const { warnAfterSeconds, lateAfterSeconds } = station;
  if (state !== "open") return "fresh";
  const seconds = ticket.dueAt ? lateAfterSeconds - leftSeconds(ticket.dueAt, now) : waitedSeconds(ticket, now);
  if (seconds < warnAfterSeconds) return "fresh";
  return seconds < lateAfterSeconds ? "warn" : "late";
}

/** "07:31" since it was fired; "-07:31" until it is promised, and "+07:31" after that. */
export function timerOf(ticket: Pick<Timed, "firedAt" | "dueAt">, now: number): string {
  if (!ticket.dueAt) return clock(waitedSeconds(ticket, now));
  const left = leftSeconds(ticket.dueAt, now);
  return left > 0 ? `-${clock(left)}` : `+${clock(-left)}`;
}

function leftSeconds(dueAt: string, now: number): number {
  return Math.ceil((Date.parse(dueAt) - now) / 1000);
}

/** "07:31". */
function clock(seconds: number): string {
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The time of day as the kitchen's clock has it. */
export function timeOf(instant: string | number): string {
  return timeIn(instant);
}

/** "#042". */
export function numberOf({ orderNumber }: Pick<Ticket, "orderNumber">): string {
  return `#${String(orderNumber).padStart(3, "0")}`;
}
