/** The panel that is open beside the board. */
import type { Board, Ticket } from "../../contracts/index.js";
import type { Panel } from "./header.js";
import { AllDayPanel, RecallPanel } from "./panels.js";
import { ShelfPanel } from "./shelf-panel.js";
import { UpcomingPanel } from "./upcoming-panel.js";

interface Props {
  readonly panel: Panel | undefined;
  readonly board: Board | undefined;
  /** What is to be made, as it was pressed here. */
  readonly open: readonly Ticket[];
  readonly bumped: readonly Ticket[];
  readonly shelfChanges: number;
  /** The dish whose cards stand out. */
  readonly marked: string | undefined;
  readonly onMark: (name: string | undefined) => void;
  readonly onRecall: (ticket: Ticket) => void;
}

/** Nothing where none is open. */
export function LookUp({ panel, board, open, bumped, shelfChanges, marked, onMark, onRecall }: Props) {
  if (panel === "all-day") return <AllDayPanel tickets={open} marked={marked} onMark={onMark} />;
  if (panel === "recall") return <RecallPanel tickets={bumped} onRecall={onRecall} />;
  if (panel === "shelf") return <ShelfPanel changes={shelfChanges} />;
  if (panel === "upcoming") return <UpcomingPanel tickets={open} mayFire={board?.reader.kind === "staff"} />;
  return null;
}
