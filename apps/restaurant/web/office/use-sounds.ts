/** The office's sounds: whether this browser is to make them, and those that go on until somebody has done something. */
import { useEffect, useState } from "preact/hooks";
import { playTones, TONES, unlockSound, useSounding } from "../shared/tones.js";

/** This browser's own: the counter sounds, the desk in the back need not. Who has chosen nothing misses nothing. */
const KEPT = "office-sounds";

/** The switch. */
export interface Sounds {
  readonly on: boolean;
  /** Whether the browser lets them be heard; it does so once something was pressed on the page. */
  readonly heard: boolean;
  readonly turn: (on: boolean) => void;
}

/** Whether sounds are wanted here, and how to change that. */
export function useSounds(): Sounds {
  const [on, setOn] = useState(() => localStorage.getItem(KEPT) !== "off");
  const isSounding = useSounding();
  useEffect(() => {
    if (!on || isSounding) return;
    // Whatever is pressed first on a page that was loaded anew unlocks them.
    const unlock = () => void unlockSound();
    addEventListener("click", unlock);
    addEventListener("keyup", unlock);
    return () => {
      removeEventListener("click", unlock);
      removeEventListener("keyup", unlock);
    };
  }, [on, isSounding]);
  const turn = (wanted: boolean): void => {
    localStorage.setItem(KEPT, wanted ? "on" : "off");
    setOn(wanted);
    if (wanted) void unlockSound();
  };
  return { on, heard: on && isSounding, turn };
}

/** Sounds at once and every so many milliseconds for as long as there is a reason to, and not a tone longer. */
export function useAlarm(occasion: keyof typeof TONES, sounds: boolean, everyMilliseconds: number): void {
  useEffect(() => {
    if (!sounds) return;
    let silence = playTones(TONES[occasion]);
    const timer = setInterval(() => {
      silence = playTones(TONES[occasion]);
    }, everyMilliseconds);
    return () => {
      clearInterval(timer);
      silence();
    };
  }, [occasion, sounds, everyMilliseconds]);
}
