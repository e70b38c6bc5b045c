/** The application's own lines, cleaned like those of the gate. */
import type { LogFields, LogLevel, LogSink } from "./log-sink.js";
import { type Redaction, redaction } from "./redaction.js";

/** Writes the application's lines. None of its functions throws. */
export type Log = { readonly [Level in LogLevel]: (message: string, fields?: LogFields) => void };

/** How lines are cleaned and what happens to those that cannot be written. */
export interface LogOptions {
  /** Give the one that knows this process's secrets. */
  readonly redaction?: Redaction;
  /** Hears how many lines have been lost so far, at each loss. */
  readonly onDropped?: (lost: number) => void;
}

/** Names the loggers use themselves; a field of that name would forge a part of the line. */
const RESERVED = new Set(["level", "time", "timestamp", "msg", "message", "pid", "hostname", "v", "splat"]);

/**
 * Makes a log whose fields may be anything, errors included.
 *
 * @example
 * const log = safeLog(pinoSink(pino()), { redaction });
 * log.error("The printer did not answer.", { error, station: "grill" });
 */
export function safeLog(sink: LogSink, options: LogOptions = {}): Log {
  const by = options.redaction ?? redaction();
  let lost = 0;
  const write = (level: LogLevel) => (message: string, fields?: LogFields) => {
    try {
      sink.write(level, cleanFields(fields, by), by.text(message));
    } catch {
      lost += 1;
      tell(options.onDropped, lost);
    }
  };
  return Object.freeze({ debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") });
}

function cleanFields(fields: LogFields | undefined, { redact }: Redaction): LogFields {
  if (fields === undefined) return {};
  const cleaned = redact(fields instanceof Error ? { error: fields } : fields);
  if (typeof cleaned !== "object" || cleaned === null || Array.isArray(cleaned)) return { fields: cleaned };
  return Object.fromEntries(
    Object.entries(cleaned).map(([key, value]) => [RESERVED.has(key) ? `${key}_` : key, value]),
  );
}

function tell(onDropped: LogOptions["onDropped"], lost: number): void {
  try {
    onDropped?.(lost);
  } catch {
    // Whoever is told of losses cannot cause another.
  }
}
