/** Metrics kept as plain numbers, and told as prom-client tells its own: its children check and hash labels at each count. */
import type { CounterChild, HistogramChild, Labelled } from "./prom-client.js";

/** How a metric is described. */
export interface MetricDescription {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

type Labels = Readonly<Record<string, string | number>>;

/** One value as prom-client's registry reads it. */
interface MetricValue {
  readonly value: number;
  readonly labels: Labels;
  readonly metricName?: string;
}

interface Child {
  /** How often something was counted. */
  total(): number;
  tell(labels: Labels, name: string): readonly MetricValue[];
  reset(): void;
}

/** What a registry takes for a metric. */
export class CountedMetric<Kind extends Child> implements Labelled<Kind> {
  /** Written by a registry that speaks OpenMetrics. */
  name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
  readonly aggregator = "sum";
  readonly #children = new Map<string, { readonly labels: Labels; readonly child: Kind }>();
  readonly #make: () => Kind;

  constructor(
    { name, help, labelNames }: MetricDescription,
    readonly type: "counter" | "histogram",
    make: () => Kind,
  ) {
    this.name = name;
    this.help = help;
    this.labelNames = labelNames;
    this.#make = make;
  }

  /** The time series with these label values; it stands at zero until something is counted. */
  labels(...values: string[]): Kind {
    const key = JSON.stringify(values);
    const known = this.#children.get(key);
    if (known !== undefined) return known.child;
    const labels = Object.fromEntries(this.labelNames.map((name, index) => [name, values[index] ?? ""]));
    const child = this.#make();
    this.#children.set(key, { labels, child });
    return child;
  }

  async get(): Promise<object> {
    const { name, help, type, aggregator } = this;
    const values = [...this.#children.values()].flatMap(({ labels, child }) => child.tell(labels, name));
    return { name, help, type, values, aggregator };
  }

  /** Everything counted so far, whatever its labels. */
  total(): number {
    let sum = 0;
    for (const { child } of this.#children.values()) sum += child.total();
    return sum;
  }

  reset(): void {
    for (const { child } of this.#children.values()) child.reset();
  }
}

/** A counter. */
export function counter(description: MetricDescription): CountedMetric<CounterChild & Child> {
  return new CountedMetric(description, "counter", () => new Count());
}

/**
 * A histogram.
 *
 * @param bounds The upper bounds of its buckets, ascending.
 */
export function histogram(
  description: MetricDescription,
  bounds: readonly number[],
): CountedMetric<HistogramChild & Child> {
  return new CountedMetric(description, "histogram", () => new Buckets(bounds));
}

class Count implements CounterChild, Child {
  #count = 0;

  inc(by = 1): void {
    this.#count += by;
  }

  total(): number {
    return this.#count;
  }

  tell(labels: Labels): readonly MetricValue[] {
    return [{ value: this.#count, labels }];
  }

  reset(): void {
    this.#count = 0;
  }
}

class Buckets implements HistogramChild, Child {
  readonly #bounds: readonly number[];
  /** One more than there are bounds: the last is for what is above all of them. */
  readonly #counts: number[];
  #sum = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = [...bounds, 0].map(() => 0);
  }

  observe(value: number): void {
    let at = 0;
    while (at < this.#bounds.length && value > (this.#bounds[at] ?? 0)) at += 1;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sum += value;
  }

  total(): number {
    return this.#counts.reduce((sum, own) => sum + own, 0);
  }

  tell(labels: Labels, name: string): readonly MetricValue[] {
    let count = 0;
    const buckets = this.#counts.map((own, at): MetricValue => {
      count += own;
      return { value: count, labels: { le: this.#bounds[at] ?? "+Inf", ...labels }, metricName: `${name}_bucket` };
    });
    return [
      ...buckets,
      { value: this.#sum, labels, metricName: `${name}_sum` },
      { value: count, labels, metricName: `${name}_count` },
    ];
  }

  reset(): void {
    this.#counts.fill(0);
    this.#sum = 0;
  }
}
