/** The top of the kitchen's screen: which stations, whether it is live, and what can be looked up. */
import { useState } from "preact/hooks";
import type { Board } from "../../contracts/index.js";
import { leaveForSignIn, signOut } from "../shared/session.js";
import { isPaired } from "./screen.js";
import { Shift, SoundOff } from "./shift.js";
import { timeOf } from "./ticket-time.js";
import { forgetOutbox } from "./use-outbox.js";

/** What can be looked up. */
export const PANELS = [
  { panel: "all-day", name: "All day", key: "a" },
  { panel: "recall", name: "Recall", key: "r" },
  { panel: "shelf", name: "Sold out", key: "s" },
  { panel: "upcoming", name: "Upcoming", key: "n" },
] as const;
export type Panel = (typeof PANELS)[number]["panel"];

interface Props {
  readonly board: Board | undefined;
  readonly live: boolean;
  readonly heardAt: number;
  /** By this screen's own clock. */
  readonly now: number;
  readonly count: number;
  readonly panel: Panel | undefined;
  readonly onPanel: (panel: Panel | undefined) => void;
  /** Whether the cards are orders rather than tickets. */
  readonly byOrder: boolean;
  readonly onByOrder: (byOrder: boolean) => void;
  readonly onPrint: () => void;
}

/** The header, and under it a bar over the whole width while nothing arrives. */
export function Header(props: Props) {
  const { board, live, heardAt, now, count, panel, onPanel, byOrder, onByOrder, onPrint } = props;
  const [sound, setSound] = useState(false);
  const seesAll = board !== undefined && (board.reader.expo || board.reader.mayRush);
  return (
    <>
      <header class="top">
        <h1>{titleOf(board)}</h1>
        <time class="count">{timeOf(now)}</time>
        <p role="status" class={live ? "live" : "live not"}>
          {live ? "LIVE" : "NOT LIVE"}
        </p>
        <span class="count">{count} open</span>
        {seesAll ? (
          <button type="button" aria-pressed={byOrder} onClick={() => onByOrder(!byOrder)}>
            By order
          </button>
        ) : null}
        {PANELS.map((one) => (
          <button
            key={one.panel}
            type="button"
            aria-pressed={panel === one.panel}
            onClick={() => onPanel(panel === one.panel ? undefined : one.panel)}
          >
            {one.name} <kbd>{one.key.toUpperCase()}</kbd>
          </button>
        ))}
        <button type="button" onClick={onPrint}>
          Print all
        </button>
        <Shift isOn={sound} onBegin={() => setSound(true)} />
        {isPaired() ? null : (
          <button type="button" onClick={() => void forgetOutbox().then(signOut).then(leaveForSignIn, leaveForSignIn)}>
            Sign out
          </button>
        )}
      </header>
      {sound ? null : <SoundOff />}
      {live || heardAt === 0 ? null : (
        <p class="lost" role="alert">
          Nothing has arrived since {timeOf(heardAt)}. It is still safe to cook what you see.
        </p>
      )}
    </>
  );
}

function titleOf(board: Board | undefined): string {
  if (board === undefined) return "Kitchen";
  if (board.reader.expo) return "Pass";
  return board.stations.length > 2 ? "All stations" : board.stations.map(({ name }) => name).join(" / ");
}
