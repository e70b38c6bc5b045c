/** What an alert rule is: which events it hears, what must come together, and what to do then. */
import type { Duration, SecurityEvent, SecurityEventName } from "../../../kernel/index.js";

/** What events can be told apart by. `who` is the caller where one was identified, and the network otherwise. */
export type AlertField = "route" | "reason" | "callerId" | "network" | "partner" | "subject" | "who";

/** The events a rule hears. */
export interface AlertMatch {
  readonly events: readonly SecurityEventName[];
  /** Only those with one of these reasons; every reason where nothing is said. */
  readonly reasons?: readonly string[];
  /** All but those with one of these reasons. */
  readonly exceptReasons?: readonly string[];
}

interface AnyRule {
  /** A stable name in lower case with `_`; it stands in metrics and in the generated rules. */
  readonly name: string;
  /** `page` wakes somebody, `look` can wait for the morning. */
  readonly severity: "page" | "look";
  /** What happened, in one sentence. */
  readonly summary: string;
  /** What to do. */
  readonly action: string;
  readonly on: AlertMatch;
  /** How long the same is not told again; 15 minutes where nothing is said. */
  readonly cooldown?: Duration;
}

/** At least `count` events within a time. */
export interface RateRule extends AnyRule {
  readonly kind: "rate";
  readonly count: number;
  readonly within: Duration;
  /** Counts for each value of this field apart. */
  readonly by?: AlertField;
}

/** At least `count` different values of a field within a time, such as accounts tried from one network. */
export interface DistinctRule extends AnyRule {
  readonly kind: "distinct";
  readonly of: AlertField;
  readonly count: number;
  readonly within: Duration;
  readonly by?: AlertField;
}

/** A value that was never seen before, such as a caller's new network. */
export interface FirstSeenRule extends AnyRule {
  readonly kind: "first_seen";
  readonly of: AlertField;
  /** How long values are learnt in silence, from the first event on. */
  readonly learn: Duration;
  readonly by?: AlertField;
}

/** The share of requests that end so is many times what is allowed, over a short and a long time at once. */
export interface BurnRule extends AnyRule {
  readonly kind: "burn";
  /** The share that is allowed, such as 0.05. */
  readonly budget: number;
  /** How many times the budget is too much. */
  readonly factor: number;
  readonly within: Duration;
  readonly over: Duration;
  /** Fewer events than this within the short time say nothing. */
  readonly least: number;
}

/** One rule. */
export type AlertRule = RateRule | DistinctRule | FirstSeenRule | BurnRule;

/** What a rule came to. Holds no input: its texts are the rule's own and fields that were cleaned. */
export interface Alert {
  readonly rule: string;
  readonly severity: AlertRule["severity"];
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly summary: string;
  readonly action: string;
  /** What it is about, where the rule counts by a field. */
  readonly key?: string;
  /** How many events, or different values, came together. */
  readonly count: number;
  /** The event that brought it. */
  readonly last: SecurityEvent;
  /** How many alerts of this rule have been held back since the one before. */
  readonly muted: number;
}

/** The value of a field in an event. */
export function fieldOf(event: SecurityEvent, field: AlertField): string | undefined {
  return field === "who" ? (event.callerId ?? event.network) : event[field];
}

/** Whether a rule hears an event. */
export function hears({ events, reasons, exceptReasons }: AlertMatch, { name, reason }: SecurityEvent): boolean {
  if (!events.includes(name)) return false;
  if (reasons !== undefined && !reasons.includes(reason ?? "")) return false;
  return exceptReasons === undefined || !exceptReasons.includes(reason ?? "");
}
