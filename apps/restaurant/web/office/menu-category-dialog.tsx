/** What is said of one category: its name, when it is sold, whether it is shown; and putting it away. */
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import type { Keeping, MenuCategory } from "./menu-things.js";
import { Confirm, Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { WeeklyTimes, weeklyTimesIn } from "./weekly-times.js";
import { words } from "./words/index.js";

const say = words.menu.category;

interface Props extends Pick<Keeping, "keeping"> {
  /** As it was when the dialog was opened: what it is changed against. */
  readonly category: MenuCategory;
  readonly onClose: () => void;
}

/** The dialog. */
export function CategoryDialog({ keeping, category, onClose }: Props) {
  const { busy, failure, run } = useDoing();
  const act = async (what: () => Promise<unknown>): Promise<void> => {
    if (await run(what)) onClose();
  };
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const said = {
      name: fieldText(form, "name").trim(),
      active: form.has("active"),
      dayparts: weeklyTimesIn(form, "sold"),
    };
    void act(() => keeping.change("categories", category, said));
  };
  return (
    <Dialog title={category.name} onClose={onClose}>
      <form class="stack" onSubmit={save}>
        <label>
          {words.frame.name}
          <input name="name" required maxLength={80} defaultValue={category.name} />
        </label>
        <label class="check">
          <input type="checkbox" name="active" defaultChecked={category.active} />
          <span>{say.shown}</span>
        </label>
        <WeeklyTimes legend={words.menu.whenSold} none={words.menu.always} name="sold" times={category.dayparts} />
        <Failure words={failure} />
        <button type="submit" class="primary" disabled={busy}>
          {say.save}
        </button>
      </form>
      <Confirm
        name={say.archive}
        sure={say.archiveSure}
        disabled={busy}
        onConfirm={() => void act(() => keeping.archive("categories", category))}
      />
    </Dialog>
  );
}
