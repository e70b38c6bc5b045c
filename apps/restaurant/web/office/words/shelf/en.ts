/** What is sold out, for whoever stands at the counter. */
export const words = {
  find: "Find",
  caption: "What there is",
  thing: "Dish or option",
  group: "Category or options",
  state: "State",
  there: "there",
  left: (count: number) => `${count} left`,
  soldOut: "sold out",
  backAt: (moment: string) => `sold out, back at ${moment}`,
  howLong: (thing: string) => `How long ${thing} is sold out`,
  say: (thing: string) => `${thing} is sold out`,
  sayShort: "Sold out",
  back: (thing: string) => `${thing} is back`,
  backShort: "It is back",
};
export type ShelfWords = typeof words;
