/** Writes lines through winston. */
import type { LogSink } from "./log-sink.js";

/** What is asked of a winston logger. */
export interface WinstonLogger {
  log(entry: { level: string; message: string; [field: string]: unknown }): unknown;
}

/**
 * A sink that writes through `logger`, a winston instance made by the application.
 *
 * @example
 * observer({ logger: winstonSink(createLogger({ transports: [new transports.Console()] })) });
 */
export function winstonSink(logger: WinstonLogger): LogSink {
  return {
    write(level, fields, message) {
      logger.log({ ...fields, level, message });
    },
  };
}
