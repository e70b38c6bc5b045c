/** Keeps the screen awake from the beginning of the shift (W3C Screen Wake Lock). */

let isOn = false;

/** Takes the lock, and takes it again each time the page is seen again: a browser lets go of it while it is not. */
export async function keepAwake(): Promise<void> {
  if (!isOn) {
    isOn = true;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void take();
    });
  }
  await take();
}

async function take(): Promise<void> {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // A battery saver may refuse it; the screen then sleeps as it is set to.
  }
}
