/** The alarm: hears every security event, judges it by the rules, and tells what came of it to the sinks. */
import { configFault, onlyKnown, type SecurityEvent } from "../../../kernel/index.js";
import type { Alert, AlertRule } from "./alert-rule.js";
import { DEFAULT_ALERT_RULES } from "./default-rules.js";
import { type Delivery, deliveryTo } from "./delivery.js";
import { type RuleWatch, ruleWatch } from "./rule-watch.js";

/** Tells an alert to somebody. A rejection is tried again, and then counted as lost. */
export type AlertSink = (alert: Alert) => unknown;

/** What alerts are made of. */
export interface AlertsOptions {
  /** The rules; `DEFAULT_ALERT_RULES` where nothing is given. */
  readonly rules?: readonly AlertRule[];
  /** Who is told. */
  readonly sinks?: readonly AlertSink[];
  /** How many requests have ended so far, for burn rules: `() => measured.requests()`. */
  readonly requests?: () => number;
}

/** The alarm of one process. Give it to `observer({ alerts })`. */
export interface Alerts {
  /** Hears an event and gives the alerts it brings; each is on its way to the sinks already. Never throws. */
  readonly hear: (event: SecurityEvent) => readonly Alert[];
  readonly rules: readonly AlertRule[];
  /** Calls `onLost` for every alert that a sink could not be told. */
  readonly onLost: (onLost: () => void) => void;
  /** How many alerts were lost so far. */
  readonly lost: () => number;
  /** Waits until nothing is on its way any more, as a process does that is about to stop. */
  readonly settled: () => Promise<void>;
}

const KNOWN = ["rules", "sinks", "requests"];
const NONE: readonly Alert[] = Object.freeze([]);

/**
 * Makes the alarm. Without `requests`, the shipped burn rules stay out; one of your own is then a mistake.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 * @example
 * const alarm = alerts({ sinks: [slackAlerts({ post })], requests: () => measured.requests() });
 * const observe = observer({ logger, metrics: measured, alerts: alarm });
 */
export function alerts(options: AlertsOptions = {}): Alerts {
  onlyKnown(options, KNOWN, "alerts");
  const rules = rulesOf(options);
  const watches = byEvent(rules.map((rule) => ruleWatch(rule, options.requests ?? (() => 0))));
  let lost = 0;
  const listeners: (() => void)[] = [];
  const lose = (): void => {
    lost += 1;
    for (const listener of listeners) listener();
  };
  const deliveries: readonly Delivery[] = (options.sinks ?? []).map((sink) => deliveryTo(sink, { lose }));
  return Object.freeze({
    hear(event: SecurityEvent) {
      const raised = (watches.get(event.name) ?? []).flatMap(({ hear }) => hear(event) ?? []);
      if (raised.length === 0) return NONE;
      for (const alert of raised) for (const { add } of deliveries) add(alert);
      return raised;
    },
    rules,
    onLost: (listener: () => void) => void listeners.push(listener),
    lost: () => lost,
    settled: async () => void (await Promise.all(deliveries.map(({ settled }) => settled()))),
  });
}

function rulesOf({ rules, requests }: AlertsOptions): readonly AlertRule[] {
  const isBurning = ({ kind }: AlertRule): boolean => kind === "burn";
  if (rules === undefined) return DEFAULT_ALERT_RULES.filter((rule) => requests !== undefined || !isBurning(rule));
  if (requests === undefined && rules.some(isBurning)) {
    throw configFault("option_invalid", {
      where: "alerts.requests",
      fix: "Say how many requests have ended: () => measured.requests().",
    });
  }
  const doubled = rules.find(({ name }, index) => rules.findIndex((rule) => rule.name === name) !== index);
  if (doubled === undefined) return Object.freeze([...rules]);
  throw configFault("option_invalid", { where: "alerts.rules", fix: "Give each rule a name of its own." });
}

function byEvent(watches: readonly RuleWatch[]): ReadonlyMap<string, readonly RuleWatch[]> {
  const found = new Map<string, RuleWatch[]>();
  for (const watch of watches) {
    for (const name of watch.rule.on.events) found.set(name, [...(found.get(name) ?? []), watch]);
  }
  return found;
}
