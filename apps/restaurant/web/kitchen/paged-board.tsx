/** The board in pages: as many columns as the screen is wide, and what waits on the other pages said in a tile. */
import { useEffect } from "preact/hooks";
import type { Card } from "./card.js";
import { columnsIn, type Page, type Piece, pagesOf } from "./pages.js";
import { Ghosts, useMeasured } from "./use-measured.js";
import type { Paging } from "./use-paging.js";
import { useSize } from "./use-size.js";
import { words } from "./words/index.js";

/** In `rem`, as the style sheet has them: a column's least width, what is between two, and the mark of a card that goes on. */
const LEAST = 20;
const GAP = 0.75;
const CONTINUED = 2.5;
/** How many cards have a key of their own. */
const KEYS = 9;

interface Props {
  readonly cards: readonly Card[];
  readonly paging: Paging;
}

/** The cards of the page that is shown. */
export function PagedBoard({ cards, paging }: Props) {
  const { ref, size } = useSize<HTMLDivElement>();
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const gap = GAP * rem;
  const columns = columnsIn(size.width, { least: LEAST * rem, gap });
  const width = size.width === 0 ? 0 : (size.width - gap * (columns - 1)) / columns;
  const measuring = useMeasured(cards, width);
  const placeable = cards.flatMap((card) => {
    const heights = measuring.heightsOf(card);
    return heights === undefined ? [] : [{ id: card.id, heights }];
  });
  const pages = pagesOf(placeable, { columns, height: size.height, gap, continued: CONTINUED * rem });
  const at = Math.min(paging.page, Math.max(pages.length - 1, 0));
  const shown = idsOn(pages[at]);
  const isSettled = measuring.toMeasure.length === 0 && size.width > 0;
  useEffect(() => {
    if (isSettled) paging.onDrawn({ page: at, pages: pages.length, shown });
  }, [isSettled, at, pages.length, shown.join()]);
  const byId = new Map(cards.map((card) => [card.id, card]));
  return (
    <div class="board" ref={ref}>
      <Ghosts measuring={measuring} width={width} />
      <div class="columns" style={{ columnCount: columns, height: `${size.height}px` }}>
        {(pages[at] ?? []).flatMap((column) =>
          column.map((piece, row) => {
            const card = byId.get(piece.id);
            const place = shown.indexOf(piece.id);
            return card === undefined ? null : (
              <PieceOf
                key={`${piece.id} ${piece.from}`}
                {...{ card, piece }}
                begins={row === 0}
                place={place < KEYS ? place + 1 : undefined}
              />
            );
          }),
        )}
      </div>
    </div>
  );
}

function idsOn(page: Page | undefined): readonly string[] {
  return [...new Set((page ?? []).flat().map(({ id }) => id))];
}

interface PieceProps {
  readonly card: Card;
  readonly piece: Piece;
  /** Whether it is the first of its column. */
  readonly begins: boolean;
  readonly place: number | undefined;
}

function PieceOf({ card, piece, begins, place }: PieceProps) {
  const { from, to, isFirst, isLast } = piece;
  const { continued, goesOn } = words.card;
  return (
    <article
      class={begins ? `${card.classes} begins` : card.classes}
      data-card={card.id}
      data-order={card.orderId}
      aria-label={isFirst ? card.label : `${card.label}, ${continued}`}
    >
      {isFirst ? (
        card.head(place)
      ) : (
        <p class="continued">
          <strong>{card.title}</strong> {continued}
        </p>
      )}
      <ul>
        {card.lines.slice(from, to).map(({ key, line }) => (
          <li key={key} class="line-box">
            {line()}
          </li>
        ))}
      </ul>
      {isLast ? card.foot() : <p class="continued">{goesOn}</p>}
    </article>
  );
}
