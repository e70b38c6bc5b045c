/** The board with everything around it. */
import { useState } from "preact/hooks";
import { leaveForSignIn } from "../shared/session.js";
import { useEvery } from "../shared/use-every.js";
import { Banners } from "./banners.js";
import { ticketCards } from "./board.js";
import { BottomBar } from "./bottom-bar.js";
import { Header, type Panel } from "./header.js";
import { useLiveBoard } from "./live-board.js";
import { LookUp } from "./look-up.js";
import { Nothing } from "./nothing.js";
import { useOptions } from "./options.js";
import { PagedBoard } from "./paged-board.js";
import { PairForm } from "./pair-form.js";
import { usePassCards } from "./pass-board.js";
import { PrintSheet } from "./print-sheet.js";
import { isPaired } from "./screen.js";
import { useAnnounced } from "./use-announced.js";
import { useDeeds } from "./use-deeds.js";
import { useKeys } from "./use-keys.js";
import { usePaging } from "./use-paging.js";
import { usePrinting } from "./use-printing.js";
import { useShownTickets } from "./use-shown-tickets.js";
import { useSounds } from "./use-sounds.js";
import { words } from "./words/index.js";

/** The page. */
export function KitchenPage() {
  const screen = useLiveBoard();
  const { board, live, skew } = screen;
  const deeds = useDeeds(screen);
  const { outbox } = deeds;
  const { known, open, leaving, bumped } = useShownTickets(screen, outbox.queue);
  const [panel, setPanel] = useState<Panel>();
  const [byOrder, setByOrder] = useState<boolean>();
  const [marked, setMarked] = useState<string>();
  const [selected, setSelected] = useState<string>();
  const [options, setOption] = useOptions();
  const { printing, print } = usePrinting();
  const here = useEvery(1000);
  const now = here - skew;
  const loaded = screen.state !== undefined;
  const unseen = screen.unseen.filter(({ ticketId }) => known.some(({ id }) => id === ticketId));
  const announced = useAnnounced(known, loaded);
  useSounds({ tickets: known, unseen: unseen.length, live, loaded, now });
  const isByOrder = byOrder ?? board?.reader.expo === true;
  const orders = usePassCards({ board, deeds, now, options, tickets: [...open, ...bumped] });
  const tickets = ticketCards({
    ...{ open, deeds, now, selected, options },
    marked: panel === "all-day" ? marked : undefined,
    unsent: outbox.stuck ? outbox.queue : [],
    showStation: (board?.stations.length ?? 0) > 1 || board?.reader.expo === true,
    mayRush: board?.reader.mayRush === true,
  });
  const cards = isByOrder ? orders : tickets;
  const paging = usePaging(cards);
  const onPage = paging.shown.flatMap((id) => open.find((one) => one.id === id) ?? []);
  useKeys({
    tickets: onPage,
    selected: onPage.find(({ id }) => id === selected),
    onSelect: setSelected,
    onBump: deeds.bump,
    onItem: (ticket, item) => deeds.toggle(ticket, [item]),
    onUndo: () => leaving.slice(-1).forEach(deeds.recall),
    onPanel: (wanted) => setPanel((shown) => (shown === wanted ? undefined : wanted)),
    onPage: paging.turn,
  });
  if (screen.shutOut) return isPaired() ? <PairForm ended /> : <ShutOut />;
  const look = { board, open, bumped, panel, marked, shelfChanges: screen.shelfChanges };
  return (
    <>
      <div class="kitchen">
        <Header
          {...{ board, live, panel, now: here, count: open.length, byOrder: isByOrder, options }}
          {...{ onPanel: setPanel, onByOrder: setByOrder, onPrint: print, onOption: setOption }}
        />
        <Banners
          {...{ screen, unseen, outbox, now: here, failure: deeds.failure }}
          {...{ onSeen: screen.dropUnseen, onPrint: print }}
        />
        <div class="work">
          <main>
            {cards.length === 0 ? <Nothing {...{ loaded, live }} heardAt={screen.heardAt} /> : null}
            <PagedBoard {...{ cards, paging }} />
          </main>
          <LookUp {...look} onMark={setMarked} onRecall={deeds.recall} />
        </div>
        <BottomBar {...{ leaving, paging, done: deeds.done }} onUndo={deeds.recall} />
        <p class="visually-hidden" role="status">
          {announced}
        </p>
      </div>
      {printing ? <PrintSheet tickets={open} /> : null}
    </>
  );
}

function ShutOut() {
  return (
    <main class="narrow stack">
      <h1>{words.kitchen}</h1>
      <p class="notice bad">{words.noLongerHere}</p>
      <button type="button" class="primary" onClick={leaveForSignIn}>
        {words.pair.signIn}
      </button>
    </main>
  );
}
