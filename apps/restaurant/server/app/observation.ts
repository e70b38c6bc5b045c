/** Where the app's log lines, counts and security records go. */

import * as api from "@opentelemetry/api";
import type { Secret } from "cloche";
import {
  alerts,
  type Metrics,
  metrics,
  type Observer,
  observer,
  otelTraces,
  pinoSink,
  redaction,
} from "cloche/observe";
import type { Logger } from "pino";
import * as client from "prom-client";
import { newTape, type Tape } from "../cameras/index.js";
import type { Config, OpenDatabase } from "../platform/index.js";
import { alertSinks } from "./alarm.js";
import { auditFile } from "./audit-file.js";
import { auditSink } from "./audit-sink.js";

/** What is observed, and by whom. */
export interface Observation {
  readonly observe: Observer;
  readonly measured: Metrics;
  /** What the cameras show. */
  readonly tape: Tape;
  /** Hides one more secret from every line. */
  readonly redact: (secret: Secret<unknown>) => void;
  /** Waits for what is still being told and written. */
  readonly close: () => Promise<void>;
}

/** Makes the observer: pino lines without secrets, Prometheus counters, alerts, the cameras, and audit entries for forged deliveries. */
export async function observation(config: Config, database: OpenDatabase, logger: Logger): Promise<Observation> {
  const registry = new client.Registry();
  client.collectDefaultMetrics({ register: registry });
  const measured = metrics({ client, registry, steps: config.metricsSteps });
  const hiding = redaction({ secrets: config.secrets });
  const tape = newTape();
  const alarm = alerts({ requests: () => measured.requests(), sinks: alertSinks(config) });
  const file = config.auditFile === undefined ? undefined : await auditFile(config.auditFile, hiding);
  measured.declare({ routes: [], alerts: alarm.rules.map(({ name }) => name) });
  const observe = observer({
    logger: pinoSink(logger),
    metrics: measured,
    sinks: [auditSink(database.db), tape.hear, ...(file === undefined ? [] : [file.hear])],
    ...(config.traces ? { traces: otelTraces({ api }) } : {}),
    alerts: alarm,
    redaction: hiding,
    // Probes come every few seconds and say nothing while all is well.
    logs: ({ route }) => !route.endsWith("/healthz") && !route.endsWith("/readyz"),
  });
  return {
    ...{ observe, measured, tape, redact: hiding.add },
    async close() {
      await alarm.settled();
      await file?.close();
    },
  };
}
