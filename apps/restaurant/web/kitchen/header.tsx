/** The top of the kitchen's screen: which stations, whether it is live, and what can be looked up. */
import type { ComponentChildren } from "preact";
import type { Board } from "../../contracts/index.js";
import { leaveForSignIn, signOut } from "../shared/session.js";
import type { Option, Options } from "./options.js";
import { isPaired } from "./screen.js";
import { Shift } from "./shift.js";
import { timeOf } from "./ticket-time.js";
import { forgetOutbox } from "./use-outbox.js";
import { words } from "./words/index.js";

/** What can be looked up. */
export const PANELS = [
  { panel: "all-day", key: "a" },
  { panel: "recall", key: "r" },
  { panel: "shelf", key: "s" },
  { panel: "upcoming", key: "n" },
] as const;
export type Panel = (typeof PANELS)[number]["panel"];

interface Props {
  readonly board: Board | undefined;
  readonly live: boolean;
  /** By this screen's own clock. */
  readonly now: number;
  readonly count: number;
  readonly panel: Panel | undefined;
  readonly onPanel: (panel: Panel | undefined) => void;
  /** Whether the cards are orders rather than tickets. */
  readonly byOrder: boolean;
  readonly onByOrder: (byOrder: boolean) => void;
  readonly onPrint: () => void;
  readonly options: Options;
  readonly onOption: (option: Option, on: boolean) => void;
}

/** The header. */
export function Header(props: Props) {
  const { board, live, now, count, panel, onPanel, byOrder, onByOrder, onPrint } = props;
  const seesAll = board !== undefined && (board.reader.expo || board.reader.mayRush);
  return (
    <header class="top">
      <h1>{titleOf(board)}</h1>
      <time class="count">{timeOf(now)}</time>
      <Live live={live} />
      <span class="count">{words.open(count)}</span>
      {seesAll ? (
        <Toggle pressed={byOrder} onPress={() => onByOrder(!byOrder)}>
          {words.byOrder}
        </Toggle>
      ) : null}
      {PANELS.map((one) => (
        <Toggle
          key={one.panel}
          pressed={panel === one.panel}
          onPress={() => onPanel(panel === one.panel ? undefined : one.panel)}
        >
          {words.panels[one.panel]} <kbd>{one.key.toUpperCase()}</kbd>
        </Toggle>
      ))}
      <button type="button" onClick={onPrint}>
        {words.printAll}
      </button>
      <Shift options={props.options} onOption={props.onOption} />
      {isPaired() ? null : (
        <button type="button" onClick={() => void forgetOutbox().then(signOut).then(leaveForSignIn, leaveForSignIn)}>
          {words.signOut}
        </button>
      )}
    </header>
  );
}

/** A dot and a word: neither alone. */
function Live({ live }: { readonly live: boolean }) {
  return (
    <p role="status" class={live ? "live" : "live not"}>
      <span class="dot" aria-hidden="true" />
      <span>{live ? words.live : words.notLive}</span>
    </p>
  );
}

interface ToggleProps {
  readonly pressed: boolean;
  readonly onPress: () => void;
  readonly children: ComponentChildren;
}

function Toggle({ pressed, onPress, children }: ToggleProps) {
  return (
    <button type="button" aria-pressed={pressed} onClick={onPress}>
      {children}
    </button>
  );
}

function titleOf(board: Board | undefined): string {
  if (board === undefined) return words.kitchen;
  if (board.reader.expo) return words.pass;
  return board.stations.length > 2 ? words.allStations : board.stations.map(({ name }) => name).join(" / ");
}
