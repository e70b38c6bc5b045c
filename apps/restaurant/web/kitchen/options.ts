/**
 * How this screen wants to be worked. Kept in the browser, as its volume is: it belongs to the glass and whoever stands
 * before it, holds without a connection, and is nothing that the server could do anything with.
 */
import { useState } from "preact/hooks";

/** What can be switched; each is off until somebody switches it on. */
export const OPTIONS = ["doubleTap", "combine"] as const;
export type Option = (typeof OPTIONS)[number];

/** What is on. */
export type Options = Readonly<Record<Option, boolean>>;

const KEPT_AS: Readonly<Record<Option, string>> = { doubleTap: "kitchen-double-tap", combine: "kitchen-combine" };
const ON = "on";

/** The options of this screen, and what switches one. */
export function useOptions(): readonly [Options, (option: Option, on: boolean) => void] {
  const [options, setOptions] = useState<Options>(() => ({ doubleTap: isOn("doubleTap"), combine: isOn("combine") }));
  const change = (option: Option, on: boolean): void => {
    if (on) localStorage.setItem(KEPT_AS[option], ON);
    else localStorage.removeItem(KEPT_AS[option]);
    setOptions((now) => ({ ...now, [option]: on }));
  };
  return [options, change];
}

function isOn(option: Option): boolean {
  return localStorage.getItem(KEPT_AS[option]) === ON;
}
