/** The icons of diets: places write them in their own words, of which the usual ones are known. */

const LEAF = "M5 19C4 9 10 4 20 4c0 10-5 16-15 15Zm0 0 9-9";
const SPROUT = "M12 21V11M12 11c0-4-3-6-8-6 0 5 3 7 8 6Zm0 3c0-4 3-6 8-6 0 5-3 7-8 6Z";
const EAR_STRUCK = "M12 21V6m0 4L8 7m4 3 4-3m-4 7-4-3m4 3 4-3M4 4l16 16";
const DROP_STRUCK = "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11ZM4 4l16 16";
const CRESCENT = "M17 16.5A7 7 0 1 1 14 5a6 6 0 0 0 3 11.5Z";
const STAR = "M12 3l7.8 13.5H4.2ZM12 21 4.2 7.5h15.6Z";
const PLATE = "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8Z";

const ICONS: ReadonlyMap<string, string> = new Map([
  ...["vegan", "plant-based", "pflanzlich"].map((word) => [word, LEAF] as const),
  ...["vegetarian", "veggie", "vegetarisch"].map((word) => [word, SPROUT] as const),
  ...["gluten-free", "gluten free", "glutenfrei"].map((word) => [word, EAR_STRUCK] as const),
  ...["lactose-free", "lactose free", "dairy-free", "laktosefrei"].map((word) => [word, DROP_STRUCK] as const),
  ["halal", CRESCENT],
  ...["kosher", "koscher"].map((word) => [word, STAR] as const),
]);

/**
 * The path of a diet's icon in a square of 24; what a place calls its own has that of a plate.
 *
 * @example dietIcon("Vegetarisch") === dietIcon("vegetarian") // true
 */
export function dietIcon(diet: string): string {
  return ICONS.get(diet.trim().toLowerCase()) ?? PLATE;
}
