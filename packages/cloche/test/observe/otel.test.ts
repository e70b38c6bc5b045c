/** OpenTelemetry through its real SDK: a request gives one span and one below it for each step, and nothing of the client's. */
import * as api from "@opentelemetry/api";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SamplingDecision,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { anyone, contract, createGate, type GateOptions, handle, ok, signedIn } from "cloche";
import { cover } from "cloche/fastify";
import { bearer, keyRing, secretKey, tokenIssuer, tokenVerifier } from "cloche/jwt";
import { jsonSink, metrics, observer, otelMetrics, otelTraces, type RequestRecord } from "cloche/observe";
import Fastify from "fastify";
import * as prometheus from "prom-client";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const keys = keyRing([
  secretKey({ algorithm: "HS256", secret: "otel-suite-secret-7c1e5a9d3b8f2046-long", keyId: "k" }),
]);
const told = { issuer: "https://id.example", audience: "orders" };
const who = [bearer({ verifier: tokenVerifier({ issuers: [{ ...told, algorithms: ["HS256"], keys }] }) })];
const { token } = tokenIssuer({ ...told, keys, lifetime: "10 minutes" }).issue({ subject: "canary-subject" });

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const PARENT = "00f067aa0ba902b7";

const place = contract({
  method: "POST",
  path: "/orders/{id}",
  allow: signedIn(),
  body: z.object({ note: z.string().max(20) }),
  returns: { 200: z.object({ ok: z.boolean() }) },
});
const menu = contract({
  method: "GET",
  path: "/menu",
  allow: anyone("it is public"),
  returns: { 200: z.object({ ok: z.boolean() }) },
});

function traced(sampled = true) {
  const exporter = new InMemorySpanExporter();
  const decision = sampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD;
  const provider = new BasicTracerProvider({
    sampler: { shouldSample: () => ({ decision }) },
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  return { exporter, traces: otelTraces({ api, tracer: provider.getTracer("suite") }) };
}

/** Sends requests over HTTP to an app of one route that asks for a token, and one that does not. */
async function during(options: GateOptions, act: (address: string) => Promise<void>, broken = false): Promise<void> {
  const gate = createGate({ who, ...options });
  const app = Fastify();
  cover(app, gate).mount([
    handle(place, () => {
      if (broken) throw new Error("canary-thrown");
      return ok({ ok: true });
    }),
    handle(menu, () => ok({ ok: true })),
  ]);
  try {
    await act(await app.listen({ port: 0, host: "127.0.0.1" }));
  } finally {
    await app.close();
  }
}

function post(address: string, { traceparent, authorization = `Bearer ${token}`, note = "canary-note" }: Sent = {}) {
  const headers = { "content-type": "application/json", authorization, "x-canary": "canary-header" };
  return fetch(`${address}/orders/canary-id?q=canary-query`, {
    method: "POST",
    headers: { ...headers, ...(traceparent === undefined ? {} : { traceparent }) },
    body: JSON.stringify({ note }),
  });
}

interface Sent {
  readonly traceparent?: string;
  readonly authorization?: string;
  readonly note?: string;
}

function requestSpan(spans: readonly ReadableSpan[]): ReadableSpan {
  const found = spans.filter(({ kind }) => kind === api.SpanKind.SERVER);
  expect(found).toHaveLength(1);
  return found[0] as ReadableSpan;
}

const nanoseconds = ([seconds, rest]: readonly [number, number]): bigint =>
  BigInt(seconds) * 1_000_000_000n + BigInt(rest);

describe("a traced request", () => {
  it("is one span of the server, below the caller's, with one below it for each step", async () => {
    const { exporter, traces } = traced();
    const lines: string[] = [];
    const observe = observer({ traces, logger: jsonSink({ write: (line) => lines.push(line) }) });
    await during({ observe }, async (address) => {
      expect((await post(address, { traceparent: `00-${TRACE}-${PARENT}-01` })).status).toBe(200);
    });
    const spans = exporter.getFinishedSpans();
    const request = requestSpan(spans);
    expect(request.name).toBe("POST /orders/{id}");
    expect(request.spanContext().traceId).toBe(TRACE);
    expect(request.parentSpanContext).toMatchObject({ spanId: PARENT, isRemote: true });
    expect(request.attributes).toEqual({
      "http.request.method": "POST",
      "http.route": "/orders/{id}",
      "http.response.status_code": 200,
      "cloche.outcome": "answered",
    });
    const steps = spans.filter((span) => span !== request);
    expect(steps.map(({ name, attributes }) => [name, attributes["cloche.outcome"]])).toEqual([
      ["failed credentials", "passed"],
      ["credential", "passed"],
      ["input params", "passed"],
      ["input body", "passed"],
    ]);
    for (const step of steps) {
      expect(step.parentSpanContext?.spanId).toBe(request.spanContext().spanId);
      expect(nanoseconds(step.startTime)).toBeGreaterThanOrEqual(nanoseconds(request.startTime));
      expect(nanoseconds(step.endTime)).toBeLessThanOrEqual(nanoseconds(request.endTime));
    }
    expect(JSON.parse(lines[0] ?? "{}")).toMatchObject({ traceId: TRACE });
  });

  it("tells what refused it, and that something threw", async () => {
    const refused = traced();
    await during({ observe: observer({ traces: refused.traces }) }, async (address) => {
      expect((await post(address, { authorization: "Bearer canary-token" })).status).toBe(401);
    });
    const spans = refused.exporter.getFinishedSpans();
    expect(spans.find(({ name }) => name === "credential")?.attributes["cloche.outcome"]).toBe("refused");
    expect(requestSpan(spans).attributes).toMatchObject({
      "cloche.outcome": "refused",
      "cloche.reason": spans.find(({ name }) => name === "credential")?.attributes["cloche.reason"],
      "http.response.status_code": 401,
    });
    expect(requestSpan(spans).status.code).toBe(api.SpanStatusCode.UNSET);

    const thrown = traced();
    const throwing = { observe: observer({ traces: thrown.traces }) };
    await during(throwing, async (address) => expect((await post(address)).status).toBe(500), true);
    expect(requestSpan(thrown.exporter.getFinishedSpans())).toMatchObject({
      status: { code: api.SpanStatusCode.ERROR },
      attributes: { "cloche.outcome": "failed", "cloche.reason": "handler_threw" },
    });
  });

  it("tells of a step that threw", async () => {
    const { exporter, traces } = traced();
    const fail = () => Promise.reject(new Error("canary"));
    const members = Object.entries(who[0] ?? {});
    const broken = Object.fromEntries(members.map(([key, value]) => [key, typeof value === "function" ? fail : value]));
    await during({ who: [broken as never], observe: observer({ traces }) }, async (address) => {
      expect((await post(address)).status).toBe(500);
    });
    expect(exporter.getFinishedSpans().find(({ name }) => name === "credential")).toMatchObject({
      status: { code: api.SpanStatusCode.ERROR },
      attributes: { "cloche.outcome": "failed" },
    });
  });

  it("stands below the span that is active, whatever the caller says", async () => {
    const { exporter } = traced();
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    const tracer = provider.getTracer("suite");
    const outer = tracer.startSpan("an instrumentation's own");
    const active = () => api.trace.setSpan(api.ROOT_CONTEXT, outer);
    const traces = otelTraces({
      api: { ROOT_CONTEXT: api.ROOT_CONTEXT, trace: api.trace, context: { active } },
      tracer,
    });
    await during({ observe: observer({ traces }) }, async (address) => {
      await post(address, { traceparent: `00-${TRACE}-${PARENT}-01` });
    });
    const request = requestSpan(exporter.getFinishedSpans());
    expect(request.parentSpanContext?.spanId).toBe(outer.spanContext().spanId);
  });

  it("that no route matches has no name of the client's making", async () => {
    const { exporter, traces } = traced();
    await during({ observe: observer({ traces }) }, async (address) => {
      expect((await fetch(`${address}/canary-path`)).status).toBe(404);
    });
    const request = requestSpan(exporter.getFinishedSpans());
    expect(request.name).toBe("unmatched");
    expect(request.attributes["http.route"]).toBeUndefined();
  });

  it.each([
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${"0".repeat(32)}-${PARENT}-01`,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`,
    "canary",
  ])("begins a trace of its own where traceparent is %s", async (traceparent) => {
    const { exporter, traces } = traced();
    await during({ observe: observer({ traces }) }, async (address) => {
      await post(address, { traceparent });
    });
    const request = requestSpan(exporter.getFinishedSpans());
    expect(request.parentSpanContext).toBeUndefined();
    expect(request.spanContext().traceId).not.toBe(TRACE);
  });

  it("holds nothing that the client sent or the handler threw", async () => {
    const { exporter, traces } = traced();
    const act = async (address: string) => {
      await post(address);
      await post(address, { note: "canary-note".repeat(9) });
      await post(address, { authorization: "Bearer canary-token", traceparent: "canary" });
    };
    for (const broken of [false, true]) await during({ observe: observer({ traces }) }, act, broken);
    const spans = exporter.getFinishedSpans();
    expect(spans.length).toBeGreaterThan(12);
    const written = JSON.stringify(
      spans.map(({ name, attributes, events, status }) => [name, attributes, events, status]),
    );
    expect(written).not.toContain("canary");
    expect(written).not.toContain(token);
  });

  it("that is not sampled makes no span of a step, and its lines still tell its trace", async () => {
    const { exporter, traces } = traced(false);
    const records: RequestRecord[] = [];
    const observe = observer({ traces, logs: (record) => records.push(record) > 0, logger: { write: () => {} } });
    await during({ observe }, async (address) => {
      await post(address);
    });
    expect(exporter.getFinishedSpans()).toEqual([]);
    expect(records[0]?.traceId).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  });

  it("goes on when its tracer throws, and the loss is counted", async () => {
    const tracer = {
      startSpan() {
        throw new Error("canary");
      },
    };
    const observe = observer({ traces: otelTraces({ api, tracer }) });
    await during({ observe }, async (address) => expect((await post(address)).status).toBe(200));
    expect(observe.dropped()).toBeGreaterThan(0);
  });
});

describe("without a tracer or the time of steps", () => {
  it("no step is followed", () => {
    expect(
      observer({ metrics: metrics({ client: prometheus, registry: new prometheus.Registry() }) }),
    ).not.toHaveProperty("follow");
  });

  it("an API without an SDK leaves the caller's trace where it was", async () => {
    const records: RequestRecord[] = [];
    const logs = (record: RequestRecord) => records.push(record) > 0;
    const observe = observer({ traces: otelTraces({ api }), logs, logger: { write: () => {} } });
    await during({ observe }, async (address) => {
      await post(address, { traceparent: `00-${TRACE}-${PARENT}-01` });
      await fetch(`${address}/menu`);
    });
    expect(records.map(({ traceId }) => traceId)).toEqual([TRACE, undefined]);
  });

  it("a mistake stops the start", () => {
    expect(() => otelTraces({ api: {} as never })).toThrow(/peer_missing/);
    expect(() => otelTraces({ api, trace: 1 } as never)).toThrow(/option_unknown/);
    expect(() => otelMetrics({ meter: {} as never })).toThrow(/peer_missing/);
  });
});

describe("metrics", () => {
  async function counted(observe: (meter: api.Meter) => GateOptions["observe"]) {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
    const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 });
    const provider = new MeterProvider({ readers: [reader] });
    const observed = observe(provider.getMeter("suite"));
    await during(observed === undefined ? {} : { observe: observed }, async (address) => {
      await post(address);
      await post(address, { authorization: "Bearer canary-token" });
    });
    await reader.forceFlush();
    const found = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
    await provider.shutdown();
    return (name: string) => found.find(({ descriptor }) => descriptor.name === name)?.dataPoints ?? [];
  }

  it("of a meter are those of Prometheus", async () => {
    const points = await counted((meter) => observer({ metrics: otelMetrics({ meter, steps: true }) }));
    const values = (name: string) => points(name).map(({ attributes, value }) => [attributes, value]);
    expect(values("cloche.requests")).toEqual([
      [{ method: "POST", route: "POST /orders/{id}", status: "200" }, 1],
      [{ method: "POST", route: "POST /orders/{id}", status: "401" }, 1],
    ]);
    expect(values("cloche.refusals")).toHaveLength(1);
    expect(values("cloche.security_events")).toContainEqual([{ event: "token.reused", reason: "none" }, 0]);
    expect(points("cloche.request.duration")[0]?.value).toMatchObject({ count: 2 });
    const steps = points("cloche.step.duration");
    expect(steps.map(({ attributes, value }) => [attributes.step, (value as { count: number }).count])).toEqual([
      ["failed credentials", 2],
      ["credential", 2],
      ["input params", 1],
      ["input body", 1],
    ]);
  });

  it("of the steps are there for Prometheus where they are asked for, and only there", async () => {
    const text = async (steps: boolean) => {
      const measured = metrics({ client: prometheus, registry: new prometheus.Registry(), steps });
      await during({ observe: observer({ metrics: measured }) }, async (address) => {
        await post(address);
      });
      return measured.text();
    };
    expect(await text(true)).toContain('cloche_step_duration_seconds_count{step="credential"} 1');
    expect(await text(false)).not.toContain("cloche_step_duration_seconds");
  });
});
