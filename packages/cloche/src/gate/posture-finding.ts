/** One thing that differs between two postures, and which way it goes. */

/** Which way a difference goes; `changed` where only people can tell. */
export type Direction = "loosened" | "tightened" | "changed";

/** A difference in words. */
export interface Finding {
  readonly direction: Direction;
  readonly text: string;
}

/** A finding. */
export function found(direction: Direction, text: string): Finding {
  return { direction, text };
}

/** The way several differences go together: what loosens is never hidden behind what tightens. */
export function together(directions: readonly (Direction | undefined)[]): Direction | undefined {
  return (["loosened", "changed", "tightened"] as const).find((one) => directions.includes(one));
}

/** The way a number goes where more of it is looser. */
export function whereMoreIsLooser(was: number, now: number): Direction | undefined {
  if (was === now) return undefined;
  return now > was ? "loosened" : "tightened";
}

/** The way a set goes where more of it is looser. */
export function whereWiderIsLooser(was: readonly string[], now: readonly string[]): Direction | undefined {
  if (now.some((one) => !was.includes(one))) return "loosened";
  return was.some((one) => !now.includes(one)) ? "tightened" : undefined;
}
