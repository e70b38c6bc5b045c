/** One API told to every kind of sink at once, with all that any of them has written. */
import { Writable } from "node:stream";
import * as api from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import {
  alerts,
  auditTrail,
  jsonSink,
  type LogSink,
  type MetricsSink,
  memoryAuditStore,
  metrics,
  type Observer,
  observer,
  otelMetrics,
  otelTraces,
  pinoSink,
  type Redaction,
  winstonSink,
} from "cloche/observe";
import { pino } from "pino";
import * as prometheus from "prom-client";
import { createLogger, format, transports } from "winston";

/** What the sinks have written so far, by sink. */
export interface EverySink {
  readonly observe: Observer;
  readonly trail: ReturnType<typeof auditTrail>;
  written(): Promise<Readonly<Record<string, string>>>;
}

/** An observer that tells pino, winston, JSON, alerts, an audit trail, an error reporter, traces and two kinds of metrics. */
export function everySink(by: Redaction): EverySink {
  const texts: Record<string, string> = { pino: "", winston: "", json: "", alerts: "", reporter: "" };
  const add = (sink: string) => (text: string) => {
    texts[sink] += text;
  };
  const measured = metrics({ client: prometheus, registry: new prometheus.Registry(), steps: true });
  const meters = meterSink();
  const spans = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] });
  const store = memoryAuditStore();
  const trail = auditTrail({ store, whenFailing: "allow", redaction: by });
  const alarm = alerts({
    sinks: [(alert) => add("alerts")(JSON.stringify(alert))],
    requests: () => measured.requests(),
  });
  const observe = observer({
    logger: allOf([
      pinoSink(pino({}, { write: add("pino") })),
      toWinston(add("winston")),
      jsonSink({ write: add("json") }),
    ]),
    metrics: bothOf(measured, meters.sink),
    traces: otelTraces({ api, tracer: provider.getTracer("suite") }),
    alerts: alarm,
    sinks: [trail.event],
    reporters: [(error, context) => add("reporter")(JSON.stringify([error, context]))],
    redaction: by,
  });
  return {
    observe,
    trail,
    async written() {
      await alarm.settled();
      const rows: unknown[] = [];
      for await (const row of store.rows()) rows.push(row);
      const traces = spans
        .getFinishedSpans()
        .map(({ name, attributes, events, links, status, parentSpanContext }) => [
          [name, attributes, events, links, status, parentSpanContext?.traceState?.serialize()],
        ]);
      const [audit, traced, prom] = [JSON.stringify(rows), JSON.stringify(traces), await measured.text()];
      return { ...texts, audit, traces: traced, prometheus: prom, meter: await meters.text() };
    },
  };
}

function allOf(sinks: readonly LogSink[]): LogSink {
  return {
    write(...line) {
      for (const sink of sinks) sink.write(...line);
    },
    request(level, record) {
      for (const sink of sinks) {
        if (sink.request === undefined) sink.write(level, { ...record }, "request");
        else sink.request(level, record);
      }
    },
  };
}

function bothOf(first: MetricsSink, second: MetricsSink): MetricsSink {
  const each = (tell: (sink: MetricsSink) => void): void => [first, second].forEach(tell);
  return {
    request: (record) => each((sink) => sink.request(record)),
    event: (event) => each((sink) => sink.event(event)),
    dropped: () => each((sink) => sink.dropped()),
    step: (name, milliseconds) => each((sink) => sink.step?.(name, milliseconds)),
  };
}

function toWinston(add: (text: string) => void): LogSink {
  const write = (chunk: Buffer, _encoding: string, done: () => void) => {
    add(chunk.toString());
    done();
  };
  const stream = new transports.Stream({ stream: new Writable({ write }) });
  return winstonSink(createLogger({ format: format.json(), transports: [stream] }));
}

function meterSink() {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 });
  const provider = new MeterProvider({ readers: [reader] });
  return {
    sink: otelMetrics({ meter: provider.getMeter("suite"), steps: true }),
    async text() {
      await reader.forceFlush();
      return JSON.stringify(exporter.getMetrics().at(-1)?.scopeMetrics);
    },
  };
}
