/** Keeps one metric's time series, made once and looked up afterwards, and never more of them than a given number. */
import type { Labelled } from "./prom-client.js";

/** What stands in for label values past the bound, or of an unknown shape. */
export const OTHER = "other";

type Key = string | number | undefined;

/** The series of one metric. */
export interface BoundedSeries<Child> {
  /** The series with these label values, or the one called "other" once the bound is reached. */
  at(first: string, second?: string, third?: string | number): Child;
}

/**
 * Bounds the series of `metric`. Labels come from templates and reason codes; should a caller ever reach one with
 * values of their own, the bound is what keeps the memory of this process and of Prometheus.
 *
 * @param limit The greatest number of series.
 */
export function boundedSeries<Child>(metric: Labelled<Child>, limit: number): BoundedSeries<Child> {
  // Look-ups inside look-ups, because joining the labels to one key costs more than the counting.
  const root = new Map<Key, Map<Key, Map<Key, Child>>>();
  let count = 0;
  let overflow: Child | undefined;
  const spare = (labels: number): Child => {
    overflow ??= metric.labels(...Array.from({ length: labels }, () => OTHER));
    return overflow;
  };
  return {
    at(first, second, third) {
      const known = root.get(first)?.get(second)?.get(third);
      if (known !== undefined) return known;
      const labels = [first, second, third].filter((label) => label !== undefined).map(String);
      if (count >= limit) return spare(labels.length);
      count += 1;
      const child = metric.labels(...labels);
      levelOf(levelOf(root, first), second).set(third, child);
      return child;
    },
  };
}

function levelOf<Value>(levels: Map<Key, Map<Key, Value>>, key: Key): Map<Key, Value> {
  const level = levels.get(key) ?? new Map<Key, Value>();
  levels.set(key, level);
  return level;
}
