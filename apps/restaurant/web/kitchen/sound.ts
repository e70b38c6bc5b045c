/** The kitchen's sounds; browsers allow them once somebody has pressed a button. */
import { useEffect, useState } from "preact/hooks";
import { keepAwake } from "./wake-lock.js";

/** What a sound is for: each sounds different. */
export const OCCASIONS = ["new", "changed", "late", "unseen", "lost"] as const;
export type Occasion = (typeof OCCASIONS)[number];

const TONES: Readonly<Record<Occasion, readonly number[]>> = {
  new: [880, 1175],
  changed: [660, 660, 660],
  late: [990, 495],
  unseen: [1320, 990, 1320, 990, 1320],
  lost: [330, 220, 330, 220],
};
const TONE_SECONDS = 0.16;
/** This screen's own: the kitchen is louder than the bar. */
const VOLUME = "kitchen-volume";
const LOUDEST = 100;

let context: AudioContext | undefined;
let loudness: GainNode | undefined;
const listeners = new Set<() => void>();

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
  if (loudness !== undefined) loudness.gain.value = (volume() / LOUDEST) ** 2;
}

/** Whether anything would be heard; a browser may take that back at any time, as a telephone's call does. */
export function useSounding(): boolean {
  const [isSounding, setSounding] = useState(context?.state === "running");
  useEffect(() => {
    const look = () => setSounding(context?.state === "running");
    listeners.add(look);
    look();
    return () => void listeners.delete(look);
  }, []);
  return isSounding;
}

/** Begins a shift: unlocks sound, fills the screen, and keeps it awake where the browser can. */
export async function startShift(): Promise<void> {
  if (context === undefined) {
    context = new AudioContext();
    context.addEventListener("statechange", () => {
      for (const look of listeners) look();
    });
    loudness = context.createGain();
    loudness.connect(context.destination);
  }
  // First, since a browser fills the screen only at once after the press.
  const filled = fillScreen();
  await context.resume();
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
  if (context === undefined || loudness === undefined) return;
  const start = context.currentTime;
  for (const [at, frequency] of TONES[occasion].entries()) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(loudness);
    tone.start(start + at * TONE_SECONDS);
    tone.stop(start + (at + 0.8) * TONE_SECONDS);
  }
}
