/** Times of the week. */
export const words = {
  row: (number: number) => `Times ${number}`,
  from: "From",
  to: "To",
  remove: (number: number) => `Remove times ${number}`,
  add: "Add times",
};
export type WeeklyWords = typeof words;
