/** Puts cards into columns and columns onto pages, so that nobody has to scroll with wet hands. */

/** How high the parts of a card are, CSS pixels. */
export interface Heights {
  /** Borders, and whatever else belongs to none of the parts. */
  readonly frame: number;
  readonly head: number;
  readonly lines: readonly number[];
  readonly foot: number;
}

/** A card to be placed. */
export interface Placeable {
  readonly id: string;
  readonly heights: Heights;
}

/** What there is room for on one page. */
export interface Sheet {
  readonly columns: number;
  readonly height: number;
  /** Between two cards of a column. */
  readonly gap: number;
  /** What says that a card goes on in the next column, or comes from the one before. */
  readonly continued: number;
}

/** A card, or as much of it as fits into its column: the lines from `from` to before `to`. */
export interface Piece {
  readonly id: string;
  readonly from: number;
  readonly to: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The columns of a page, each with its pieces from the top. */
export type Page = readonly (readonly Piece[])[];

/**
 * The pages, the first card at the top left. A card that does not fit under the one before begins the next column; one
 * that is longer than a column goes on in the next.
 */
export function pagesOf(cards: readonly Placeable[], sheet: Sheet): readonly Page[] {
  const columns: Piece[][] = [];
  let used = Number.POSITIVE_INFINITY;
  const put = (piece: Piece, height: number): void => {
    const last = columns.at(-1);
    if (last === undefined || used + sheet.gap + height > sheet.height) {
      columns.push([piece]);
      used = height;
    } else {
      last.push(piece);
      used += sheet.gap + height;
    }
  };
  for (const { id, heights } of cards) {
    for (const { height, ...piece } of piecesOf(heights, sheet)) put({ id, ...piece }, height);
  }
  return grouped(columns, sheet.columns);
}

type Cut = Omit<Piece, "id"> & { readonly height: number };

/** The whole card, or the pieces of one that is longer than a column; each has a line, and the last has the foot. */
function piecesOf({ frame, head, lines, foot }: Heights, { height: most, continued }: Sheet): readonly Cut[] {
  const pieces: Cut[] = [];
  for (let from = 0; ; ) {
    const isFirst = from === 0;
    const top = frame + (isFirst ? head : continued);
    const rest = sum(lines.slice(from));
    if (top + rest + foot <= most || lines.length - from <= 1) {
      return [...pieces, { from, to: lines.length, isFirst, isLast: true, height: top + rest + foot }];
    }
    const to = from + fitting(lines.slice(from), most - top - continued);
    pieces.push({ from, to, isFirst, isLast: false, height: top + sum(lines.slice(from, to)) + continued });
    from = to;
  }
}

/** How many lines fit: at least one, and one is left for the piece with the foot. */
function fitting(lines: readonly number[], room: number): number {
  let many = 0;
  let used = 0;
  for (const line of lines) {
    used += line;
    if (used > room) break;
    many += 1;
  }
  return Math.min(Math.max(many, 1), lines.length - 1);
}

function grouped(columns: readonly (readonly Piece[])[], many: number): readonly Page[] {
  const pages: Page[] = [];
  for (let at = 0; at < columns.length; at += many) pages.push(columns.slice(at, at + many));
  return pages;
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}

/** How many columns of at least so many pixels fit beside one another. */
export function columnsIn(width: number, { least, gap }: { readonly least: number; readonly gap: number }): number {
  return Math.max(1, Math.floor((width + gap) / (least + gap)));
}
