/** Reads an alert rule strictly, its times in milliseconds. */
import { configFault, nonEmptyText, oneOf, onlyKnown, seconds, wholeNumber } from "../../../kernel/index.js";
import { EVENTS } from "../event-table.js";
import type { AlertRule } from "./alert-rule.js";

/** A rule whose times are milliseconds. */
export interface ReadRule {
  readonly rule: AlertRule;
  readonly within: number;
  /** The long time of a burn rule; `within` of every other. */
  readonly over: number;
  readonly cooldown: number;
}

const COMMON = ["name", "severity", "summary", "action", "on", "cooldown", "kind"];
const OWN: Readonly<Record<AlertRule["kind"], readonly string[]>> = {
  rate: ["count", "within", "by"],
  distinct: ["of", "count", "within", "by"],
  first_seen: ["of", "learn", "by"],
  burn: ["budget", "factor", "within", "over", "least"],
};
const FIELDS = ["route", "reason", "callerId", "network", "partner", "subject", "who"] as const;
const NAME = /^[a-z][a-z0-9_]{0,63}$/;
/** What is counted is remembered one by one. */
const MAX_COUNT = 1000;

/**
 * The rule, checked.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `duration_unreadable`
 */
export function readRule(rule: AlertRule): ReadRule {
  const kind = oneOf(rule?.kind, ["rate", "distinct", "first_seen", "burn"], "alerts.rules.kind");
  if (!NAME.test(rule.name)) throw invalid("alerts.rules.name", "Give lower-case letters, digits and `_`.");
  const where = `alerts.rules.${rule.name}`;
  onlyKnown(rule, [...COMMON, ...OWN[kind]], where);
  oneOf(rule.severity, ["page", "look"], `${where}.severity`);
  nonEmptyText(rule.summary, `${where}.summary`);
  nonEmptyText(rule.action, `${where}.action`);
  checkMatch(rule.on, `${where}.on`);
  checkFields(rule, where);
  return { rule, ...times(rule, where) };
}

function checkMatch(on: AlertRule["on"], where: string): void {
  onlyKnown(on, ["events", "reasons", "exceptReasons"], where);
  if (!Array.isArray(on.events) || on.events.length === 0) throw invalid(`${where}.events`, "Name an event.");
  for (const name of on.events) {
    if (!Object.hasOwn(EVENTS, name) || name === "alert.raised") {
      throw invalid(`${where}.events`, `Known are: ${Object.keys(EVENTS).join(", ")}; but not alert.raised.`);
    }
  }
}

function checkFields(rule: AlertRule, where: string): void {
  if (rule.kind === "burn") {
    if (!isShare(rule.budget)) throw invalid(`${where}.budget`, "Give a number above 0 and below 1.");
    if (!(rule.factor > 0)) throw invalid(`${where}.factor`, "Give a number above 0.");
    wholeNumber(rule.least, `${where}.least`, { min: 1, max: 1_000_000 });
    return;
  }
  if (rule.by !== undefined) oneOf(rule.by, FIELDS, `${where}.by`);
  if (rule.kind !== "rate") oneOf(rule.of, FIELDS, `${where}.of`);
  if (rule.kind !== "first_seen") wholeNumber(rule.count, `${where}.count`, { min: 1, max: MAX_COUNT });
}

function isShare(value: number): boolean {
  return value > 0 && value < 1;
}

function times(rule: AlertRule, where: string): Omit<ReadRule, "rule"> {
  const milliseconds = (value: Parameters<typeof seconds>[0], name: string) =>
    seconds(value, `${where}.${name}`) * 1000;
  const within = rule.kind === "first_seen" ? milliseconds(rule.learn, "learn") : milliseconds(rule.within, "within");
  const over = rule.kind === "burn" ? milliseconds(rule.over, "over") : within;
  if (over < within) throw invalid(`${where}.over`, "Give a longer time than `within`.");
  return { within, over, cooldown: milliseconds(rule.cooldown ?? "15 minutes", "cooldown") };
}

function invalid(where: string, fix: string): Error {
  return configFault("option_invalid", { where, fix });
}
