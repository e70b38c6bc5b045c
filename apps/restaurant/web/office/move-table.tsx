/** Moves an order to another table. */
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { Failure } from "./parts.js";
import { useDoing, useLoaded } from "./use-loaded.js";

interface Props {
  readonly at: string;
  readonly onMove: (tableId: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** The dialog. */
export function MoveTable({ at, onMove, onClose }: Props) {
  const { data } = useLoaded<{ items: readonly { readonly id: string; readonly label: string }[] }>(`${at}/tables`);
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const tableId = fieldText(new FormData(event.currentTarget as HTMLFormElement), "table");
    if (await run(() => onMove(tableId))) onClose();
  };
  return (
    <Dialog title="Move to another table" onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <label>
          Table
          <select name="table" required>
            {(data?.items ?? []).map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy}>
          Move
        </button>
      </form>
    </Dialog>
  );
}
