/** How long a ticket has been waiting, and whether that is too long at its station. */
import type { Ticket } from "../../contracts/index.js";

/** Seconds since it was fired, by the server's clock. */
export function waitedSeconds({ firedAt }: Pick<Ticket, "firedAt">, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(firedAt)) / 1000));
}

/** How loudly it shows. */
export function levelOf(ticket: Pick<Ticket, "firedAt" | "state" | "station">, now: number): "fresh" | "warn" | "late" {
  const { state, station } = ticket;
  const seconds = waitedSeconds(ticket, now);
  if (state !== "open" || seconds < station.warnAfterSeconds) return "fresh";
  return seconds < station.lateAfterSeconds ? "warn" : "late";
}

/** "07:31". */
export function clock(seconds: number): string {
  return `${String(Math.floor(seconds / 60)).padStart(2, "0")}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The time of day as the kitchen's clock has it. */
export function timeOf(instant: string | number): string {
  return new Date(instant).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

/** "#042". */
export function numberOf({ orderNumber }: Pick<Ticket, "orderNumber">): string {
  return `#${String(orderNumber).padStart(3, "0")}`;
}

/** What the kinds of orders are called. */
export const TYPES = { pickup: "PICKUP", delivery: "DELIVERY", dine_in: "TABLE" } as const;
