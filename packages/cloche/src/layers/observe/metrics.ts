/** Counts requests, refusals and security events for prom-client, with labels whose number is bounded. */
import { configFault, onlyKnown, wholeNumber } from "../../kernel/index.js";
import { counter, histogram } from "./counted-metric.js";
import { type DeclaredMetrics, METRICS, type MetricMaker, metricSet } from "./metric-set.js";
import type { PromClient, PromRegistry } from "./prom-client.js";

/** Where the metrics are kept, and how many. */
export interface MetricsOptions<Registry extends PromRegistry> {
  /** The module: `import * as client from "prom-client"`. */
  readonly client: PromClient<Registry>;
  /** The registry; the client's own where nothing is given. */
  readonly registry?: Registry;
  /** The greatest number of time series of each metric; 5000 where nothing is said. */
  readonly maxSeries?: number;
  /** Whether the gate measures each of its steps, too: `cloche_step_duration_seconds{step}`. Not where nothing is said. */
  readonly steps?: boolean;
}

/** Metrics that Prometheus can read. */
export interface Metrics extends DeclaredMetrics {
  /** How many requests have ended so far; read when it is asked for. */
  requests(): number;
  /** Everything in the registry, as Prometheus reads it. */
  text(): Promise<string>;
  /** The media type of `text()`. */
  readonly contentType: string;
}

const KNOWN = ["client", "registry", "maxSeries", "steps"];
const MAX_SERIES = 5000;

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
  const limit = seriesLimit(options.maxSeries, "metrics.maxSeries");
  const set = metricSet(makerFor(registry), { limit, steps: options.steps === true });
  const requests = registered(registry, METRICS.requests.name, () => counter(METRICS.requests));
  return Object.freeze({
    ...set,
    requests: () => requests.total(),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  } satisfies Metrics);
}

/** How many time series each metric may have. */
export function seriesLimit(given: number | undefined, where: string): number {
  return wholeNumber(given ?? MAX_SERIES, where, { min: 1, max: 1_000_000 });
}

function makerFor(registry: PromRegistry): MetricMaker {
  return {
    counter: (description) => registered(registry, description.name, () => counter(description)),
    histogram: (description, bounds) => registered(registry, description.name, () => histogram(description, bounds)),
  };
}

/** The metric, or the one an earlier call registered, as after a development server has loaded its code anew. */
function registered<Metric extends object>(registry: PromRegistry, name: string, make: () => Metric): Metric {
  const known = registry.getSingleMetric(name) as Metric | undefined;
  if (known !== undefined) return known;
  const made = make();
  registry.registerMetric(made as never);
  return made;
}

function checkedClient<Registry extends PromRegistry>(client: PromClient<Registry>): PromClient<Registry> {
  if (typeof client?.Counter === "function" && typeof client.Histogram === "function") return client;
  throw configFault("peer_missing", { where: "metrics.client", fix: "Give the module prom-client." });
}
