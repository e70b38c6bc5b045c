/** Which page of the board is shown, what is on it, and what was never on any. */
import { useState } from "preact/hooks";
import type { Card } from "./card.js";

/** What was drawn. */
export interface Drawn {
  readonly page: number;
  readonly pages: number;
  /** The cards on the page, in their order. */
  readonly shown: readonly string[];
}

/** The pages, as the board and its keys use them. */
export interface Paging extends Drawn {
  readonly onDrawn: (drawn: Drawn) => void;
  /** Turns so many pages on, or back; after the last comes the first. */
  readonly turn: (by: number) => void;
  /** What is on other pages, and how much of it needs eyes. */
  readonly elsewhere: Elsewhere;
}

/** What waits where nobody sees it. */
export interface Elsewhere {
  readonly waiting: number;
  /** Never shown on any page of this screen. */
  readonly fresh: number;
  /** Changed since it was shown. */
  readonly changed: number;
  readonly late: number;
}

/** Keeps the page for these cards. */
export function usePaging(cards: readonly Card[]): Paging {
  const [drawn, setDrawn] = useState<Drawn>({ page: 0, pages: 0, shown: [] });
  /** As they stood when they were on a page that was shown: the card, and its change. */
  const [seen, setSeen] = useState<ReadonlyMap<string, string | null>>(new Map());
  const onDrawn = (next: Drawn): void => {
    setDrawn(next);
    setSeen((before) => seenAfter(before, cards, next.shown));
  };
  return {
    ...drawn,
    onDrawn,
    turn: (by) => setDrawn((now) => ({ ...now, page: (now.page + by + now.pages) % Math.max(now.pages, 1) })),
    elsewhere: elsewhereOf(cards, drawn.shown, seen),
  };
}

function seenAfter(
  before: ReadonlyMap<string, string | null>,
  cards: readonly Card[],
  shown: readonly string[],
): ReadonlyMap<string, string | null> {
  const here = cards.map(({ id, changedAt }) => [id, shown.includes(id) ? changedAt : before.get(id)] as const);
  return new Map(here.flatMap(([id, changedAt]) => (changedAt === undefined ? [] : [[id, changedAt] as const])));
}

/** Counts what is not on the page. */
export function elsewhereOf(
  cards: readonly Pick<Card, "id" | "isLate" | "changedAt">[],
  shown: readonly string[],
  seen: ReadonlyMap<string, string | null>,
): Elsewhere {
  const away = cards.filter(({ id }) => !shown.includes(id));
  const changed = away.filter(({ id, changedAt }) => changedAt !== null && seen.has(id) && seen.get(id) !== changedAt);
  return {
    waiting: away.length,
    fresh: away.filter(({ id }) => !seen.has(id)).length,
    changed: changed.length,
    late: away.filter(({ isLate }) => isLate).length,
  };
}
