/** Where it is asked for, each request is a trace in whatever OpenTelemetry is registered; where it is not, none is made. */
import { trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describePglite, type OtlpReceiver, otlpReceiver, startTestApp } from "../test-support/index.js";

const exporter = new InMemorySpanExporter();
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";

describePglite("traces", ({ placeWithSchema }) => {
  let provider: BasicTracerProvider;
  let collector: OtlpReceiver;
  beforeAll(async () => {
    collector = await otlpReceiver();
    const sent = new BatchSpanProcessor(new OTLPTraceExporter({ url: collector.url }));
    provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter), sent] });
    trace.setGlobalTracerProvider(provider);
  });
  afterAll(async () => {
    trace.disable();
    await provider.shutdown();
    await collector.close();
  });

  const spansOf = async (traces: boolean) => {
    exporter.reset();
    const app = await startTestApp(await placeWithSchema(), { config: { traces } });
    try {
      const headers = { traceparent: `00-${TRACE}-${PARENT}-01` };
      expect((await fetch(`${app.baseUrl}/api/v1/menu`, { headers })).status).toBe(200);
      const track = await fetch(`${app.baseUrl}/api/v1/track/canary-of-a-tracking-token-000000000000000000`);
      expect(track.status).toBeGreaterThanOrEqual(400);
    } finally {
      await app.stop();
    }
    return exporter.getFinishedSpans();
  };

  it("have a span for each request below the caller's, one below it for each step, and nothing of what was sent", async () => {
    const spans = await spansOf(true);
    const menu = spans.find(({ name }) => name === "GET /api/v1/menu");
    expect(menu?.spanContext().traceId).toBe(TRACE);
    expect(menu?.parentSpanContext?.spanId).toBe(PARENT);
    expect(menu?.attributes).toMatchObject({ "http.response.status_code": 200, "http.route": "/api/v1/menu" });
    const steps = spans.filter(({ parentSpanContext: of }) => of?.spanId === menu?.spanContext().spanId);
    expect(steps.map(({ name }) => name)).toContain("limit by address");
    const tracked = spans.find(({ name }) => name.includes("/api/v1/track/"));
    expect(tracked?.name).toBe("GET /api/v1/track/{token}");
    const told = spans.map(({ name, attributes, events }) => ({ name, attributes, events }));
    expect(JSON.stringify(told)).not.toContain("canary");
  });

  it("come to a collector over the wire, with the parts of a request below it and nothing of what was sent", async () => {
    await provider.forceFlush();
    const menu = collector.spans.find(({ name }) => name === "GET /api/v1/menu");
    expect(menu).toMatchObject({ traceId: TRACE, parentSpanId: PARENT });
    const attributes = Object.fromEntries((menu?.attributes ?? []).map(({ key, value }) => [key, value]));
    expect(attributes).toMatchObject({
      "http.response.status_code": { intValue: 200 },
      "http.route": { stringValue: "/api/v1/menu" },
    });
    const parts = collector.spans.filter(({ parentSpanId }) => parentSpanId === menu?.spanId);
    expect(parts.map(({ name }) => name)).toContain("limit by address");
    for (const { traceId, startTimeUnixNano, endTimeUnixNano } of parts) {
      expect(traceId).toBe(TRACE);
      expect(BigInt(startTimeUnixNano)).toBeGreaterThanOrEqual(BigInt(menu?.startTimeUnixNano ?? 0));
      expect(BigInt(endTimeUnixNano)).toBeLessThanOrEqual(BigInt(menu?.endTimeUnixNano ?? 0));
    }
    expect(JSON.stringify(collector.spans)).not.toContain("canary");
  });

  it("are not made where they are not asked for", async () => {
    expect(await spansOf(false)).toEqual([]);
  });
});
