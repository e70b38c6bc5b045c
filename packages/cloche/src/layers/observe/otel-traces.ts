/** Traces in OpenTelemetry: one span for each request and one below it for each step of the gate. */
import { configFault, onlyKnown } from "../../kernel/index.js";
import type { FollowedRequest, RequestStart, StepRecord, TraceSink } from "./follow.js";
import { knownMethod } from "./metric-labels.js";
import type { OtelApi, OtelSpan, OtelTime, OtelTracer } from "./otel.js";
import type { RequestRecord } from "./record.js";
import { traceContext } from "./trace-context.js";

/** Where spans are made. */
export interface OtelTracesOptions {
  /** The module: `import * as api from "@opentelemetry/api"`. */
  readonly api: OtelApi;
  /** The tracer; the one that `api` calls `cloche` where nothing is given. */
  readonly tracer?: OtelTracer;
}

/** What the specification numbers: SpanKind.INTERNAL and SERVER, SpanStatusCode.ERROR, TraceFlags. */
const INTERNAL = 0;
const SERVER = 1;
const ERROR = { code: 2 };
const SAMPLED = 1;
const NOT_SAMPLED = 0;

const NO_TRACE = /^0*$/;
/** What the semantic conventions call a method that is none of HTTP's. */
const OTHER_METHOD = "_OTHER";

/**
 * Makes traces for an observer. A span tells its route's template, the method, the status, the outcome and the reason's
 * code: never a path, a query, a header, a caller or an address. It stands below the span that is active where one is,
 * and otherwise below the caller's, where its `traceparent` is well-formed (W3C Trace Context section 3.2.2).
 *
 * @throws ConfigError `option_unknown` or `peer_missing`
 * @example
 * import * as api from "@opentelemetry/api";
 * observer({ traces: otelTraces({ api }) });
 */
export function otelTraces(options: OtelTracesOptions): TraceSink {
  onlyKnown(options, ["api", "tracer"], "otelTraces");
  const { api } = options;
  if (typeof api?.trace?.getTracer !== "function") {
    throw configFault("peer_missing", { where: "otelTraces.api", fix: "Give the module @opentelemetry/api." });
  }
  const tracer = options.tracer ?? api.trace.getTracer("cloche");
  return Object.freeze({
    begin(request: RequestStart): FollowedRequest {
      const started = { kind: SERVER, attributes: startAttributes(request), startTime: timeOf(request.at) };
      const span = tracer.startSpan(request.route, started, parentOf(api, request.traceparent));
      return followed({ api, tracer, span });
    },
  });
}

function parentOf({ context, trace, ROOT_CONTEXT }: OtelApi, traceparent: string | undefined): object {
  const active = context.active();
  const parent = trace.getSpan(active) === undefined ? traceContext(traceparent) : undefined;
  if (parent === undefined) return active;
  const { traceId, parentId: spanId, sampled } = parent;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: sampled ? SAMPLED : NOT_SAMPLED,
    isRemote: true,
  });
}

interface Spanned {
  readonly api: OtelApi;
  readonly tracer: OtelTracer;
  readonly span: OtelSpan;
}

function followed({ api, tracer, span }: Spanned): FollowedRequest {
  const { traceId } = span.spanContext();
  if (!span.isRecording()) {
    return { traceId: NO_TRACE.test(traceId) ? undefined : traceId, step: () => {}, end: () => span.end() };
  }
  const inside = api.trace.setSpan(api.context.active(), span);
  return {
    traceId,
    step({ name, at, milliseconds, ...ended }: StepRecord) {
      const began = { kind: INTERNAL, attributes: endAttributes(ended), startTime: timeOf(at) };
      const step = tracer.startSpan(name, began, inside);
      if (ended.outcome === "failed") step.setStatus(ERROR);
      step.end(timeOf(at + milliseconds));
    },
    end({ at, durationMilliseconds, status, outcome, reason }: RequestRecord) {
      span.setAttributes({ "http.response.status_code": status, ...endAttributes({ outcome, reason }) });
      if (status >= 500) span.setStatus(ERROR);
      span.end(timeOf(at + durationMilliseconds));
    },
  };
}

function startAttributes({ method, route }: RequestStart): Record<string, string> {
  const path = route.indexOf("/");
  const named = { "http.request.method": knownMethod(method) ?? OTHER_METHOD };
  return path === -1 ? named : { ...named, "http.route": route.slice(path) };
}

function endAttributes({ outcome, reason }: Pick<StepRecord, "reason"> & { readonly outcome: string }) {
  return { "cloche.outcome": outcome, ...(reason === undefined ? {} : { "cloche.reason": reason }) };
}

/** As a pair: a plain number before the process began would be read as a time since then. */
function timeOf(milliseconds: number): OtelTime {
  return [Math.floor(milliseconds / 1000), Math.floor((milliseconds % 1000) * 1e6)];
}
