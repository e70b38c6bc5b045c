/** The part of prom-client that is used, by shape, so that the package is never loaded or needed from here. */

/** One time series of a counter. */
export interface CounterChild {
  inc(by?: number): void;
}

/** One time series of a histogram. */
export interface HistogramChild {
  observe(value: number): void;
}

/** A metric with labels. */
export interface Labelled<Child> {
  labels(...values: string[]): Child;
}

/** How a metric is described. */
export interface MetricDescription {
  name: string;
  help: string;
  labelNames: string[];
  registers: never[];
}

/** A registry of metrics. */
export interface PromRegistry {
  getSingleMetric(name: string): object | undefined;
  metrics(): Promise<string>;
  readonly contentType: string;
}

/** The module `prom-client`. */
export interface PromClient<Registry extends PromRegistry = PromRegistry> {
  readonly Counter: new (description: MetricDescription) => Labelled<CounterChild>;
  readonly Histogram: new (
    description: MetricDescription & { buckets: number[] },
  ) => Labelled<HistogramChild> & { zero(labels: Record<string, string>): void };
  readonly register: Registry;
}
