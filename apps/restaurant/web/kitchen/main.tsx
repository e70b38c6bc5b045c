/** The kitchen screen. */
import { useState } from "preact/hooks";
import { mountPage } from "../shared/mount.js";
import { useEvery } from "../shared/use-every.js";
import { Banners } from "./banners.js";
import { TicketBoard } from "./board.js";
import { Header, type Panel } from "./header.js";
import { useLiveBoard } from "./live-board.js";
import { LookUp } from "./look-up.js";
import { PairForm } from "./pair-form.js";
import { PassBoard } from "./pass-board.js";
import { PrintSheet } from "./print-sheet.js";
import { useAnnounced } from "./use-announced.js";
import { useDeeds } from "./use-deeds.js";
import { useKeys } from "./use-keys.js";
import { usePrinting } from "./use-printing.js";
import { useShownTickets } from "./use-shown-tickets.js";
import { useSounds } from "./use-sounds.js";
import "./kitchen.css";
import "./pass.css";
import "./print.css";
import "./ticket.css";

function KitchenPage() {
  const screen = useLiveBoard();
  const { board, live, heardAt, skew } = screen;
  const deeds = useDeeds(screen);
  const { outbox, toggle, bump, recall } = deeds;
  const { known, open, leaving, bumped } = useShownTickets(screen, outbox.queue);
  const [panel, setPanel] = useState<Panel>();
  const [byOrder, setByOrder] = useState<boolean>();
  const [marked, setMarked] = useState<string>();
  const [selected, setSelected] = useState<string>();
  const { printing, print } = usePrinting();
  const here = useEvery(1000);
  const now = here - skew;
  const loaded = screen.state !== undefined;
  const unseen = screen.unseen.filter(({ ticketId }) => known.some(({ id }) => id === ticketId));
  const announced = useAnnounced(known, loaded);
  useSounds({ tickets: known, unseen: unseen.length, live, loaded, now });
  useKeys({
    tickets: open,
    selected: open.find(({ id }) => id === selected),
    onSelect: setSelected,
    onBump: bump,
    onItem: toggle,
    onUndo: () => leaving.slice(-1).forEach(recall),
    onPanel: (wanted) => setPanel((shown) => (shown === wanted ? undefined : wanted)),
  });
  if (screen.unpaired) return <PairForm ended />;
  const isByOrder = byOrder ?? board?.reader.expo === true;
  const isEmpty = loaded && open.length + leaving.length === 0 && !(isByOrder && bumped.length > 0);
  const look = { board, open, bumped, panel, marked, shelfChanges: screen.shelfChanges };
  return (
    <>
      <div class="kitchen">
        <Header
          {...{ board, live, heardAt, panel }}
          {...{ now: here, count: open.length, byOrder: isByOrder }}
          {...{ onPanel: setPanel, onByOrder: setByOrder, onPrint: print }}
        />
        <Banners {...{ unseen, outbox, failure: deeds.failure }} onSeen={screen.dropUnseen} />
        <div class="work">
          <main class="board">
            {isEmpty ? <Nothing live={live} heardAt={heardAt} /> : null}
            {isByOrder && board !== undefined ? (
              <PassBoard {...{ board, now }} {...deeds} tickets={[...open, ...bumped]} />
            ) : (
              <TicketBoard
                {...{ open, leaving, now, selected }}
                {...deeds}
                unsent={outbox.stuck ? outbox.queue : []}
                marked={panel === "all-day" ? marked : undefined}
                showStation={(board?.stations.length ?? 0) > 1 || board?.reader.expo === true}
                mayRush={board?.reader.mayRush === true}
              />
            )}
          </main>
          <LookUp {...look} onMark={setMarked} onRecall={recall} />
        </div>
        <p class="visually-hidden" role="status">
          {announced}
        </p>
      </div>
      {printing ? <PrintSheet tickets={open} /> : null}
    </>
  );
}

/** An empty board says that it is live, or that it is not. */
function Nothing({ live, heardAt }: { readonly live: boolean; readonly heardAt: number }) {
  return (
    <p class="empty">No open tickets {live ? `- live ${new Date(heardAt).toLocaleTimeString()}` : "- NOT LIVE"}</p>
  );
}

/** `/kitchen#pair` is where a new screen begins; the office's picture leads there with the code, which no server sees. */
mountPage(/^#pair(?:=|$)/.test(location.hash) ? <PairForm ended={false} /> : <KitchenPage />);
