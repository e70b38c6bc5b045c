/** Counts requests, refusals and security events in prom-client, with labels whose number is bounded. */
import { configFault, onlyKnown, table, wholeNumber } from "../../kernel/index.js";
import { boundedSeries, OTHER } from "./bounded-series.js";
import { counter, histogram } from "./counted-metric.js";
import { EVENTS } from "./event-table.js";
import type { MetricsSink } from "./metrics-sink.js";
import type { PromClient, PromRegistry } from "./prom-client.js";

/** Where the metrics are kept, and how many. */
export interface MetricsOptions<Registry extends PromRegistry> {
  /** The module: `import * as client from "prom-client"`. */
  readonly client: PromClient<Registry>;
  /** The registry; the client's own where nothing is given. */
  readonly registry?: Registry;
  /** The greatest number of time series of each metric; 5000 where nothing is said. */
  readonly maxSeries?: number;
}

/** What can be foreseen, so that its counters stand at zero before anything has happened. */
export interface ForeseenLabels {
  /** Each route's method and template. */
  readonly routes: readonly { readonly method: string; readonly route: string }[];
  /** The reason codes of refusals. */
  readonly reasons?: readonly string[];
  /** The names of the alert rules: `alarm.rules.map(({ name }) => name)`. */
  readonly alerts?: readonly string[];
}

/** Metrics that Prometheus can read. */
export interface Metrics extends MetricsSink {
  /** Sets the counters of foreseen labels to zero: a rate over a counter that only now appears hides its first step. */
  declare(labels: ForeseenLabels): void;
  /** How many requests have ended so far; read when it is asked for. */
  requests(): number;
  /** Everything in the registry, as Prometheus reads it. */
  text(): Promise<string>;
  /** The media type of `text()`. */
  readonly contentType: string;
}

const KNOWN = ["client", "registry", "maxSeries"];
const MAX_SERIES = 5000;
const BUCKETS_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const FORESEEN_STATUSES = [200, 500];
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const REASON = /^[a-z][a-z0-9_.-]{0,63}$/;
const NO_REASON = "none";
const MAX_ROUTE = 200;

const COUNTERS = table({
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
});

const DURATION = {
  name: "cloche_request_duration_seconds",
  help: "How long requests took.",
  labelNames: ["method", "route"],
};

/**
 * Makes the metrics. A second call with the same registry goes on counting in the same metrics.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `peer_missing`
 * @example
 * import * as client from "prom-client";
 * const measured = metrics({ client });
 * observer({ metrics: measured });
 */
export function metrics<Registry extends PromRegistry>(options: MetricsOptions<Registry>): Metrics {
  onlyKnown(options, KNOWN, "metrics");
  const registry = options.registry ?? checkedClient(options.client).register;
  const limit = wholeNumber(options.maxSeries ?? MAX_SERIES, "metrics.maxSeries", { min: 1, max: 1_000_000 });
  const series = seriesOf(registry, limit);
  return Object.freeze({
    request({ method, route, status, outcome, reason, durationMilliseconds }) {
      const methodLabel = METHODS.has(method) ? method : OTHER;
      const routeLabel = route.length <= MAX_ROUTE ? route : OTHER;
      series.requests.at(methodLabel, routeLabel, isStatus(status) ? status : OTHER).inc();
      series.durations.at(methodLabel, routeLabel).observe(durationMilliseconds / 1000);
      if (outcome === "refused") series.refusals.at(routeLabel, reasonLabel(reason)).inc();
    },
    event: ({ name, reason }) =>
      series.events.at(Object.hasOwn(EVENTS, name) ? name : OTHER, reasonLabel(reason)).inc(),
    dropped: () => series.dropped.inc(),
    requests: () => series.total(),
    declare: (labels) => declareLabels(series, labels),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  } satisfies Metrics);
}

type Series = ReturnType<typeof seriesOf>;

function seriesOf(registry: PromRegistry, limit: number) {
  const counting = (description: (typeof COUNTERS)[keyof typeof COUNTERS]) =>
    registered(registry, description.name, () => counter(description));
  const durations = registered(registry, DURATION.name, () => histogram(DURATION, BUCKETS_SECONDS));
  const requests = counting(COUNTERS.requests);
  const series = {
    total: () => requests.total(),
    requests: boundedSeries(requests, limit),
    refusals: boundedSeries(counting(COUNTERS.refusals), limit),
    events: boundedSeries(counting(COUNTERS.events), limit),
    durations: boundedSeries(durations, limit),
    dropped: counting(COUNTERS.dropped).labels(),
  };
  for (const name of Object.keys(EVENTS)) series.events.at(name, NO_REASON).inc(0);
  return series;
}

/** The metric, or the one an earlier call registered, as after a development server has loaded its code anew. */
function registered<Metric extends object>(registry: PromRegistry, name: string, make: () => Metric): Metric {
  const known = registry.getSingleMetric(name) as Metric | undefined;
  if (known !== undefined) return known;
  const made = make();
  registry.registerMetric(made as never);
  return made;
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

function isStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 100 && status <= 599;
}

function reasonLabel(reason: string | undefined): string {
  if (reason === undefined) return NO_REASON;
  return REASON.test(reason) ? reason : OTHER;
}

function checkedClient<Registry extends PromRegistry>(client: PromClient<Registry>): PromClient<Registry> {
  if (typeof client?.Counter === "function" && typeof client.Histogram === "function") return client;
  throw configFault("peer_missing", { where: "metrics.client", fix: "Give the module prom-client." });
}
