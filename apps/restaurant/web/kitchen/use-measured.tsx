/** Measures cards before they are placed: their parts, drawn out of sight once for each of their looks. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Card } from "./card.js";
import type { Heights } from "./pages.js";

/** What is known of a card, and for which looks. */
interface Measured {
  readonly looks: string;
  readonly heights: Heights;
}

/** The heights of cards, and what is to be drawn to learn those that are not known yet. */
export interface Measuring {
  readonly heightsOf: (card: Card) => Heights | undefined;
  readonly toMeasure: readonly Card[];
  readonly ref: { current: HTMLDivElement | null };
}

/** Measures for a column of this width, CSS pixels. */
export function useMeasured(cards: readonly Card[], width: number): Measuring {
  const known = useRef(new Map<string, Measured>());
  const ref = useRef<HTMLDivElement>(null);
  const [, redraw] = useState(0);
  const looksOf = (card: Card): string => `${width} ${card.looks}`;
  const toMeasure = width === 0 ? [] : cards.filter((card) => known.current.get(card.id)?.looks !== looksOf(card));
  useLayoutEffect(() => {
    if (toMeasure.length === 0 || ref.current === null) return;
    const drawn = [...ref.current.children];
    for (const [at, card] of toMeasure.entries()) {
      const ghost = drawn[at];
      if (ghost !== undefined) known.current.set(card.id, { looks: looksOf(card), heights: heightsIn(ghost) });
    }
    const ids = new Set(cards.map(({ id }) => id));
    for (const id of known.current.keys()) if (!ids.has(id)) known.current.delete(id);
    redraw((turn) => turn + 1);
  });
  // Until it is measured anew a card stays as it stood, so that nothing that has the focus goes away.
  return { heightsOf: ({ id }) => known.current.get(id)?.heights, toMeasure, ref };
}

function heightsIn(ghost: Element): Heights {
  const of = (part: string) =>
    [...ghost.querySelectorAll(`[data-part="${part}"]`)].map((one) => one.getBoundingClientRect().height);
  const [head = 0] = of("head");
  const [foot = 0] = of("foot");
  const lines = of("line");
  const parts = [head, ...lines, foot].reduce((sum, one) => sum + one, 0);
  return { frame: ghost.getBoundingClientRect().height - parts, head, lines, foot };
}

/** What is measured: drawn like the cards, seen and heard by nobody. */
export function Ghosts({ measuring, width }: { readonly measuring: Measuring; readonly width: number }) {
  return (
    <div class="ghosts" ref={measuring.ref} style={{ width: `${width}px` }} aria-hidden="true" inert>
      {measuring.toMeasure.map((card) => (
        <div key={card.id} class={card.classes}>
          <div data-part="head">{card.head(1)}</div>
          {card.lines.map(({ key, line }) => (
            <div key={key} data-part="line" class="line-box">
              {line()}
            </div>
          ))}
          <div data-part="foot">{card.foot()}</div>
        </div>
      ))}
    </div>
  );
}
