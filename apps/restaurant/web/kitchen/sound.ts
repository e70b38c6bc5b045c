/** The kitchen's sounds; browsers allow them once somebody has pressed a button. */

/** What a sound is for: each sounds different. */
export type Occasion = "new" | "changed" | "late" | "unseen" | "lost";

const TONES: Readonly<Record<Occasion, readonly number[]>> = {
  new: [880, 1175],
  changed: [660, 660, 660],
  late: [990, 495],
  unseen: [1320, 990, 1320, 990, 1320],
  lost: [330, 220, 330, 220],
};
const TONE_SECONDS = 0.16;

let context: AudioContext | undefined;

/** Begins a shift: unlocks sound, and keeps the screen awake where the browser can. */
export async function startShift(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
  play("new");
  await keepAwake();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void keepAwake();
  });
}

async function keepAwake(): Promise<void> {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // A battery saver may refuse it; the screen then sleeps as it is set to.
  }
}

/** Plays a sound, where a shift has begun. */
export function play(occasion: Occasion): void {
  if (context === undefined) return;
  const start = context.currentTime;
  for (const [at, frequency] of TONES[occasion].entries()) {
    const tone = context.createOscillator();
    tone.frequency.value = frequency;
    tone.connect(context.destination);
    tone.start(start + at * TONE_SECONDS);
    tone.stop(start + (at + 0.8) * TONE_SECONDS);
  }
}
