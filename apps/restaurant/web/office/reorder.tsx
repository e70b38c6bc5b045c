/** Puts things in another order: by two buttons, which a keyboard presses as well, or by dragging. */
import { words } from "./words/index.js";

const { move } = words.frame;

/** The ids with one of them moved by so many places. */
export function movedBy(ids: readonly string[], id: string, by: number): readonly string[] {
  const at = ids.indexOf(id);
  const to = Math.min(Math.max(at + by, 0), ids.length - 1);
  const others = ids.filter((one) => one !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}

/** The ids with one of them where another is. */
export function movedTo(ids: readonly string[], id: string, other: string): readonly string[] {
  return ids.includes(id) && ids.includes(other) ? movedBy(ids, id, ids.indexOf(other) - ids.indexOf(id)) : ids;
}

interface MoveProps {
  readonly id: string;
  readonly name: string;
  /** Those it is one of, in their order. */
  readonly ids: readonly string[];
  readonly onOrder: (ids: readonly string[]) => Promise<unknown>;
}

/** The buttons and the handle. The button that was pressed keeps the focus, though its row has moved. */
export function Move({ id, name, ids, onOrder }: MoveProps) {
  const at = ids.indexOf(id);
  const press = async (event: Event, by: number): Promise<void> => {
    const button = event.currentTarget as HTMLButtonElement;
    if (ids[at + by] === undefined) return;
    await onOrder(movedBy(ids, id, by));
    // Moved rows are drawn first, and what is moved loses the focus.
    requestAnimationFrame(() => button.focus());
  };
  return (
    <>
      <span
        class="handle"
        aria-hidden="true"
        draggable
        onDragStart={(event) => event.dataTransfer?.setData(TYPE, id)}
        title={move.drag}
      >
        ::
      </span>
      <button
        type="button"
        aria-label={move.upNamed(name)}
        aria-disabled={at === 0}
        onClick={(event) => void press(event, -1)}
      >
        {move.up}
      </button>
      <button
        type="button"
        aria-label={move.downNamed(name)}
        aria-disabled={at === ids.length - 1}
        onClick={(event) => void press(event, 1)}
      >
        {move.down}
      </button>
    </>
  );
}

const TYPE = "application/x-menu-thing";

interface DropProps extends Pick<MoveProps, "id" | "ids" | "onOrder"> {
  /** Takes what is none of `ids`, and comes to where this is; tells whether it does. */
  readonly onArrive?: (id: string) => boolean;
}

/** What makes a row somewhere to drop another on. */
export function dropOn({ id, ids, onOrder, onArrive = () => false }: DropProps) {
  return {
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer?.types.includes(TYPE) === true) event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      const dragged = event.dataTransfer?.getData(TYPE) ?? "";
      // A category on a dish of another: the category it is dropped into hears of it.
      if (!ids.includes(dragged) && !onArrive(dragged)) return;
      event.preventDefault();
      event.stopPropagation();
      if (ids.includes(dragged) && dragged !== id) void onOrder(movedTo(ids, dragged, id));
    },
  };
}
