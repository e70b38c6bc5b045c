/**
 * Sees the other programs of a shared machine: their share of a core is what /proc/stat saw running there less what the
 * server itself used.
 */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const TICK_US = 10_000;

/** Microseconds of user, nice and system time each core has run since boot. */
export function coreTimes() {
  return readFileSync("/proc/stat", "utf8")
    .split("\n")
    .filter((line) => /^cpu\d/.test(line))
    .map((line) => {
      const [user, nice, system] = line.split(/\s+/).slice(1).map(Number);
      return (user + nice + system) * TICK_US;
    });
}

/** Waits, within a bound, for a second in which every core was nearly idle. */
export async function waitForQuiet(limitS = 45) {
  for (let waited = 0; waited < limitS; waited += 1) {
    const before = coreTimes();
    await sleep(1000);
    const after = coreTimes();
    if (after.every((us, core) => us - before[core] < 100_000)) return true;
  }
  return false;
}
