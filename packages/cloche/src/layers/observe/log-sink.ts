/** The one interface every logger is reached through. */
import type { RequestRecord } from "./record.js";

/** How much a line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** The fields of a line. */
export type LogFields = Readonly<object>;

/** Writes lines that were cleaned before they came here. */
export interface LogSink {
  /** Writes one line. May throw; whoever calls it counts that and carries on. */
  write(level: LogLevel, fields: LogFields, message: string): void;
  /** Writes the line of one request, where the sink has a quicker way than `write`. */
  request?(level: LogLevel, record: RequestRecord): void;
}
