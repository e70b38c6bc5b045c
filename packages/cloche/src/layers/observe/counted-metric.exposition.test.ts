/** What a scraper reads is, to the letter, what prom-client's own metrics would have told. */
import fc from "fast-check";
import * as client from "prom-client";
import { describe, expect, it } from "vitest";
import { counter, histogram } from "./counted-metric.js";

const COUNTER = { name: "orders_total", help: "Orders.", labelNames: ["method", "route"] };
const HISTOGRAM = { name: "order_seconds", help: "How long.", labelNames: ["method", "route"] };
const BOUNDS = [0.001, 0.05, 1, 10];

type ContentType = typeof client.Registry.PROMETHEUS_CONTENT_TYPE | typeof client.Registry.OPENMETRICS_CONTENT_TYPE;
type Counting = readonly (readonly [method: string, route: string, value: number])[];

function speaking(contentType: ContentType): client.Registry<ContentType> {
  const registry = new client.Registry<ContentType>();
  registry.setContentType(contentType);
  return registry;
}

async function told(
  registry: client.Registry<ContentType>,
  counted: Counting,
  ours: boolean,
): Promise<[string, unknown]> {
  const registers = [registry];
  const orders = ours ? counter(COUNTER) : new client.Counter({ ...COUNTER, registers });
  const seconds = ours
    ? histogram(HISTOGRAM, BOUNDS)
    : new client.Histogram({ ...HISTOGRAM, buckets: BOUNDS, registers });
  if (ours) for (const metric of [orders, seconds]) registry.registerMetric(metric as never);
  for (const [method, route, value] of counted) {
    orders.labels(method, route).inc();
    seconds.labels(method, route).observe(value);
  }
  return [await registry.metrics(), await registry.getMetricsAsJSON()];
}

describe("metrics kept as numbers", () => {
  const label = fc.oneof(fc.constantFrom("GET", "POST"), fc.string({ unit: "binary" }));
  const counted = fc.array(fc.tuple(label, label, fc.double({ min: 0, max: 100, noNaN: true })));

  for (const contentType of [client.Registry.PROMETHEUS_CONTENT_TYPE, client.Registry.OPENMETRICS_CONTENT_TYPE]) {
    it(`read as prom-client's own: ${contentType}`, async () => {
      await fc.assert(
        fc.asyncProperty(counted, async (given) => {
          const [text] = await told(speaking(contentType), given, true);
          const [expected] = await told(speaking(contentType), given, false);
          expect(text).toBe(expected);
        }),
      );
    });
  }

  it("add up over the workers of a cluster as prom-client's own", async () => {
    const given: Counting = [
      ["GET", "/menu", 0.002],
      ["GET", "/menu", 2],
      ["POST", "/orders", 20],
    ];
    const sum = async (ours: boolean) => {
      const [, json] = await told(speaking(client.Registry.PROMETHEUS_CONTENT_TYPE), given, ours);
      return client.AggregatorRegistry.aggregate([json as object[], json as object[]]).metrics();
    };
    expect(await sum(true)).toBe(await sum(false));
  });

  it("stand at zero once the registry was reset, and count on", async () => {
    const registry = speaking(client.Registry.PROMETHEUS_CONTENT_TYPE);
    await told(registry, [["GET", "/menu", 2]], true);
    registry.resetMetrics();
    const text = await registry.metrics();
    expect(text).toContain('orders_total{method="GET",route="/menu"} 0');
    expect(text).toContain('order_seconds_count{method="GET",route="/menu"} 0');
    expect(text).toContain('order_seconds_bucket{le="+Inf",method="GET",route="/menu"} 0');
  });
});
