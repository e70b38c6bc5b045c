/** The same rules for Prometheus, whose alerts also hold where every process is too sick to tell. */
import { seconds } from "../../../kernel/index.js";
import type { AlertMatch, AlertRule } from "./alert-rule.js";
import { DEFAULT_ALERT_RULES } from "./default-rules.js";
import { readRule } from "./read-rule.js";

const EVENTS_TOTAL = "cloche_security_events_total";
const REQUESTS_TOTAL = "cloche_requests_total";

/** What Prometheus watches beside the rules: the observer itself. */
const OWN = [
  {
    name: "lines_lost",
    severity: "look",
    expr: "sum(increase(cloche_events_dropped_total[5m])) > 0",
    summary: "Lines, events or alerts are lost.",
    action: "Look at the logger, the sinks and their network; what is lost is not told anywhere else.",
  },
] as const;

interface Written {
  readonly name: string;
  readonly severity: string;
  readonly expr: string;
  readonly summary: string;
  readonly action: string;
}

/**
 * A file of alerting rules for Prometheus, in YAML. Labels are bounded, so that a rule which counts by caller or network
 * cannot be said over them: Prometheus then watches for the alert of the process itself.
 *
 * @throws ConfigError where a rule cannot be read
 * @example
 * writeFileSync("cloche.rules.yml", prometheusRules());
 */
export function prometheusRules(rules: readonly AlertRule[] = DEFAULT_ALERT_RULES): string {
  const written = [...rules.map(ruleOf), ...OWN];
  return ["groups:", "  - name: cloche", "    rules:", ...written.flatMap(lines), ""].join("\n");
}

/** The expression of one rule; true while its alert should be up. */
export function prometheusExpression(rule: AlertRule): string {
  const { within, over } = readRule(rule);
  switch (rule.kind) {
    case "rate":
      return rule.count === 1 || byCaller(rule.by) ? raised(rule) : `${counted(rule.on, within)} >= ${rule.count}`;
    case "distinct":
    case "first_seen":
      return raised(rule);
    case "burn": {
      const share = Number((rule.budget * rule.factor).toPrecision(6));
      const enough = `${counted(rule.on, within)} >= ${rule.least}`;
      return `${shareOf(rule.on, within)} >= ${share} and ${shareOf(rule.on, over)} >= ${share} and ${enough}`;
    }
  }
}

function ruleOf(rule: AlertRule): Written {
  const { name, severity, summary, action } = rule;
  return { name, severity, summary, action, expr: prometheusExpression(rule) };
}

function lines({ name, severity, expr, summary, action }: Written): readonly string[] {
  return [
    `      - alert: ${JSON.stringify(alertName(name))}`,
    `        expr: ${JSON.stringify(expr)}`,
    `        labels:`,
    `          severity: ${JSON.stringify(severity)}`,
    `          rule: ${JSON.stringify(name)}`,
    `        annotations:`,
    `          summary: ${JSON.stringify(summary)}`,
    `          action: ${JSON.stringify(action)}`,
  ];
}

/** `forged_tokens` as `ClocheForgedTokens`, the way Prometheus names alerts. */
function alertName(name: string): string {
  return `Cloche${name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}`;
}

/** Counters start at zero for each rule, so that the first alert is a step that `increase` sees. */
function raised({ name, cooldown }: AlertRule): string {
  const window = spanned(seconds(cooldown ?? "15 minutes", "cooldown") * 1000);
  return `sum(increase(${EVENTS_TOTAL}{event="alert.raised",reason="${name}"}[${window}])) > 0`;
}

function byCaller(by: string | undefined): boolean {
  return by !== undefined && by !== "reason";
}

function counted(on: AlertMatch, milliseconds: number): string {
  return `sum(increase(${EVENTS_TOTAL}${selector(on)}[${spanned(milliseconds)}]))`;
}

function shareOf(on: AlertMatch, milliseconds: number): string {
  const window = spanned(milliseconds);
  return `sum(rate(${EVENTS_TOTAL}${selector(on)}[${window}])) / sum(rate(${REQUESTS_TOTAL}[${window}]))`;
}

/** Prometheus anchors its regular expressions at both ends. */
function selector({ events, reasons, exceptReasons }: AlertMatch): string {
  const anyOf = (values: readonly string[]) => JSON.stringify(values.map(escaped).join("|"));
  const parts = [`event=~${anyOf(events)}`];
  if (reasons !== undefined) parts.push(`reason=~${anyOf(reasons)}`);
  if (exceptReasons !== undefined) parts.push(`reason!~${anyOf(exceptReasons)}`);
  return `{${parts.join(",")}}`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function spanned(milliseconds: number): string {
  return `${Math.max(1, Math.round(milliseconds / 1000))}s`;
}
