/** Tells requests and security events to a logger, to metrics and to further sinks; none of them can hurt a request. */
import { type Emit, entry, onlyKnown, type SecurityEvent } from "../../kernel/index.js";
import type { Alert } from "./alerts/alert-rule.js";
import type { Alerts } from "./alerts/alerts.js";
import { EVENTS, type EventEntry, OTHER_EVENT } from "./event-table.js";
import { fieldCleaner } from "./field-cleaner.js";
import { type Follow, following, type TraceSink } from "./follow.js";
import type { LogFields, LogLevel, LogSink } from "./log-sink.js";
import type { MetricsSink } from "./metrics-sink.js";
import type { Outcome, RequestRecord } from "./record.js";
import { type Redaction, redaction } from "./redaction.js";
import type { SafeError } from "./safe-error.js";

/** Hears a security event, such as an alert or an audit trail. May throw or reject; that is counted. */
export type EventSink = (event: SecurityEvent) => unknown;

/** What an observer tells to whom. */
export interface ObserverOptions {
  readonly logger?: LogSink;
  readonly metrics?: MetricsSink;
  /** Where spans go: `otelTraces({ api })`. */
  readonly traces?: TraceSink;
  /** Who else hears every security event. */
  readonly sinks?: readonly EventSink[];
  /** The alarm. Each alert it raises is an event of its own, `alert.raised`, and what it loses counts as lost here. */
  readonly alerts?: Pick<Alerts, "hear" | "onLost">;
  /** Who else hears what was thrown on this side, such as Sentry; cleaned before. */
  readonly reporters?: readonly ErrorReporter[];
  /** Cleans every line; give the one that knows this process's secrets. */
  readonly redaction?: Redaction;
  /** Which answered requests are logged; every one where nothing is said. Refusals and failures always are. */
  readonly logs?: (record: RequestRecord) => boolean;
  /** Hears how many lines and events have been lost so far, at each loss. */
  readonly onDropped?: (lost: number) => void;
}

/** Where a failure happened. */
export interface FailureContext {
  readonly requestId?: string;
  readonly route?: string;
}

/** Hears an error and where it happened. May throw or reject; that is counted. */
export type ErrorReporter = (error: SafeError, context: FailureContext) => unknown;

/** Hears everything the gate and the layers have to tell. None of its functions throws or waits. */
export interface Observer {
  /** One request has ended. */
  request(record: RequestRecord): void;
  /** One security event has happened. */
  readonly event: Emit;
  /** Something was thrown on this side. */
  failure(error: unknown, context?: FailureContext): void;
  /** How many lines and events have been lost so far. */
  dropped(): number;
  /** Follows a request through the gate's steps; only where traces or the time of steps were asked for. */
  readonly follow?: Follow;
}

const KNOWN = ["logger", "metrics", "traces", "sinks", "alerts", "reporters", "redaction", "logs", "onDropped"];
const REQUEST_LEVELS: Readonly<Record<Outcome, LogLevel>> = { answered: "info", refused: "warn", failed: "error" };

/**
 * Makes an observer: one structured line for each request and each security event.
 *
 * @throws ConfigError `option_unknown`
 * @example
 * const observe = observer({ logger: pinoSink(pino()), redaction: redaction({ secrets: configuration.secrets() }) });
 */
export function observer(options: ObserverOptions = {}): Observer {
  onlyKnown(options, KNOWN, "observer");
  const { logger, metrics, traces, sinks = [], alerts, reporters = [], logs = () => true } = options;
  const by = options.redaction ?? redaction();
  const clean = fieldCleaner(by);
  const losses = lossCounter(options);
  const write = (level: LogLevel, fields: LogFields, message: string) => logger?.write(level, fields, message);
  const isLogged = (record: RequestRecord) => record.outcome !== "answered" || logs(record);

  const event = (given: SecurityEvent): void => {
    losses.guard(() => {
      const told = clean.event(given);
      losses.guard(() => metrics?.event(told));
      losses.guard(() => writeEvent(told, write));
      for (const sink of sinks) losses.guard(() => sink(told));
      losses.guard(() => alerts?.hear(told).map(alertEvent).forEach(event));
    });
  };
  alerts?.onLost(() => losses.add());
  const follow = following({ metrics, traces, clean, guard: (tell) => losses.guard(tell) });
  return Object.freeze({
    event,
    request(record: RequestRecord) {
      try {
        metrics?.request(record);
      } catch {
        losses.add();
      }
      try {
        if (logger !== undefined && isLogged(record)) {
          const level = REQUEST_LEVELS[record.outcome];
          if (logger.request === undefined) logger.write(level, clean.record(record), "request");
          else logger.request(level, clean.record(record));
        }
      } catch {
        losses.add();
      }
    },
    failure(error: unknown, context: FailureContext = {}) {
      losses.guard(() => {
        const where = clean.context(context);
        const safe = by.error(error);
        losses.guard(() => write("error", { ...where, error: safe }, "failure"));
        for (const report of reporters) losses.guard(() => report(safe, where));
      });
    },
    dropped: losses.count,
    ...(follow === undefined ? {} : { follow }),
  });
}

function writeEvent(event: SecurityEvent, write: LogSink["write"]): void {
  const { name, ...rest } = event;
  const { level, outcome, message, owasp } = entry<EventEntry>(EVENTS, name) ?? OTHER_EVENT;
  write(level, { event: name, outcome, ...(owasp === undefined ? {} : { owasp }), ...rest }, message);
}

/** An alert among the events: its rule is the reason, what it is about the subject. */
function alertEvent({ rule, at, key, last: { route, requestId, callerId, network, partner } }: Alert): SecurityEvent {
  const where = { route, requestId, callerId, network, partner, subject: key };
  const told = Object.entries(where).filter(([, value]) => value !== undefined);
  return { name: "alert.raised", at, reason: rule, ...Object.fromEntries(told) };
}

interface Losses {
  readonly count: () => number;
  add(): void;
  /** Runs `tell`; a throw or a rejection is counted and goes no further. */
  guard(tell: () => unknown): void;
}

function lossCounter({ metrics, onDropped }: ObserverOptions): Losses {
  let lost = 0;
  const add = () => {
    lost += 1;
    try {
      metrics?.dropped();
    } catch {
      // The metrics themselves are what is broken; the count above still holds.
    }
    try {
      onDropped?.(lost);
    } catch {
      // Whoever is told of losses cannot cause another.
    }
  };
  return {
    count: () => lost,
    add,
    guard(tell) {
      try {
        const told = tell();
        if (isThenable(told)) told.then(undefined, add);
      } catch {
        add();
      }
    },
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
