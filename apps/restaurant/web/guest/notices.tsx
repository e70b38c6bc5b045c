/** What a guest should know before choosing: whether orders are taken now, and when again. */
import type { Location } from "../../contracts/index.js";
import { momentIn } from "../shared/time.js";
import { nextOpening, openingWords } from "./opening.js";
import { useOnline } from "./use-online.js";
import { words } from "./words/index.js";

const { notices } = words;

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
  const notice = online ? noticeOf(location, now) : notices.offline;
  return <div role="status">{notice === "" ? null : <p class="notice warn">{notice}</p>}</div>;
}

function noticeOf(location: Location, now: number): string {
  const { open, pausedUntil, timezone, slots, busyMinutes } = location;
  const later = slots.some(({ free }) => free) ? notices.later : "";
  if (!open) return sentences(notices.closed, openingWords(nextOpening(location, now)), later);
  if (pausedUntil !== null) return sentences(notices.paused(momentIn(pausedUntil, timezone)), later);
  return busyMinutes === 0 ? "" : notices.busy(busyMinutes);
}

const sentences = (...said: readonly string[]): string => said.filter((one) => one !== "").join(" ");
