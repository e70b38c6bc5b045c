/** Moves an order to another table. */
import { useState } from "preact/hooks";
import { Dialog } from "../shared/dialog.js";
import { Failure } from "./parts.js";
import { TableChoice } from "./table-choice.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

interface Props {
  readonly at: string;
  readonly onMove: (tableId: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** The dialog. */
export function MoveTable({ at, onMove, onClose }: Props) {
  const [chosen, setChosen] = useState<string>();
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (chosen !== undefined && (await run(() => onMove(chosen)))) onClose();
  };
  return (
    <Dialog title={words.orders.moveTable} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <TableChoice at={at} chosen={chosen} onChoose={setChosen} />
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy}>
          {words.orders.move}
        </button>
      </form>
    </Dialog>
  );
}
