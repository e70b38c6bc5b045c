/** All that is said of one dish: words, allergens, tax, options, when it is sold; its variants; and putting it away. */
import { Dialog } from "../shared/dialog.js";
import { fieldText } from "../shared/form.js";
import { listed } from "./listed.js";
import { Choice, Whole } from "./menu-fields.js";
import { Offered, offeredIn } from "./menu-offered.js";
import { DishPicture } from "./menu-picture.js";
import type { Keeping, MenuDish, MenuThings } from "./menu-things.js";
import { Variants } from "./menu-variants.js";
import { Confirm, Failure } from "./parts.js";
import { useDoing } from "./use-loaded.js";
import { WeeklyTimes, weeklyTimesIn } from "./weekly-times.js";
import { words } from "./words/index.js";

const say = words.menu.dish;

interface Props extends Keeping {
  /** As it was when the dialog was opened: what it is changed against. */
  readonly dish: MenuDish;
  readonly onClose: () => void;
}

/** The dialog; what it changes is there once it closes. */
export function DishDialog({ dish, onClose, ...shared }: Props) {
  const { keeping, things } = shared;
  const doing = useDoing();
  const act = async (what: () => Promise<unknown>): Promise<void> => {
    if (await doing.run(what)) onClose();
  };
  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    void act(() => keeping.change("items", dish, { ...saidOf(form), ...placeIn(form, things, dish) }));
  };
  return (
    <Dialog title={dish.name} onClose={onClose}>
      <Failure words={doing.failure} />
      <form class="stack" onSubmit={save}>
        <DishFields dish={dish} things={things} />
        <button type="submit" class="primary" disabled={doing.busy}>
          {say.save}
        </button>
      </form>
      <DishPicture {...shared} dish={dish} onDone={onClose} />
      <Variants {...shared} dish={dish} doing={doing} />
      <Confirm
        name={say.archive}
        sure={say.archiveSure}
        disabled={doing.busy}
        onConfirm={() => void act(() => keeping.archive("items", dish))}
      />
    </Dialog>
  );
}

function DishFields({ dish, things }: { readonly dish: MenuDish; readonly things: MenuThings }) {
  return (
    <>
      <label>
        {words.frame.name}
        <input name="name" required maxLength={80} defaultValue={dish.name} />
      </label>
      <label>
        {say.description}
        <textarea name="description" rows={2} maxLength={500} defaultValue={dish.description} />
      </label>
      <label>
        {say.allergens} <span class="soft">{say.withCommas}</span>
        <input name="allergens" maxLength={500} defaultValue={dish.allergens.join(", ")} />
      </label>
      <label>
        {say.diets} <span class="soft">{say.withCommas}</span>
        <input name="diets" maxLength={500} defaultValue={dish.diets.join(", ")} />
      </label>
      <Choice name="categoryId" label={say.category} value={dish.categoryId} choices={things.categories} />
      <Choice
        name="taxCategoryId"
        label={say.tax}
        value={dish.taxCategoryId ?? ""}
        choices={things.taxes}
        none={say.noTaxChosen}
      />
      <Offered groups={things.groups} offered={dish.groupIds} />
      <WeeklyTimes legend={words.menu.whenSold} none={say.asItsCategory} name="sold" times={dish.dayparts} />
      <Whole name="course" label={say.course} value={dish.course} min={1} max={9} />
      <label class="check">
        <input type="checkbox" name="noPrep" defaultChecked={dish.noPrep} />
        <span>{say.noPrep}</span>
      </label>
    </>
  );
}

/** In another category it is the last. */
function placeIn(form: FormData, { items }: MenuThings, dish: MenuDish): { readonly ordinal?: number } {
  const categoryId = fieldText(form, "categoryId");
  if (categoryId === dish.categoryId) return {};
  const taken = items.filter((item) => item.categoryId === categoryId).map(({ ordinal }) => ordinal);
  return { ordinal: Math.max(-1, ...taken) + 1 };
}

function saidOf(form: FormData): object {
  const text = (name: string) => fieldText(form, name).trim();
  return {
    name: text("name"),
    description: text("description"),
    allergens: listed(text("allergens")),
    diets: listed(text("diets")),
    categoryId: text("categoryId"),
    taxCategoryId: text("taxCategoryId") === "" ? null : text("taxCategoryId"),
    groupIds: offeredIn(form),
    dayparts: weeklyTimesIn(form, "sold"),
    course: Number(text("course")),
    noPrep: form.has("noPrep"),
  };
}
