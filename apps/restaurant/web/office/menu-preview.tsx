/** The menu as guests see it at this moment, with what is in each dish's dialog; nothing can be ordered from here. */
import { useState } from "preact/hooks";
import type { Menu, MenuItem } from "../../contracts/index.js";
import { Category } from "../guest/category.js";
import { ItemDialog } from "../guest/item-dialog.js";
import { Failure } from "./parts.js";
import { useLoaded } from "./use-loaded.js";
import "../guest/guest.css";
import { words } from "./words/index.js";

/** The preview of a place's menu. */
export function MenuPreview({ slug, timeZone }: { readonly slug: string; readonly timeZone: string }) {
  // The office has just changed it, and must not see what the browser keeps.
  const { data: menu, failure } = useLoaded<Menu>(`/api/v1/locations/${slug}/menu`, undefined, { cache: "no-cache" });
  const [chosen, setChosen] = useState<MenuItem>();
  if (menu === undefined) return <Failure words={failure} />;
  return (
    <section class="stack preview" aria-label={words.menu.preview}>
      {menu.categories.map((category) => (
        <Category
          key={category.id}
          category={category}
          items={menu.items.filter(({ categoryId }) => categoryId === category.id)}
          timeZone={timeZone}
          onChoose={setChosen}
        />
      ))}
      {chosen === undefined ? null : (
        <ItemDialog
          key={chosen.id}
          item={chosen}
          line={undefined}
          onSave={() => setChosen(undefined)}
          onClose={() => setChosen(undefined)}
        />
      )}
    </section>
  );
}
