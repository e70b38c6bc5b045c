/** The kitchen's sounds, from the beginning of a shift, as loud as the screen is set to. */
import { playTones, setLoudness, TONES, unlockSound } from "../shared/tones.js";
import { keepAwake } from "./wake-lock.js";

/** What a sound is for: each sounds different. */
export type Occasion = keyof typeof TONES;
export const OCCASIONS = Object.keys(TONES) as readonly Occasion[];

/** This screen's own: the kitchen is louder than the bar. */
const VOLUME = "kitchen-volume";
const LOUDEST = 100;

/** How loud, from 0 to 100. */
export function volume(): number {
  const kept = Number(localStorage.getItem(VOLUME) ?? LOUDEST);
  return kept >= 0 && kept <= LOUDEST ? kept : LOUDEST;
}

/** Makes it louder or quieter, from now on and at the next shift. */
export function setVolume(wanted: number): void {
  localStorage.setItem(VOLUME, String(wanted));
  applyVolume();
}

/** Ears hear halves of a power as steps, so that the slider's middle is not almost as loud as its end. */
function applyVolume(): void {
  setLoudness((volume() / LOUDEST) ** 2);
}

/** Begins a shift: unlocks sound, fills the screen, and keeps it awake where the browser can. */
export async function startShift(): Promise<void> {
  // Both at once, since a browser fills the screen only right after the press.
  const filled = fillScreen();
  await unlockSound();
  applyVolume();
  play("new");
  await Promise.all([filled, keepAwake()]);
}

async function fillScreen(): Promise<void> {
  try {
    await document.documentElement.requestFullscreen?.();
  } catch {
    // A tablet in a frame of its own, or a browser that may not, stays as it is.
  }
}

/** Plays a sound, where a shift has begun. */
export function play(occasion: Occasion): void {
  playTones(TONES[occasion]);
}
