/** The keyboard, or a bump bar that types: 1-9 select, Enter bumps, Space does a line, U undoes, arrows turn pages, letters look up. */
import { useEffect } from "preact/hooks";
import type { Ticket } from "../../contracts/index.js";
import { PANELS, type Panel } from "./header.js";

/** What keys act on. */
export interface KeyTargets {
  /** Those on the page, in their order. */
  readonly tickets: readonly Ticket[];
  readonly selected: Ticket | undefined;
  readonly onSelect: (id: string | undefined) => void;
  readonly onBump: (ticket: Ticket) => void;
  readonly onItem: (ticket: Ticket, item: Ticket["items"][number]) => void;
  readonly onUndo: () => void;
  readonly onPanel: (panel: Panel) => void;
  /** Turns so many pages on, or back. */
  readonly onPage: (by: number) => void;
}

/** Listens for as long as the page lives. */
export function useKeys(targets: KeyTargets): void {
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      // A focused button has keys of its own, and a field takes what is typed.
      if (event.ctrlKey || event.metaKey || event.altKey || isUsed(event)) return;
      if (press(event.key, targets)) event.preventDefault();
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  });
}

function isUsed({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.matches("input, textarea") || (target.matches("button, a") && (key === "Enter" || key === " "));
}

function press(key: string, targets: KeyTargets): boolean {
  const { tickets, selected } = targets;
  if (/^[1-9]$/.test(key)) {
    targets.onSelect(tickets[Number(key) - 1]?.id);
    return true;
  }
  const item = selected?.items.find(({ state }) => state === "queued" || state === "started");
  const panel = PANELS.find((one) => one.key === key.toLowerCase());
  const actions: Readonly<Record<string, (() => void) | undefined>> = {
    Enter: selected && (() => targets.onBump(selected)),
    " ": selected && item && (() => targets.onItem(selected, item)),
    u: targets.onUndo,
    Escape: () => targets.onSelect(undefined),
    ...{ ArrowRight: () => targets.onPage(1), PageDown: () => targets.onPage(1) },
    ...{ ArrowLeft: () => targets.onPage(-1), PageUp: () => targets.onPage(-1) },
  };
  const action =
    panel === undefined ? actions[key.length === 1 ? key.toLowerCase() : key] : () => targets.onPanel(panel.panel);
  action?.();
  return action !== undefined;
}
