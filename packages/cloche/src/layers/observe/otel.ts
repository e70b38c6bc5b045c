/** The part of `@opentelemetry/api` that is used, by shape, so that the package is never loaded or needed from here. */

/** A time as seconds since the epoch and nanoseconds. */
export type OtelTime = [seconds: number, nanoseconds: number];

/** What a span or a measurement is described by. */
export type OtelAttributes = Record<string, string | number>;

/** One span. */
export interface OtelSpan {
  spanContext(): { readonly traceId: string };
  isRecording(): boolean;
  setAttributes(attributes: OtelAttributes): unknown;
  setStatus(status: { code: number }): unknown;
  end(endTime?: OtelTime): void;
}

/** Makes spans. */
export interface OtelTracer {
  startSpan(
    name: string,
    options?: { kind?: number; attributes?: OtelAttributes; startTime?: OtelTime },
    context?: object,
  ): OtelSpan;
}

/** The module `@opentelemetry/api`. */
export interface OtelApi {
  readonly ROOT_CONTEXT: object;
  readonly context: { active(): object };
  readonly trace: {
    getTracer(name: string): OtelTracer;
    getSpan(context: object): unknown;
    setSpan(context: object, span: OtelSpan): object;
    setSpanContext(
      context: object,
      spanContext: { traceId: string; spanId: string; traceFlags: number; isRemote: boolean },
    ): object;
  };
}

/** A meter: `metrics.getMeter("shop")` of `@opentelemetry/api`. */
export interface OtelMeter {
  createCounter(
    name: string,
    options?: { description?: string },
  ): { add(by: number, attributes: OtelAttributes): void };
  createHistogram(
    name: string,
    options?: { description?: string; unit?: string; advice?: { explicitBucketBoundaries?: number[] } },
  ): { record(value: number, attributes: OtelAttributes): void };
}
