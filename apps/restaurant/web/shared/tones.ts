/** Tones that a page plays; browsers allow them once somebody has pressed a button. */
import { useEffect, useState } from "preact/hooks";

/** What a page sounds like when something is to be noticed: frequencies in hertz, one after the other. */
export const TONES = {
  new: [880, 1175],
  changed: [660, 660, 660],
  late: [990, 495],
  unseen: [1320, 990, 1320, 990, 1320],
  lost: [330, 220, 330, 220],
} as const;

const TONE_SECONDS = 0.16;

let context: AudioContext | undefined;
let loudness: GainNode | undefined;
const listeners = new Set<() => void>();

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

/** Unlocks sound; to be called by what somebody has pressed. */
export async function unlockSound(): Promise<void> {
  if (context === undefined) {
    context = new AudioContext();
    context.addEventListener("statechange", () => {
      for (const look of listeners) look();
    });
    loudness = context.createGain();
    loudness.connect(context.destination);
  }
  await context.resume();
}

/** How loud, from 0 to 1. */
export function setLoudness(gain: number): void {
  if (loudness !== undefined) loudness.gain.value = gain;
}

/** Plays tones where sound is unlocked; what it answers with silences them at once. */
export function playTones(frequencies: readonly number[]): () => void {
  if (context === undefined || loudness === undefined) return () => {};
  const start = context.currentTime;
  const tones: OscillatorNode[] = [];
  for (const [at, frequency] of frequencies.entries()) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(loudness);
    tone.start(start + at * TONE_SECONDS);
    tone.stop(start + (at + 0.8) * TONE_SECONDS);
    tones.push(tone);
  }
  return () => {
    for (const tone of tones) tone.disconnect();
  };
}
