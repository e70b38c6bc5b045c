/** What the writer and the reader of `cloche.lock` agree on. */

/** The first line: a file of another form is not guessed at. */
export const FIRST_LINE =
  "# What every route promises, form 1. Made by `cloche posture --lock`; read its changes as you read code.";
/** What the name of a cover's section begins with. */
export const COVER = "cover ";

/** One line of a section. */
export type Line = readonly [key: string, value: unknown];
