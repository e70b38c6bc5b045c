/** Writes lines through pino. */
import type { LogFields, LogLevel, LogSink } from "./log-sink.js";

/** What is asked of a pino logger. */
export type PinoLogger = { readonly [Level in LogLevel]: (fields: LogFields, message: string) => void };

/**
 * A sink that writes through `logger`, a pino instance made by the application. Nothing here starts a worker, so that
 * it also works where a bundler cannot follow pino's transports.
 *
 * @example
 * observer({ logger: pinoSink(pino()) });
 */
export function pinoSink(logger: PinoLogger): LogSink {
  return { write: (level, fields, message) => logger[level](fields, message) };
}
