/** The door of the observe layer. */
export type {
  Alert,
  AlertField,
  AlertMatch,
  AlertRule,
  BurnRule,
  DistinctRule,
  FirstSeenRule,
  RateRule,
} from "./alerts/alert-rule.js";
export {
  type AlertMail,
  type AlertMessage,
  mailAlerts,
  type SlackAlertsOptions,
  slackAlerts,
  type TextAlertsOptions,
  textAlerts,
  type WebhookAlertsOptions,
  webhookAlerts,
} from "./alerts/alert-sinks.js";
export { type AlertSink, type Alerts, type AlertsOptions, alerts } from "./alerts/alerts.js";
export { DEFAULT_ALERT_RULES } from "./alerts/default-rules.js";
export { grafanaDashboard } from "./alerts/grafana-dashboard.js";
export { prometheusRules } from "./alerts/prometheus-rules.js";
export type { AuditStore } from "./audit/audit-store.js";
export {
  type AuditRow,
  type AuditTrail,
  type AuditTrailOptions,
  auditTrail,
  DEFAULT_AUDITED,
} from "./audit/audit-trail.js";
export type { JsonValue } from "./audit/canonical-json.js";
export {
  type AuditFault,
  type AuditHead,
  type AuditVerdict,
  EMPTY_AUDIT,
  type SealedRow,
  type SealOptions,
  sealRow,
  type VerifyOptions,
  verifyAudit,
} from "./audit/chain.js";
export {
  type FileAuditOptions,
  type FileAuditStore,
  fileAuditRows,
  fileAuditStore,
  type OpenFile,
} from "./audit/file-store.js";
export { memoryAuditStore } from "./audit/memory-store.js";
export { AUDIT_TABLE_SQL, type AuditQuery, postgresAuditStore } from "./audit/postgres-store.js";
export { EVENTS as SECURITY_EVENTS, type EventEntry, type EventOutcome } from "./event-table.js";
export type { Follow, FollowedRequest, RequestStart, StepRecord, TraceSink } from "./follow.js";
export { type Health, type HealthCheck, type HealthOptions, health, type Readiness } from "./health.js";
export {
  type CheckedInbox,
  type CheckedKeys,
  type InboxCheckOptions,
  inboxCheck,
  keysCheck,
} from "./health-checks.js";
export { type JsonSinkOptions, jsonSink } from "./json-sink.js";
export type { LogFields, LogLevel, LogSink } from "./log-sink.js";
export type { DeclaredMetrics, ForeseenLabels } from "./metric-set.js";
export { type Metrics, type MetricsOptions, metrics } from "./metrics.js";
export type { MetricsSink } from "./metrics-sink.js";
export { networkOf } from "./network.js";
export {
  type ErrorReporter,
  type EventSink,
  type FailureContext,
  type Observer,
  type ObserverOptions,
  observer,
} from "./observer.js";
export type { OtelApi, OtelAttributes, OtelMeter, OtelSpan, OtelTime, OtelTracer } from "./otel.js";
export { type OtelMetricsOptions, otelMetrics } from "./otel-metrics.js";
export { type OtelTracesOptions, otelTraces } from "./otel-traces.js";
export { type PinoCleaning, pinoCleaning } from "./pino-cleaning.js";
export { type PinoLogger, pinoSink } from "./pino-sink.js";
export type { PromClient, PromRegistry } from "./prom-client.js";
export type { Outcome, RequestRecord } from "./record.js";
export { type Redaction, type RedactionOptions, redaction, safeError } from "./redaction.js";
export { isRequestId, requestId } from "./request-id.js";
export type { SafeError } from "./safe-error.js";
export { type Log, type LogOptions, safeLog } from "./safe-log.js";
export { type TraceContext, traceContext } from "./trace-context.js";
export { type ProcessFailure, type WatchedProcess, type WatchProcessOptions, watchProcess } from "./watch-process.js";
export { type WinstonCleaning, type WinstonInfo, winstonCleaning } from "./winston-cleaning.js";
export { type WinstonLogger, winstonSink } from "./winston-sink.js";
