/** When an order will be ready, and when the kitchen must begin. */

/** What a promise depends on. */
export interface KitchenLoad {
  /** What the place adds to everything, in minutes. */
  readonly busyMinutes: number;
  /** How long the kitchen needs for the order. */
  readonly makingSeconds: number;
  /** How long it then travels. */
  readonly travelMinutes: number;
}

const MINUTE = 60_000;
const STEP = 5 * MINUTE;
/** The kitchen begins a little early. */
const BUFFER = 2 * MINUTE;

/** The moment for an order that is wanted as soon as possible, rounded up to five minutes. */
export function readyAt(now: Date, { busyMinutes, makingSeconds, travelMinutes }: KitchenLoad): Date {
  const needed = (busyMinutes + travelMinutes) * MINUTE + makingSeconds * 1000;
  return new Date(Math.ceil((now.getTime() + needed) / STEP) * STEP);
}

/** When the kitchen begins with an order for a moment; never before now. What it has now is done by then. */
export function fireAt(promised: Date, now: Date, load: KitchenLoad): Date {
  const needed = (load.busyMinutes + load.travelMinutes) * MINUTE + load.makingSeconds * 1000 + BUFFER;
  return new Date(Math.max(now.getTime(), promised.getTime() - needed));
}
