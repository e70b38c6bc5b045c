/** An alert in words, for people and for machines. */
import type { Alert } from "./alert-rule.js";

/** One line: what, whom it concerns, how often. */
export function alertLine({ summary, key, count, muted }: Alert): string {
  const about = key === undefined ? "" : ` (${key})`;
  const rest = muted === 0 ? "" : ` ${muted} more were held back.`;
  return `${summary.replace(/\.$/, "")}${about}: ${count} in the window.${rest}`;
}

/** What is sent as JSON: the alert with the few fields of its last event. */
export function alertBody(alert: Alert): object {
  const { last, ...rest } = alert;
  const { name, route, reason, partner, subject, requestId } = last;
  return { type: "alert.raised", ...rest, last: { event: name, route, reason, partner, subject, requestId } };
}

/** The same everywhere an alert is told, so that a receiver knows one that came twice. */
export function alertId({ rule, at, key = "" }: Alert): string {
  return `${rule}-${at}-${key.replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 64)}`;
}
