/** What is counted, under which names and labels, whoever keeps the numbers. */
import { table } from "../../kernel/index.js";
import { type BoundedSeries, boundedSeries, OTHER } from "./bounded-series.js";
import type { MetricDescription } from "./counted-metric.js";
import { EVENTS } from "./event-table.js";
import { knownMethod, NO_REASON, reasonLabel, routeLabel, statusLabel } from "./metric-labels.js";
import type { MetricsSink } from "./metrics-sink.js";
import type { CounterChild, HistogramChild, Labelled } from "./prom-client.js";

/** What can be foreseen, so that its counters stand at zero before anything has happened. */
export interface ForeseenLabels {
  /** Each route's method and template. */
  readonly routes: readonly { readonly method: string; readonly route: string }[];
  /** The reason codes of refusals. */
  readonly reasons?: readonly string[];
  /** The names of the alert rules: `alarm.rules.map(({ name }) => name)`. */
  readonly alerts?: readonly string[];
}

/** Counts, and knows what can be foreseen. */
export interface DeclaredMetrics extends MetricsSink {
  /** Sets the counters of foreseen labels to zero: a rate over a counter that only now appears hides its first step. */
  declare(labels: ForeseenLabels): void;
}

/** Makes the metrics of one kind. */
export interface MetricMaker {
  counter(description: MetricDescription): Labelled<CounterChild>;
  /** A histogram of seconds. */
  histogram(description: MetricDescription, bounds: readonly number[]): Labelled<HistogramChild>;
}

/** How many, and whether the steps are measured. */
export interface MetricSetOptions {
  readonly limit: number;
  readonly steps: boolean;
}

const REQUEST_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const STEP_BOUNDS = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.025, 0.1, 0.5, 2.5];
const FORESEEN_STATUSES = [200, 500];

/** Every metric. */
export const METRICS = table({
  requests: {
    name: "cloche_requests_total",
    help: "Requests that have ended.",
    labelNames: ["method", "route", "status"],
  },
  refusals: { name: "cloche_refusals_total", help: "Requests that were refused.", labelNames: ["route", "reason"] },
  events: { name: "cloche_security_events_total", help: "Security events.", labelNames: ["event", "reason"] },
  dropped: {
    name: "cloche_events_dropped_total",
    help: "Lines and events that could not be told to a logger or a sink.",
    labelNames: [],
  },
  durations: {
    name: "cloche_request_duration_seconds",
    help: "How long requests took.",
    labelNames: ["method", "route"],
  },
  steps: {
    name: "cloche_step_duration_seconds",
    help: "How long each step of the gate took.",
    labelNames: ["step"],
  },
});

/** The metrics that `maker` keeps. */
export function metricSet(maker: MetricMaker, { limit, steps }: MetricSetOptions): DeclaredMetrics {
  const series = seriesOf(maker, limit);
  const dropped = maker.counter(METRICS.dropped).labels();
  const timing = steps ? stepTiming(boundedSeries(maker.histogram(METRICS.steps, STEP_BOUNDS), limit)) : {};
  for (const name of Object.keys(EVENTS)) series.events.at(name, NO_REASON).inc(0);
  return {
    request({ method, route, status, outcome, reason, durationMilliseconds }) {
      const methodLabel = knownMethod(method) ?? OTHER;
      const template = routeLabel(route);
      series.requests.at(methodLabel, template, statusLabel(status)).inc();
      series.durations.at(methodLabel, template).observe(durationMilliseconds / 1000);
      if (outcome === "refused") series.refusals.at(template, reasonLabel(reason)).inc();
    },
    event: ({ name, reason }) =>
      series.events.at(Object.hasOwn(EVENTS, name) ? name : OTHER, reasonLabel(reason)).inc(),
    dropped: () => dropped.inc(),
    declare: (labels) => declareLabels(series, labels),
    ...timing,
  };
}

type Series = ReturnType<typeof seriesOf>;

function seriesOf(maker: MetricMaker, limit: number) {
  return {
    requests: boundedSeries(maker.counter(METRICS.requests), limit),
    refusals: boundedSeries(maker.counter(METRICS.refusals), limit),
    events: boundedSeries(maker.counter(METRICS.events), limit),
    durations: boundedSeries(maker.histogram(METRICS.durations, REQUEST_BOUNDS), limit),
  };
}

function stepTiming(series: BoundedSeries<HistogramChild>): Pick<MetricsSink, "step"> {
  return { step: (name, milliseconds) => series.at(name).observe(milliseconds / 1000) };
}

function declareLabels(series: Series, { routes, reasons = [], alerts = [] }: ForeseenLabels): void {
  for (const { method, route } of routes) {
    for (const status of FORESEEN_STATUSES) series.requests.at(method, route, status).inc(0);
    for (const reason of reasons) series.refusals.at(route, reason).inc(0);
    series.durations.at(method, route);
  }
  for (const reason of reasons) series.events.at("request.refused", reason).inc(0);
  for (const rule of alerts) series.events.at("alert.raised", rule).inc(0);
}
