/** Contracts of carrying a menu to another place: out as one document, in with nothing deleted. */
import { contract, problems } from "cloche";
import { z } from "zod";
import { FieldErrors } from "./field-errors.js";
import { MENU_LIMITS, MenuDocument, menuFaults } from "./menu-document.js";
import { may } from "./staff.js";

const Place = z.object({ id: z.uuid() });
const TAGS = ["menu"];

export const exportMenu = contract({
  method: "GET",
  path: "/api/v1/locations/{id}/menu/export",
  summary: "A place's menu as one document, without its pictures, stations and what is sold out",
  tags: TAGS,
  allow: may("editMenu"),
  params: Place,
  limit: "60 per 15 minutes by caller",
  returns: {
    200: MenuDocument,
    409: problems(
      {
        menu_too_large: "This menu has more than a document may hold.",
        menu_ambiguous: "Two categories, or two dishes or sizes of one, have the same name; rename one first.",
      },
      { menu_ambiguous: FieldErrors },
    ),
  },
});

const names = z.array(z.string());
const Told = z.object({
  taxes: names,
  groups: names,
  categories: names,
  dishes: z.array(z.object({ category: z.string(), name: z.string() })),
});

export const MenuImported = z.object({
  dryRun: z.boolean(),
  added: Told.meta({ description: "Or what would be, of a dry run." }),
  left: Told.meta({ description: "What the place has by that name already, and keeps as it is." }),
  otherTaxInclusion: z.boolean().meta({
    description: "Whether prices hold the tax at one of the two places and not at the other.",
  }),
});
export type MenuImported = z.infer<typeof MenuImported>;

export const importMenu = contract({
  method: "POST",
  path: "/api/v1/locations/{id}/menu/import",
  summary: "Add what a document has and the place has not; all of it or nothing, and nothing is deleted or changed",
  tags: TAGS,
  allow: may("editMenu"),
  params: Place,
  body: z
    .object({
      dryRun: z.boolean().default(false).meta({ description: "Only tells what it would add." }),
      otherCurrency: z
        .boolean()
        .default(false)
        .meta({ description: "Takes the numbers of another currency as they stand." }),
      menu: MenuDocument,
    })
    .superRefine(({ menu }, context) => {
      for (const { path, code, reason } of menuFaults(menu)) {
        context.addIssue({ code: "custom", path: ["menu", ...path], message: reason, params: { code } });
      }
    }),
  maxBodyBytes: MENU_LIMITS.bytes,
  caps: { depth: 12, keys: 60_000, items: 2_000, characters: 2_000 },
  limit: ["60 per 15 minutes by caller", "2 at once by caller"],
  returns: {
    200: MenuImported,
    409: problems({ menu_changed: "Somebody has changed the menu meanwhile; try again." }),
    422: problems(
      { currency_differs: "The prices of this menu are of another currency." },
      { currency_differs: FieldErrors },
    ),
  },
});
