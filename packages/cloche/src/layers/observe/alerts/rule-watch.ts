/** Watches for one rule: keeps what each key has seen, within bounds, and holds back what was told already. */
import type { SecurityEvent } from "../../../kernel/index.js";
import { type Alert, type AlertRule, fieldOf, hears } from "./alert-rule.js";
import { type ReadRule, readRule } from "./read-rule.js";
import {
  burnStep,
  distinctStep,
  firstSeenStep,
  type Mark,
  rateStep,
  type Seen,
  type Stepped,
  type Times,
  type Values,
} from "./steps.js";

/** Hears events for one rule. */
export interface RuleWatch {
  readonly rule: AlertRule;
  readonly hear: (event: SecurityEvent) => Alert | undefined;
}

/** More keys than this share one count: whoever makes up keys must not get out of sight by it. */
const MAX_KEYS = 1000;
const OTHER = "other";
const MAX_VALUES = 1000;
/** So many alerts for different keys are told within one cool-down; the rest are counted. */
const MAX_ALERTS = 5;

interface KeyState {
  seen: unknown;
  /** Until when the same is not told again. */
  silentUntil: number;
  lastAt: number;
}

/** A watch for `given`; `requests` tells how many requests have ended, for burn rules. */
export function ruleWatch(given: AlertRule, requests: () => number): RuleWatch {
  const read = readRule(given);
  const { rule, cooldown } = read;
  const step = stepOf(read, requests);
  const keys = boundedKeys(Math.max(read.over, cooldown));
  const told: number[] = [];
  let muted = 0;
  const mayTell = (now: number): boolean => {
    while (told.length > 0 && Math.abs(now - (told[0] ?? 0)) >= cooldown) told.shift();
    if (told.length >= MAX_ALERTS) return false;
    told.push(now);
    return true;
  };
  return {
    rule,
    hear(event) {
      if (!hears(rule.on, event)) return undefined;
      const { at } = event;
      const by = "by" in rule ? rule.by : undefined;
      const { key, state } = keys.at(by && (fieldOf(event, by) ?? "unknown"), at);
      const stepped = step(state.seen, event);
      if (stepped === undefined) return undefined;
      state.seen = stepped.state;
      if (!stepped.fires || at < state.silentUntil) return undefined;
      state.silentUntil = at + cooldown;
      if (!mayTell(at)) {
        muted += 1;
        return undefined;
      }
      const alert = alertOf(rule, { key, count: stepped.count, last: event, muted });
      muted = 0;
      return alert;
    },
  };
}

interface Raised {
  readonly key: string | undefined;
  readonly count: number;
  readonly last: SecurityEvent;
  readonly muted: number;
}

function alertOf({ name, severity, summary, action }: AlertRule, { key, count, last, muted }: Raised): Alert {
  const about = key === undefined ? {} : { key };
  return Object.freeze({ rule: name, severity, at: last.at, summary, action, ...about, count, last, muted });
}

type AnyStep = (seen: unknown, event: SecurityEvent) => Stepped<unknown> | undefined;

/** The step of a rule's kind; `undefined` where an event lacks the value the rule looks at. */
function stepOf({ rule, within, over }: ReadRule, requests: () => number): AnyStep {
  switch (rule.kind) {
    case "rate":
      return (seen, { at }) => rateStep(seen as Times | undefined, { count: rule.count, within }, at);
    case "distinct":
      return withValue(rule.of, (seen, told) => distinctStep(seen as Values, { count: rule.count, within }, told));
    case "first_seen":
      return withValue(rule.of, (seen, told) => firstSeenStep(seen as Seen, { learn: within, most: MAX_VALUES }, told));
    case "burn": {
      const burning = { share: rule.budget * rule.factor, least: rule.least, within, over };
      const counted = atMostEverySecond(requests);
      let matched = 0;
      const start = requests();
      return (seen, { at }) => {
        matched += 1;
        const before = (seen as readonly Mark[] | undefined) ?? [{ at: at - 1, matched: 0, requests: start }];
        return burnStep(before, burning, { matched, requests: counted(at), now: at });
      };
    }
  }
}

/** Adding up every time series at each refusal of a flood would be work that the flood causes. */
function atMostEverySecond(read: () => number): (now: number) => number {
  let asked = Number.NEGATIVE_INFINITY;
  let last = 0;
  return (now) => {
    if (Math.abs(now - asked) >= 1000) {
      last = read();
      asked = now;
    }
    return last;
  };
}

function withValue(
  field: Parameters<typeof fieldOf>[1],
  step: (seen: unknown, told: { readonly value: string; readonly now: number }) => Stepped<unknown>,
): AnyStep {
  return (seen, event) => {
    const value = fieldOf(event, field);
    return value === undefined ? undefined : step(seen, { value, now: event.at });
  };
}

/** The states by key. What nothing was heard of for `memory` milliseconds goes when room is needed. */
function boundedKeys(memory: number) {
  type Key = string | undefined;
  const states = new Map<Key, KeyState>();
  let swept = Number.NEGATIVE_INFINITY;
  const sweep = (now: number): void => {
    if (Math.abs(now - swept) < memory / MAX_VALUES) return;
    swept = now;
    for (const [key, { lastAt }] of states) if (Math.abs(now - lastAt) >= memory) states.delete(key);
  };
  const found = (key: Key, now: number): { readonly key: Key; readonly state: KeyState } => {
    const state = states.get(key) ?? { seen: undefined, silentUntil: Number.NEGATIVE_INFINITY, lastAt: now };
    state.lastAt = now;
    states.set(key, state);
    return { key, state };
  };
  return {
    at(key: Key, now: number) {
      if (states.has(key) || states.size < MAX_KEYS) return found(key, now);
      sweep(now);
      return found(states.size < MAX_KEYS ? key : OTHER, now);
    },
  };
}
