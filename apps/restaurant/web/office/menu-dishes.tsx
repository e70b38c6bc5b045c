/** The categories of a menu and the dishes in each. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Shelf } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { BulkBar } from "./menu-bulk.js";
import { CategoryDialog } from "./menu-category-dialog.js";
import { DishDialog } from "./menu-dish-dialog.js";
import { DishRow, type RowParts } from "./menu-dish-row.js";
import type { Keeping, MenuCategory, MenuDish, MenuThings } from "./menu-things.js";
import { dropOn, Move } from "./reorder.js";
import type { Doing } from "./use-loaded.js";
import { weeklyWords } from "./weekly-times.js";
import { words } from "./words/index.js";

interface Props extends Keeping {
  readonly shelf: Shelf["things"];
  /** The dishes that no route knows. */
  readonly unrouted: ReadonlySet<string>;
  readonly onSoldOut: (variantId: string, soldOut: boolean) => void;
  readonly onSayOfMany: (variantIds: readonly string[], said: object) => Promise<boolean>;
}

/** The list. */
export function MenuDishes({ shelf, unrouted, onSoldOut, onSayOfMany, ...shared }: Props) {
  const { things, keeping, doing } = shared;
  const [edited, setEdited] = useState<MenuDish>();
  const [category, setCategory] = useState<MenuCategory>();
  const [marked, setMarked] = useState<readonly string[]>([]);
  const ids = things.categories.map(({ id }) => id);
  const onOrder = (next: readonly string[]) => doing.run(() => keeping.order("categories", { ids: next }));
  const mark = (id: string, isMarked: boolean): void =>
    setMarked(isMarked ? [...marked, id] : marked.filter((one) => one !== id));
  const rows = { shelf, unrouted, marked, onSoldOut, onMark: mark, onEdit: setEdited };
  return (
    <>
      {marked.length === 0 ? null : (
        <BulkBar
          count={marked.length}
          busy={doing.busy}
          onSay={(said) => void onSayOfMany(marked, said).then((done) => (done ? setMarked([]) : undefined))}
          onNone={() => setMarked([])}
        />
      )}
      {things.categories.map((one) => (
        <section
          key={one.id}
          class="card stack"
          aria-label={one.name}
          {...dropOn({ id: one.id, ids, onOrder, onArrive: arriving(shared, one) })}
        >
          <CategoryHead
            category={one}
            onEdit={() => setCategory(one)}
            onMark={() => setMarked(variantsOf(one, things))}
          >
            <Move id={one.id} name={one.name} ids={ids} onOrder={onOrder} />
          </CategoryHead>
          <Dishes {...shared} {...rows} category={one} />
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

/** Takes a dish of another category in, at a place among those that are there, or behind them. */
function arriving({ things, keeping, doing }: Keeping, { id: categoryId }: MenuCategory, at?: number) {
  return (movedId: string): boolean => {
    const isFromElsewhere = things.items.some((item) => item.id === movedId && item.categoryId !== categoryId);
    if (!isFromElsewhere) return false;
    const own = things.items.filter((item) => item.categoryId === categoryId).map(({ id }) => id);
    const ids = own.toSpliced(at ?? own.length, 0, movedId);
    void doing.run(() => keeping.order("items", { ids, categoryId, movedId }));
    return true;
  };
}

function variantsOf({ id }: MenuCategory, { items, variants }: MenuThings): readonly string[] {
  const own = new Set(items.filter(({ categoryId }) => categoryId === id).map((item) => item.id));
  return variants.filter(({ itemId }) => own.has(itemId)).map((variant) => variant.id);
}

interface DishesProps extends Keeping, RowParts {
  readonly category: MenuCategory;
  readonly onEdit: (dish: MenuDish) => void;
}

function Dishes({ category, onEdit, ...shared }: DishesProps) {
  const { things, keeping, doing } = shared;
  const dishes = things.items.filter(({ categoryId }) => categoryId === category.id);
  const ids = dishes.map(({ id }) => id);
  const onOrder = (next: readonly string[]) =>
    doing.run(() => keeping.order("items", { ids: next, categoryId: category.id }));
  return (
    <>
      {dishes.map((dish, at) => (
        <DishRow
          key={dish.id}
          {...shared}
          {...{ dish, ids, onOrder }}
          onArrive={arriving(shared, category, at)}
          onEdit={() => onEdit(dish)}
        />
      ))}
    </>
  );
}

interface HeadProps {
  readonly category: MenuCategory;
  readonly onEdit: () => void;
  readonly onMark: () => void;
  readonly children: ComponentChildren;
}

function CategoryHead({ category, onEdit, onMark, children }: HeadProps) {
  const { name, active, dayparts } = category;
  return (
    <div class="row wrap">
      <h2 class="grow">
        {name}{" "}
        <span class="soft">
          {[active ? "" : words.menu.category.hidden, weeklyWords(dayparts)].filter(Boolean).join("; ")}
        </span>
      </h2>
      {children}
      <button type="button" aria-label={words.menu.bulk.allOf(name)} onClick={onMark}>
        {words.menu.bulk.all}
      </button>
      <button type="button" aria-label={words.frame.editNamed(name)} onClick={onEdit}>
        {words.frame.edit}
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
    const first = {
      itemId: dish.id,
      name: words.menu.dish.firstVariant,
      price: 0,
      prepSeconds: PREP_MINUTES * MINUTE,
      ordinal: 0,
    };
    await keeping.add("variants", first);
    onMade(dish);
  };
  return <NameForm label={words.menu.dish.newIn(category.name)} doing={doing} onName={add} />;
}

function NewCategory({ keeping, things, doing }: Keeping) {
  const last = Math.max(-1, ...things.categories.map(({ ordinal }) => ordinal));
  const add = (name: string) =>
    keeping.add("categories", { name, ordinal: last + 1, active: true, dayparts: [] }).then(() => undefined);
  return <NameForm label={words.menu.category.new} doing={doing} onName={add} />;
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
        {words.frame.add}
      </button>
    </form>
  );
}
