/** The same metrics as Prometheus reads, counted in an OpenTelemetry meter. */
import { configFault, onlyKnown } from "../../kernel/index.js";
import type { MetricDescription } from "./counted-metric.js";
import { type DeclaredMetrics, type MetricMaker, metricSet } from "./metric-set.js";
import { seriesLimit } from "./metrics.js";
import type { OtelAttributes, OtelMeter } from "./otel.js";

/** Where it is counted, and how much. */
export interface OtelMetricsOptions {
  /** The meter: `api.metrics.getMeter("shop")`. */
  readonly meter: OtelMeter;
  /** The greatest number of time series of each metric; 5000 where nothing is said. */
  readonly maxSeries?: number;
  /** Whether the gate measures each of its steps, too. Not where nothing is said. */
  readonly steps?: boolean;
}

/**
 * Makes metrics for an observer. They are called `cloche.requests`, `cloche.request.duration` and so on, which a
 * Prometheus exporter spells as `metrics()` does: `cloche_requests_total`, `cloche_request_duration_seconds`.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `peer_missing`
 * @example
 * import { metrics } from "@opentelemetry/api";
 * observer({ metrics: otelMetrics({ meter: metrics.getMeter("shop") }) });
 */
export function otelMetrics(options: OtelMetricsOptions): DeclaredMetrics {
  onlyKnown(options, ["meter", "maxSeries", "steps"], "otelMetrics");
  const { meter } = options;
  if (typeof meter?.createCounter !== "function" || typeof meter.createHistogram !== "function") {
    throw configFault("peer_missing", { where: "otelMetrics.meter", fix: "Give a meter of @opentelemetry/api." });
  }
  const limit = seriesLimit(options.maxSeries, "otelMetrics.maxSeries");
  return Object.freeze(metricSet(makerFor(meter), { limit, steps: options.steps === true }));
}

function makerFor(meter: OtelMeter): MetricMaker {
  return {
    counter(description) {
      const counter = meter.createCounter(nameOf(description), { description: description.help });
      return {
        labels(...values) {
          const attributes = attributesOf(description, values);
          return { inc: (by = 1) => counter.add(by, attributes) };
        },
      };
    },
    histogram(description, bounds) {
      const advice = { explicitBucketBoundaries: [...bounds] };
      const options = { description: description.help, unit: "s", advice };
      const histogram = meter.createHistogram(nameOf(description), options);
      return {
        labels(...values) {
          const attributes = attributesOf(description, values);
          return { observe: (value) => histogram.record(value, attributes) };
        },
      };
    },
  };
}

/** `cloche_request_duration_seconds` as `cloche.request.duration`: the unit and the kind are told beside the name. */
function nameOf({ name }: MetricDescription): string {
  return name
    .replace(/_total$|_seconds$/, "")
    .replace(/^cloche_/, "cloche.")
    .replace(/_duration$/, ".duration");
}

function attributesOf({ labelNames }: MetricDescription, values: readonly string[]): OtelAttributes {
  return Object.fromEntries(labelNames.map((name, index) => [name, values[index] ?? ""]));
}
