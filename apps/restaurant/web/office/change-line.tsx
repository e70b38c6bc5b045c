/** Changes a line that the kitchen does not have yet: how many, what was said, which course, and whether it waits. */
import type { StaffOrder } from "../../contracts/index.js";
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { Whole } from "./menu-fields.js";
import { Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { words } from "./words/index.js";

const say = words.orders.lines;

interface Props {
  /** As it was when the dialog was opened: what the change is made against. */
  readonly order: StaffOrder;
  readonly line: StaffOrder["lines"][number];
  readonly onChanged: () => Promise<void>;
  readonly onClose: () => void;
}

/** The dialog. */
export function ChangeLine({ order, line, onChanged, onClose }: Props) {
  const { busy, failure, run } = useDoing();
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const note = fieldText(form, "note").trim();
    const body = {
      quantity: Number(fieldText(form, "quantity")),
      note: note === "" ? null : note,
      course: Number(fieldText(form, "course")),
      hold: form.has("hold"),
    };
    const call = { method: "PATCH", body, headers: { "if-match": `"${order.version}"` } } as const;
    if (await run(() => callAs(`/api/v1/orders/${order.id}/lines/${line.id}`, call), onChanged)) onClose();
  };
  return (
    <Dialog title={say.changeNamed(line.name)} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        <Whole name="quantity" label={say.quantity} value={line.quantity} min={1} max={99} />
        <label>
          {say.note}
          <input name="note" maxLength={200} defaultValue={line.note ?? ""} />
        </label>
        <Whole name="course" label={say.courseField} value={line.course} min={1} max={9} />
        <label class="check">
          <input type="checkbox" name="hold" defaultChecked={line.hold} />
          <span>{say.holdField}</span>
        </label>
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy} aria-busy={busy}>
          {words.frame.save}
        </button>
      </form>
    </Dialog>
  );
}
