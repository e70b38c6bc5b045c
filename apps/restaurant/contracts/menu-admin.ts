/** Contracts of keeping a menu and a floor: look, add, change against the version that was seen, archive. */
import { contract, nothing, problems } from "cloche";
import { plainText } from "cloche/sanitize";
import { z } from "zod";
import { ORDER_TYPES, WeeklyTimes } from "./menu.js";
import { IfMatch } from "./orders-commands.js";
import { may } from "./staff.js";

const EDITORS = may("editMenu");
const LIMIT = "600 per minute by caller";
const TAGS = ["menu"];
const Place = z.object({ id: z.uuid() });
export const Thing = z.object({ id: z.uuid(), thingId: z.uuid() });

/** Why an edit is not made. */
export const EDIT_CONFLICTS = {
  name_taken: "There is one like that already.",
  in_use: "Dishes still have it; give them another first.",
  last_variant: "An item needs at least one variant; archive the item.",
} as const;
export const EDIT_UNFIT = {
  reference_unknown: "It names something that this place does not have.",
  value_refused: "The values do not fit together.",
} as const;

/** What an edit of what has changed meanwhile is answered. */
export const STALE = problems({ version_conflict: "Somebody has changed it meanwhile." });

const PROBLEMS = {
  409: problems(EDIT_CONFLICTS),
  412: STALE,
  422: problems(EDIT_UNFIT),
};

interface Resource<Name extends string, Body extends z.ZodRawShape, More extends z.ZodRawShape> {
  readonly name: Name;
  readonly one: string;
  readonly body: z.ZodObject<Body>;
  /** What is told of it beside what is said of it. */
  readonly more: More;
}

/** The four contracts of one kind of thing. */
function resource<const Name extends string, Body extends z.ZodRawShape, More extends z.ZodRawShape>({
  name,
  one,
  body,
  more,
}: Resource<Name, Body, More>) {
  const View = z.object({ id: z.uuid(), version: z.int() }).extend(body.shape).extend(more);
  const common = { tags: TAGS, allow: EDITORS, limit: LIMIT };
  const path = `/api/v1/locations/{id}/${name}` as const;
  const at = `/api/v1/locations/{id}/${name}/{thingId}` as const;
  const made = { 201: View, ...PROBLEMS };
  const changed = { 200: View, ...PROBLEMS };
  const gone = { 204: nothing(), ...PROBLEMS };
  return {
    View,
    list: contract({
      ...common,
      method: "GET",
      path,
      summary: `Every ${one} of a place`,
      params: Place,
      returns: { 200: z.object({ items: z.array(View) }) },
    }),
    create: contract({ ...common, method: "POST", path, summary: `Add a ${one}`, params: Place, body, returns: made }),
    change: contract({
      ...common,
      method: "PATCH",
      path: at,
      summary: `Change a ${one}`,
      params: Thing,
      headers: IfMatch,
      body: body.partial(),
      returns: changed,
    }),
    archive: contract({
      ...common,
      method: "DELETE",
      path: at,
      summary: `Archive a ${one}; what was sold stays as it was`,
      params: Thing,
      headers: IfMatch,
      returns: gone,
    }),
  };
}

const name = plainText(80, { min: 1 });
const ordinal = z.int().min(0).max(10_000);
const price = z.int().min(0).max(1_000_000_000_000);
const tags = z.array(plainText(40, { min: 1 })).max(30);
const dayparts = z.array(WeeklyTimes).max(20).meta({ description: "When it is sold; always, where there are none." });

const ImageOf = z.object({ id: z.uuid(), alt: z.string() });

export const categories = resource({
  name: "categories",
  one: "category",
  more: {},
  body: z.object({ name, ordinal, active: z.boolean(), dayparts }),
});
export const {
  list: listCategories,
  create: createCategory,
  change: changeCategory,
  archive: archiveCategory,
} = categories;

export const items = resource({
  name: "items",
  one: "item",
  more: { image: ImageOf.nullable() },
  body: z.object({
    categoryId: z.uuid(),
    taxCategoryId: z.uuid().nullable(),
    name,
    description: plainText(500),
    ordinal,
    allergens: tags,
    diets: tags,
    course: z.int().min(1).max(9),
    noPrep: z.boolean(),
    groupIds: z.array(z.uuid()).max(20),
    dayparts,
  }),
});
export type ItemView = z.infer<typeof items.View>;
export const { list: listItems, create: createItem, change: changeItem, archive: archiveItem } = items;

export const variants = resource({
  name: "variants",
  one: "variant",
  more: {},
  body: z.object({ itemId: z.uuid(), name, price, prepSeconds: z.int().min(0).max(14_400), ordinal }),
});
export const { list: listVariants, create: createVariant, change: changeVariant, archive: archiveVariant } = variants;

export const groups = resource({
  name: "modifier-groups",
  one: "modifier group",
  more: {},
  body: z.object({
    name,
    min: z.int().min(0).max(50),
    max: z.int().min(1).max(50),
    maxPerOption: z.int().min(1).max(20),
    options: z
      .array(
        z.object({
          id: z.uuid().optional().meta({ description: "Of an option that is there already." }),
          name,
          priceDelta: z.int().min(-1_000_000_000).max(1_000_000_000),
          allergens: tags,
          extraStationId: z.uuid().nullable(),
        }),
      )
      .max(100)
      .meta({ description: "All of them, in order; what is left out is archived." }),
  }),
});
export const { list: listGroups, create: createGroup, change: changeGroup, archive: archiveGroup } = groups;

export const taxes = resource({
  name: "taxes",
  one: "tax category",
  more: {},
  body: z.object({
    name,
    components: z
      .array(z.object({ orderType: z.enum(ORDER_TYPES), name, ratePpm: z.int().min(0).max(1_000_000) }))
      .max(30),
  }),
});
export const { list: listTaxes, create: createTax, change: changeTax, archive: archiveTax } = taxes;

export const tables = resource({
  name: "tables",
  one: "table",
  more: {},
  body: z.object({ label: plainText(40, { min: 1 }), serviceArea: plainText(60, { min: 1 }) }),
});
export const { list: listTables, create: createTable, change: changeTable, archive: archiveTable } = tables;

export const slots = resource({
  name: "slots",
  one: "slot",
  more: {},
  body: z.object({
    orderType: z.enum(ORDER_TYPES),
    startsAt: z.iso.datetime(),
    capacity: z.int().min(0).max(10_000),
  }),
});
export const { list: listSlots, create: createSlot, change: changeSlot, archive: archiveSlot } = slots;

export const zones = resource({
  name: "zones",
  one: "delivery zone",
  more: {},
  body: z.object({
    name,
    postcodes: z
      .array(plainText(12, { min: 1 }))
      .min(1)
      .max(500),
    fee: price,
    minimum: price,
    minutes: z.int().min(0).max(240),
  }),
});
export const { list: listZones, create: createZone, change: changeZone, archive: archiveZone } = zones;

export const renewTableCode = contract({
  method: "POST",
  path: "/api/v1/locations/{id}/tables/{thingId}/code",
  summary: "Make a table a new code to print; the old one is good for nothing from then on",
  tags: TAGS,
  allow: EDITORS,
  params: Thing,
  limit: "60 per minute by caller",
  returns: { 200: z.object({ code: z.string(), url: z.url() }) },
});

const Availability = z.object({
  status: z.enum(["available", "limited", "sold_out"]),
  remaining: z.int().min(0).max(100_000).nullable(),
  until: z.iso.datetime().nullable(),
});

export const setAvailability = contract({
  method: "PUT",
  path: "/api/v1/locations/{id}/availability/{kind}/{targetId}",
  summary: "Say that something is sold out, or how many are left, and until when",
  tags: TAGS,
  allow: may("markSoldOut"),
  params: z.object({ id: z.uuid(), kind: z.enum(["variant", "option"]), targetId: z.uuid() }),
  body: z
    .object({
      status: Availability.shape.status,
      remaining: z.int().min(0).max(100_000).optional(),
      until: z.iso.datetime().optional(),
    })
    .refine(({ status, remaining }) => (status === "limited") === (remaining !== undefined), {
      message: "Say how many are left of what is limited, and of nothing else.",
      path: ["remaining"],
    }),
  limit: LIMIT,
  returns: { 200: Availability },
});
