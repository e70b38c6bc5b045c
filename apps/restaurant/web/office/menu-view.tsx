/** The menu as its keepers see it: categories, dishes and prices, and what is sold out. */
import { useState } from "preact/hooks";
import type { Shelf } from "../../contracts/index.js";
import { fieldText } from "../shared/form.js";
import { callAs } from "../shared/session.js";
import { DishDialog } from "./menu-dish-dialog.js";
import { DishRow } from "./menu-dish-row.js";
import { type Keeping, type MenuCategory, type MenuDish, useMenuKeeping } from "./menu-things.js";
import { Confirm, Failure } from "./parts.js";
import type { ViewProps } from "./person.js";
import { type Doing, useDoing, useLoaded } from "./use-loaded.js";
import "./menu.css";

const EVERY_MILLISECONDS = 20_000;

/** The view. */
export function MenuView({ person, at }: ViewProps) {
  const keeping = useMenuKeeping(at);
  const slug = person.locations.find(({ id }) => id === person.locationId)?.slug ?? "";
  const place = useLoaded<{ currency: string }>(`/api/v1/locations/${slug}`);
  const shelf = useLoaded<Shelf>("/api/v1/kds/shelf", EVERY_MILLISECONDS);
  const doing = useDoing();
  const [edited, setEdited] = useState<MenuDish>();
  const { things } = keeping;
  if (things === undefined || place.data === undefined) return <Failure words={keeping.failure ?? place.failure} />;
  const shared = { keeping, things, doing, currency: place.data.currency };
  const say = (id: string, soldOut: boolean): void => {
    const body = { status: soldOut ? "sold_out" : "available" };
    const path = `${at}/availability/variant/${id}`;
    void doing.run(() => callAs(path, { method: "PUT", body })).then(() => shelf.reload());
  };
  return (
    <div class="stack">
      <Failure words={keeping.failure ?? doing.failure} />
      {things.categories.map((category, index) => (
        <section key={category.id} class="card stack" aria-label={category.name}>
          <CategoryHead {...shared} category={category} before={things.categories[index - 1]} />
          {things.items
            .filter(({ categoryId }) => categoryId === category.id)
            .map((dish) => (
              <DishRow
                key={dish.id}
                {...shared}
                dish={dish}
                shelf={shelf.data?.things ?? []}
                onEdit={() => setEdited(dish)}
                onSoldOut={say}
              />
            ))}
          <NewDish {...shared} category={category} onMade={setEdited} />
        </section>
      ))}
      <NewCategory {...shared} />
      {edited === undefined ? null : <DishDialog {...shared} dish={edited} onClose={() => setEdited(undefined)} />}
    </div>
  );
}

interface HeadProps extends Keeping {
  readonly category: MenuCategory;
  readonly before: MenuCategory | undefined;
}

function CategoryHead({ keeping, doing, category, before }: HeadProps) {
  const change = (body: object) => void doing.run(() => keeping.change("categories", category, body));
  const up = async (above: MenuCategory): Promise<void> => {
    await keeping.change("categories", above, { ordinal: category.ordinal });
    await keeping.change("categories", category, { ordinal: above.ordinal });
  };
  return (
    <div class="row wrap">
      <h2 class="grow">
        {category.name} {category.active ? null : <span class="soft">(hidden)</span>}
      </h2>
      {before === undefined || before.ordinal === category.ordinal ? null : (
        <button type="button" disabled={doing.busy} onClick={() => void doing.run(() => up(before))}>
          Move {category.name} up
        </button>
      )}
      <button type="button" disabled={doing.busy} onClick={() => change({ active: !category.active })}>
        {category.active ? `Hide ${category.name}` : `Show ${category.name}`}
      </button>
      <Confirm
        name={`Archive ${category.name}`}
        sure="Yes, with all its dishes"
        onConfirm={() => void doing.run(() => keeping.archive("categories", category))}
      />
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
