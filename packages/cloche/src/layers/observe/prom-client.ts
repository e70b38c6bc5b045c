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

/** A registry of metrics. */
export interface PromRegistry {
  getSingleMetric(name: string): object | undefined;
  registerMetric(metric: never): void;
  metrics(): Promise<string>;
  readonly contentType: string;
}

/** The module `prom-client`, told by its two kinds of metrics. */
export interface PromClient<Registry extends PromRegistry = PromRegistry> {
  readonly Counter: object;
  readonly Histogram: object;
  readonly register: Registry;
}
