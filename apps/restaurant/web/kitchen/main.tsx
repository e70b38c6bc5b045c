/** The kitchen screen. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { wordsFor } from "../shared/api.js";
import { mountPage } from "../shared/mount.js";
import { onBoard } from "./board-state.js";
import { send, type Verb } from "./commands.js";
import { Header, type Panel } from "./header.js";
import { useLiveBoard } from "./live-board.js";
import { PairForm } from "./pair-form.js";
import { AllDayPanel, RecallPanel } from "./panels.js";
import { TicketCard } from "./ticket-card.js";
import { useKeys } from "./use-keys.js";
import { useLeaving } from "./use-leaving.js";
import { useSounds } from "./use-sounds.js";
import "./kitchen.css";
import "./ticket.css";

function KitchenPage() {
  const { board, state, live, heardAt, skew, unseen, unpaired, show, reload } = useLiveBoard();
  const [failure, setFailure] = useState<string>();
  const [panel, setPanel] = useState<Panel>();
  const [selected, setSelected] = useState<string>();
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const now = useSeconds() - skew;
  const open = useMemo(() => (state === undefined ? [] : onBoard(state)), [state]);
  const leaving = useLeaving(state?.tickets);
  const tickets = [...open, ...leaving];
  useSounds(open, live, state !== undefined);
  const act = async (verb: Verb, of: "tickets" | "ticket-items", what: { id: string; version: number }) => {
    try {
      const ticket = await send(verb, of, what);
      if (ticket !== undefined) show(ticket);
      setFailure(undefined);
    } catch (error) {
      setFailure(wordsFor(error));
    }
  };
  const toggle = (item: Ticket["items"][number]) => act(item.state === "done" ? "undo" : "done", "ticket-items", item);
  const bump = (ticket: Ticket) =>
    ticket.allergyNote === null || read.has(ticket.id) ? act("bump", "tickets", ticket) : undefined;
  const recall = (ticket: Ticket) => act("recall", "tickets", ticket).then(reload);
  useKeys({
    tickets: open,
    selected: open.find(({ id }) => id === selected),
    onSelect: setSelected,
    onBump: (ticket) => void bump(ticket),
    onItem: (item) => void toggle(item),
    onUndo: () => leaving.slice(-1).forEach((ticket) => void act("recall", "tickets", ticket)),
    onPanel: (wanted) => setPanel((shown) => (shown === wanted ? undefined : wanted)),
  });
  if (unpaired) return <PairForm ended />;
  const manyStations = (board?.stations.length ?? 0) > 1 || board?.reader.expo === true;
  return (
    <div class="kitchen">
      <Header board={board} live={live} heardAt={heardAt} count={open.length} panel={panel} onPanel={setPanel} />
      {unseen.length === 0 ? null : (
        <p class="unseen" role="alert">
          Nobody has seen {unseen.map(({ orderNumber, station }) => `#${orderNumber} at ${station.name}`).join(", ")}
        </p>
      )}
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      <div class="work">
        <main class="board">
          {state !== undefined && tickets.length === 0 ? (
            <p class="empty">
              No open tickets {live ? `- live ${new Date(heardAt).toLocaleTimeString()}` : "- NOT LIVE"}
            </p>
          ) : null}
          {tickets.map((ticket, index) => (
            <TicketCard
              key={ticket.id}
              {...{ ticket, now }}
              selected={ticket.id === selected}
              place={index < 9 && index < open.length ? index + 1 : undefined}
              read={read.has(ticket.id)}
              showStation={manyStations}
              onToggle={(item) => void toggle(item)}
              onBump={() => void bump(ticket)}
              onUndo={() => void act("recall", "tickets", ticket)}
              onRush={board?.reader.mayRush === true ? () => void act("rush", "tickets", ticket) : undefined}
              onAcknowledge={() => void act("ack-void", "tickets", ticket)}
              onRead={() => setRead((before) => new Set([...before, ticket.id]))}
            />
          ))}
        </main>
        {panel === "all-day" ? <AllDayPanel tickets={open} /> : null}
        {panel === "recall" ? (
          <RecallPanel tickets={recallable(board?.recall ?? [], state?.tickets)} onRecall={(one) => void recall(one)} />
        ) : null}
      </div>
      <p class="visually-hidden" role="status">
        {open.length} open tickets
      </p>
    </div>
  );
}

/** The snapshot's list with what has been bumped, or recalled, since. */
function recallable(listed: readonly Ticket[], known: ReadonlyMap<string, Ticket> | undefined): readonly Ticket[] {
  const newest = new Map([...listed.map((one) => [one.id, one] as const), ...(known ?? [])]);
  return [...newest.values()]
    .filter(({ state }) => state === "bumped")
    .sort((a, b) => (b.bumpedAt ?? "").localeCompare(a.bumpedAt ?? ""));
}

function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** `/kitchen#pair` is where a new screen begins. */
mountPage(location.hash === "#pair" ? <PairForm ended={false} /> : <KitchenPage />);
