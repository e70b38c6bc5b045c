/** Where the app's log lines, counts and security records go. */
import type { Secret } from "cloche";
import { alerts, type Metrics, metrics, type Observer, observer, pinoSink, redaction } from "cloche/observe";
import type { Logger } from "pino";
import * as client from "prom-client";
import { newTape, type Tape } from "../cameras/index.js";
import type { Config, OpenDatabase } from "../platform/index.js";
import { auditSink } from "./audit-sink.js";

/** What is observed, and by whom. */
export interface Observation {
  readonly observe: Observer;
  readonly measured: Metrics;
  /** What the cameras show. */
  readonly tape: Tape;
  /** Hides one more secret from every line. */
  readonly redact: (secret: Secret<unknown>) => void;
}

/** Makes the observer: pino lines without secrets, Prometheus counters, alerts, the cameras, and audit entries for forged deliveries. */
export function observation(config: Config, database: OpenDatabase, logger: Logger): Observation {
  const registry = new client.Registry();
  client.collectDefaultMetrics({ register: registry });
  const measured = metrics({ client, registry });
  const hiding = redaction({ secrets: config.secrets });
  const tape = newTape();
  const alarm = alerts({ requests: () => measured.requests() });
  measured.declare({ routes: [], alerts: alarm.rules.map(({ name }) => name) });
  const observe = observer({
    logger: pinoSink(logger),
    metrics: measured,
    sinks: [auditSink(database.db), tape.hear],
    alerts: alarm,
    redaction: hiding,
    // Probes come every few seconds and say nothing while all is well.
    logs: ({ route }) => !route.endsWith("/healthz") && !route.endsWith("/readyz"),
  });
  return { observe, measured, tape, redact: hiding.add };
}
