/** What something costs this process: CPU for each time, start-up, and memory once the garbage is gone. */

const WARM_UP = 3_000;
const BATCHES = 5;

/** \u00b5s of CPU for each run of `work`: the least of a few batches, because other programs can only add. */
export async function cpuOf(work, times, warmUp = WARM_UP) {
  for (let turn = 0; turn < warmUp; turn += 1) await work();
  let least = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    const before = process.cpuUsage();
    for (let turn = 0; turn < times; turn += 1) await work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / times);
  }
  return least;
}

/** Megabytes of heap and of the whole process, after a collection. */
export function memory() {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapMb: heapUsed / 2 ** 20, rssMb: rss / 2 ** 20 };
}
