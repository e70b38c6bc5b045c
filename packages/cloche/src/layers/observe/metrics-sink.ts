/** The one interface every kind of metrics is reached through. */
import type { SecurityEvent } from "../../kernel/index.js";
import type { RequestRecord } from "./record.js";

/** Counts what happened. */
export interface MetricsSink {
  request(record: RequestRecord): void;
  event(event: SecurityEvent): void;
  /** Counts something that could not be told to a logger or a sink. */
  dropped(): void;
  /** One step of the gate has run. The gate measures its steps only where this is there. */
  step?(name: string, milliseconds: number): void;
}
