/** What a menu is made of, and the four things that can be done with each kind: look, add, change, archive. */
import type { z } from "zod";
import type { categories, groups, items, taxes, variants } from "../../contracts/index.js";
import { callAs } from "../shared/session.js";
import { type Doing, useLoaded } from "./use-loaded.js";

/** Whatever is kept against a version. */
export interface Kept {
  readonly id: string;
  readonly version: number;
}

export type MenuCategory = z.infer<typeof categories.View>;
export type MenuDish = z.infer<typeof items.View>;
export type MenuVariant = z.infer<typeof variants.View>;
export type MenuGroup = z.infer<typeof groups.View>;
export type MenuOption = MenuGroup["options"][number];
export type MenuTax = z.infer<typeof taxes.View>;

/** The whole menu as its keepers see it. */
export interface MenuThings {
  readonly categories: readonly MenuCategory[];
  readonly items: readonly MenuDish[];
  readonly variants: readonly MenuVariant[];
  readonly groups: readonly MenuGroup[];
  readonly taxes: readonly MenuTax[];
}

/** The kinds by the last part of their routes. */
export type Kind = "categories" | "items" | "variants" | "modifier-groups" | "taxes";

/** The ids in their new order, and what they belong to. */
interface Order {
  readonly ids: readonly string[];
  readonly categoryId?: string;
  /** A dish that comes from another category. */
  readonly movedId?: string;
  readonly itemId?: string;
}

/** What is known, and what can be done. */
export interface MenuKeeping {
  readonly things: MenuThings | undefined;
  readonly failure: string | undefined;
  readonly add: <Thing>(kind: Kind, body: object) => Promise<Thing>;
  readonly change: (kind: Kind, thing: Kept, body: object) => Promise<void>;
  readonly archive: (kind: Kind, thing: Kept) => Promise<void>;
  /** Puts all of one kind in order: of the dishes those of one category, of the variants those of one dish. */
  readonly order: (kind: "categories" | "items" | "variants", body: Order) => Promise<void>;
  /** Puts a picture of a dish up, or takes it down. */
  readonly picture: (dish: Kept, form: FormData | undefined) => Promise<void>;
  readonly reload: () => Promise<void>;
}

/** What the parts of the menu's view share. */
export interface Keeping {
  readonly keeping: MenuKeeping;
  readonly things: MenuThings;
  readonly doing: Doing;
  readonly currency: string;
}

type List<Thing> = { readonly items: readonly Thing[] };

/** The header that says which version of a thing was seen. */
export const seen = ({ version }: Kept) => ({ "if-match": `"${version}"` });

/** Reads the menu of a place, and keeps it. A change is made against the version that was seen. */
export function useMenuKeeping(at: string): MenuKeeping {
  const categories = useLoaded<List<MenuCategory>>(`${at}/categories`);
  const items = useLoaded<List<MenuDish>>(`${at}/items`);
  const variants = useLoaded<List<MenuVariant>>(`${at}/variants`);
  const groups = useLoaded<List<MenuGroup>>(`${at}/modifier-groups`);
  const taxes = useLoaded<List<MenuTax>>(`${at}/taxes`);
  const all = [categories, items, variants, groups, taxes] as const;
  const reload = async (): Promise<void> => {
    await Promise.all(all.map((one) => one.reload()));
  };
  const tell = async <Result>(doing: Promise<Result>): Promise<Result> => {
    // Whatever became of it, what is shown afterwards is what is there.
    try {
      return await doing;
    } finally {
      await reload();
    }
  };
  return {
    things: thingsOf({ categories, items, variants, groups, taxes }),
    failure: all.map((one) => one.failure).find(Boolean),
    reload,
    add: (kind, body) => tell(callAs(`${at}/${kind}`, { method: "POST", body })),
    change: (kind, thing, body) =>
      tell(callAs(`${at}/${kind}/${thing.id}`, { method: "PATCH", body, headers: seen(thing) })),
    order: (kind, body) => tell(callAs(`${at}/${kind}/order`, { method: "PUT", body })),
    picture: (dish, form) => {
      const call = { headers: seen(dish), ...(form === undefined ? {} : { form }) };
      return tell(callAs(`${at}/items/${dish.id}/image`, { method: form === undefined ? "DELETE" : "PUT", ...call }));
    },
    archive: (kind, thing) => tell(callAs(`${at}/${kind}/${thing.id}`, { method: "DELETE", headers: seen(thing) })),
  };
}

type Read = { readonly [Name in keyof MenuThings]: { readonly data: List<MenuThings[Name][number]> | undefined } };

/** Nothing until everything is there. */
function thingsOf({ categories, items, variants, groups, taxes }: Read): MenuThings | undefined {
  if (!categories.data || !items.data || !variants.data || !groups.data || !taxes.data) return undefined;
  const inOrder = <Thing extends { readonly ordinal: number }>(list: readonly Thing[]) =>
    [...list].sort((a, b) => a.ordinal - b.ordinal);
  return {
    categories: inOrder(categories.data.items),
    items: inOrder(items.data.items),
    variants: inOrder(variants.data.items),
    groups: groups.data.items,
    taxes: taxes.data.items,
  };
}
