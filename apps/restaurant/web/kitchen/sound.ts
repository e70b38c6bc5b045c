/** The kitchen's sounds; browsers allow them once somebody has pressed a button. */

/** What a sound is for: each sounds different. */
export type Occasion = "new" | "changed" | "late" | "unseen" | "lost";

/** Every occasion, with what it is called where the sounds are tried. */
export const OCCASIONS: readonly { readonly occasion: Occasion; readonly name: string }[] = [
  { occasion: "new", name: "New" },
  { occasion: "changed", name: "Changed" },
  { occasion: "late", name: "Late" },
  { occasion: "unseen", name: "Not seen" },
  { occasion: "lost", name: "Not live" },
];

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

/** Begins a shift: unlocks sound, fills the screen, and keeps it awake where the browser can. */
export async function startShift(): Promise<void> {
  if (context === undefined) {
    context = new AudioContext();
    loudness = context.createGain();
    loudness.connect(context.destination);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void keepAwake();
    });
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

async function keepAwake(): Promise<void> {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // A battery saver may refuse it; the screen then sleeps as it is set to.
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
