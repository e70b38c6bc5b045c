/** What a guest should know before choosing: whether orders are taken now, and when again. */
import type { Location } from "../../contracts/index.js";
import { momentIn } from "../shared/time.js";
import { nextOpening } from "./opening.js";
import { useOnline } from "./use-online.js";

interface Props {
  readonly location: Location;
  readonly now: number;
}

/** Whether an order for right now would be taken. */
export function takesNow({ open, pausedUntil }: Location): boolean {
  return open && pausedUntil === null;
}

/** One line in a live region; nothing where all is as usual. */
export function Notices({ location, now }: Props) {
  const online = useOnline();
  const words = online ? noticeOf(location, now) : "You are offline. Your cart is kept; order once you are back.";
  return <div role="status">{words === undefined ? null : <p class="notice warn">{words}</p>}</div>;
}

function noticeOf(location: Location, now: number): string | undefined {
  const { open, pausedUntil, timezone, slots, busyMinutes } = location;
  const later = slots.some(({ free }) => free) ? " You can order now for later." : "";
  if (!open) {
    const opening = nextOpening(location, now);
    return `We are closed${opening === undefined ? "" : ` and open ${opening}`}.${later}`;
  }
  if (pausedUntil !== null) return `We take no orders until ${momentIn(pausedUntil, timezone)}.${later}`;
  return busyMinutes === 0 ? undefined : `The kitchen is busy: orders take about ${busyMinutes} minutes longer.`;
}
