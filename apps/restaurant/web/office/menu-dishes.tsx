/** The categories of a menu and the dishes in each. */
import { useState } from "preact/hooks";
import type { Shelf } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { CategoryDialog } from "./menu-category-dialog.js";
import { DishDialog } from "./menu-dish-dialog.js";
import { DishRow } from "./menu-dish-row.js";
import type { Keeping, MenuCategory, MenuDish } from "./menu-things.js";
import type { Doing } from "./use-loaded.js";
import { weeklyWords } from "./weekly-times.js";

interface Props extends Keeping {
  readonly shelf: Shelf["things"];
  readonly onSoldOut: (variantId: string, soldOut: boolean) => void;
}

/** The list. */
export function MenuDishes({ shelf, onSoldOut, ...shared }: Props) {
  const { things } = shared;
  const [edited, setEdited] = useState<MenuDish>();
  const [category, setCategory] = useState<MenuCategory>();
  return (
    <>
      {things.categories.map((one, index) => (
        <section key={one.id} class="card stack" aria-label={one.name}>
          <CategoryHead
            {...shared}
            category={one}
            before={things.categories[index - 1]}
            onEdit={() => setCategory(one)}
          />
          {things.items
            .filter(({ categoryId }) => categoryId === one.id)
            .map((dish) => (
              <DishRow key={dish.id} {...shared} {...{ dish, shelf, onSoldOut }} onEdit={() => setEdited(dish)} />
            ))}
          <NewDish {...shared} category={one} onMade={setEdited} />
        </section>
      ))}
      <NewCategory {...shared} />
      {edited === undefined ? null : (
        <DishDialog key={edited.id} {...shared} dish={edited} onClose={() => setEdited(undefined)} />
      )}
      {category === undefined ? null : (
        <CategoryDialog key={category.id} {...shared} category={category} onClose={() => setCategory(undefined)} />
      )}
    </>
  );
}

interface HeadProps extends Keeping {
  readonly category: MenuCategory;
  readonly before: MenuCategory | undefined;
  readonly onEdit: () => void;
}

function CategoryHead({ keeping, doing, category, before, onEdit }: HeadProps) {
  const up = async (above: MenuCategory): Promise<void> => {
    await keeping.change("categories", above, { ordinal: category.ordinal });
    await keeping.change("categories", category, { ordinal: above.ordinal });
  };
  return (
    <div class="row wrap">
      <h2 class="grow">
        {category.name}{" "}
        <span class="soft">
          {[category.active ? "" : "hidden", weeklyWords(category.dayparts)].filter(Boolean).join("; ")}
        </span>
      </h2>
      {before === undefined || before.ordinal === category.ordinal ? null : (
        <button type="button" disabled={doing.busy} onClick={() => void doing.run(() => up(before))}>
          Move {category.name} up
        </button>
      )}
      <button type="button" aria-label={`Edit ${category.name}`} onClick={onEdit}>
        Edit
      </button>
    </div>
  );
}

interface NewDishProps extends Keeping {
  readonly category: MenuCategory;
  /** Opens it, since there is more to say: allergens, taxes, options. */
  readonly onMade: (dish: MenuDish) => void;
}

const MINUTE = 60;
const PREP_MINUTES = 10;

function NewDish({ keeping, things, doing, category, onMade }: NewDishProps) {
  const add = async (name: string): Promise<void> => {
    const siblings = things.items.filter(({ categoryId }) => categoryId === category.id);
    const last = Math.max(-1, ...siblings.map(({ ordinal }) => ordinal));
    const taxCategoryId = siblings[0]?.taxCategoryId ?? things.taxes[0]?.id ?? null;
    const dish = await keeping.add<MenuDish>("items", {
      ...{ categoryId: category.id, taxCategoryId, name, description: "", ordinal: last + 1 },
      ...{ allergens: [], diets: [], course: 1, noPrep: false, groupIds: [], dayparts: [] },
    });
    const first = { itemId: dish.id, name: "Regular", price: 0, prepSeconds: PREP_MINUTES * MINUTE, ordinal: 0 };
    await keeping.add("variants", first);
    onMade(dish);
  };
  return <NameForm label={`New dish in ${category.name}`} doing={doing} onName={add} />;
}

function NewCategory({ keeping, things, doing }: Keeping) {
  const last = Math.max(-1, ...things.categories.map(({ ordinal }) => ordinal));
  const add = (name: string) =>
    keeping.add("categories", { name, ordinal: last + 1, active: true, dayparts: [] }).then(() => undefined);
  return <NameForm label="New category" doing={doing} onName={add} />;
}

interface NameProps {
  readonly label: string;
  readonly doing: Doing;
  readonly onName: (name: string) => Promise<void>;
}

function NameForm({ label, doing, onName }: NameProps) {
  const submit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const name = fieldText(new FormData(form), "name").trim();
    if (await doing.run(() => onName(name))) form.reset();
  };
  return (
    <form class="row wrap fields" onSubmit={(event) => void submit(event)}>
      <label>
        {label}
        <input name="name" required maxLength={80} />
      </label>
      <button type="submit" disabled={doing.busy}>
        Add
      </button>
    </form>
  );
}
