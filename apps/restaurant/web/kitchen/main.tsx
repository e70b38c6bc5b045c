/** The kitchen screen. */
import { useEffect, useState } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { ApiError, wordsFor } from "../shared/api.js";
import { mountPage } from "../shared/mount.js";
import { callAs, leaveForSignIn, signOut } from "../shared/session.js";
import { useLiveBoard } from "./live-board.js";
import { TicketCard } from "./ticket-card.js";
import "./kitchen.css";

function KitchenPage() {
  const { board, live, show } = useLiveBoard();
  const [failure, setFailure] = useState<string>();
  const now = useSeconds();
  const toggle = async (item: Ticket["items"][number]): Promise<void> => {
    const verb = item.state === "done" ? "undo" : "done";
    try {
      const body = { expectedVersion: item.version };
      const { ticket } = await callAs<{ ticket: Ticket }>(`/api/v1/kitchen/ticket-items/${item.id}/${verb}`, {
        method: "POST",
        body,
      });
      show(ticket);
      setFailure(undefined);
    } catch (error) {
      // A stale tap is no mistake of the cook; the stream brings what changed.
      if (error instanceof ApiError && error.problem.status === 409) return;
      setFailure(wordsFor(error));
    }
  };
  const tickets = board?.tickets.filter((ticket) => ticket.state !== "void") ?? [];
  const open = tickets.filter((ticket) => ticket.state === "open");
  return (
    <div class="kitchen">
      <header class="spread">
        <h1>{board?.stations.map((station) => station.name).join(" / ") ?? "Kitchen"}</h1>
        <p role="status" class={live ? "live" : "live not"}>
          {live ? "LIVE" : "NOT LIVE"}
        </p>
        <button type="button" onClick={() => void signOut().then(leaveForSignIn, leaveForSignIn)}>
          Sign out
        </button>
      </header>
      <div role="alert">{failure === undefined ? null : <p class="notice bad">{failure}</p>}</div>
      {board !== undefined && open.length === 0 ? <p class="empty">No open tickets</p> : null}
      <main class="board">
        {tickets.map((ticket) => (
          <TicketCard key={ticket.id} ticket={ticket} now={now} onToggle={(item) => void toggle(item)} />
        ))}
      </main>
      <p class="visually-hidden" role="status">
        {open.length} open tickets
      </p>
    </div>
  );
}

function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

mountPage(<KitchenPage />);
