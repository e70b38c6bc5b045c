/** The top of the kitchen's screen: which stations, whether it is live, and what can be looked up. */
import { useState } from "preact/hooks";
import type { Board } from "../../contracts/index.js";
import { leaveForSignIn, signOut } from "../shared/session.js";
import { isPaired } from "./screen.js";
import { startShift } from "./sound.js";
import { timeOf } from "./ticket-card.js";

/** What can be looked up. */
export type Panel = "all-day" | "recall";

interface Props {
  readonly board: Board | undefined;
  readonly live: boolean;
  readonly heardAt: number;
  readonly count: number;
  readonly panel: Panel | undefined;
  readonly onPanel: (panel: Panel | undefined) => void;
}

/** The header, and under it a bar over the whole width while nothing arrives. */
export function Header({ board, live, heardAt, count, panel, onPanel }: Props) {
  const [sound, setSound] = useState(false);
  const toggle = (wanted: Panel) => onPanel(panel === wanted ? undefined : wanted);
  const begin = async (): Promise<void> => {
    await startShift();
    setSound(true);
  };
  return (
    <>
      <header class="top">
        <h1>{titleOf(board)}</h1>
        <p role="status" class={live ? "live" : "live not"}>
          {live ? "LIVE" : "NOT LIVE"}
        </p>
        <span class="count">{count} open</span>
        <button type="button" aria-pressed={panel === "all-day"} onClick={() => toggle("all-day")}>
          All day <kbd>A</kbd>
        </button>
        <button type="button" aria-pressed={panel === "recall"} onClick={() => toggle("recall")}>
          Recall <kbd>R</kbd>
        </button>
        {sound ? null : (
          <button type="button" class="primary" onClick={() => void begin()}>
            Start shift (sound is off)
          </button>
        )}
        {isPaired() ? null : (
          <button type="button" onClick={() => void signOut().then(leaveForSignIn, leaveForSignIn)}>
            Sign out
          </button>
        )}
      </header>
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
