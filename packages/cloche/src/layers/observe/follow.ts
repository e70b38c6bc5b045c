/** Follows a request through the gate's steps, for traces and the time of each step; there only where one was asked for. */
import type { FieldCleaner } from "./field-cleaner.js";
import type { MetricsSink } from "./metrics-sink.js";
import type { RequestRecord } from "./record.js";

/** A request before its first step. */
export interface RequestStart {
  /** Milliseconds since the epoch, when the request arrived. */
  readonly at: number;
  readonly method: string;
  /** The route template, or "unmatched". */
  readonly route: string;
  /** The header as sent; for whoever reads it strictly. */
  readonly traceparent: string | undefined;
}

/** One step that has run. */
export interface StepRecord {
  /** `limit by address`, `credential`, `input body` ... */
  readonly name: string;
  /** Milliseconds since the epoch, with their fractions. */
  readonly at: number;
  readonly milliseconds: number;
  readonly outcome: "passed" | "refused" | "answered" | "failed";
  /** A stable reason code. */
  readonly reason?: string | undefined;
}

/** One request on its way. */
export interface FollowedRequest {
  /** The trace it belongs to, 32 hexadecimal digits. */
  readonly traceId?: string | undefined;
  step(step: StepRecord): void;
  end(record: RequestRecord): void;
}

/** The one interface every kind of traces is reached through. */
export interface TraceSink {
  begin(request: RequestStart): FollowedRequest;
}

/** Begins to follow a request. Neither it nor what it gives throws or waits. */
export type Follow = (request: RequestStart) => FollowedRequest;

interface Followers {
  readonly metrics?: MetricsSink | undefined;
  readonly traces?: TraceSink | undefined;
  readonly clean: FieldCleaner;
  readonly guard: (tell: () => unknown) => void;
}

/** What follows requests, or `undefined` where nobody asked for traces or for the time of steps. */
export function following({ metrics, traces, clean, guard }: Followers): Follow | undefined {
  const timed = metrics?.step === undefined ? undefined : metrics;
  if (timed === undefined && traces === undefined) return undefined;
  return (request) => {
    let trace: FollowedRequest | undefined;
    guard(() => {
      trace = traces?.begin(request);
    });
    return {
      traceId: trace?.traceId,
      step(step) {
        guard(() => timed?.step?.(step.name, step.milliseconds));
        guard(() => trace?.step(step));
      },
      end: (record) => guard(() => trace?.end(clean.record(record))),
    };
  };
}
