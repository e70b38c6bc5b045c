/** Shuts a key out that keeps being refused: the pure step that lies over every algorithm's. */
import type { BanRule } from "./ban-rule.js";
import { type State, type Step, type Strikes, verdictOf } from "./step.js";

/** What the step under a ban needs beside the algorithm's. */
export interface BanContext {
  readonly rule: BanRule;
  readonly state: State | undefined;
  readonly cost: number;
}

/** More doublings than any ban has room for. */
const MOST_BANS = 60;
const NONE: Strikes = Object.freeze({ count: 0, since: 0, ends: 0, bans: 0 });

/**
 * The algorithm's step, under a ban. A refusal is a strike; `after` strikes within one window bring a ban. Requests
 * during a ban change nothing and do not make it longer, so that whoever waits for `Retry-After` gets in.
 */
export function underBan(taken: Step, { rule, state, cost }: BanContext, now: number): Step {
  const window = taken.verdict.policy.windowSeconds * 1000;
  const longest = rule.longestSeconds * 1000;
  const { at, used, before } = taken.state;
  const past = settled(state?.strikes ?? NONE, { window, longest }, now);
  const struck = !taken.fits && cost > 0 && now >= past.ends;
  const strikes = struck ? withStrike(past, rule, now) : past;
  const left = Math.max(0, strikes.ends - now);
  const memory = Math.max(
    strikes.count === 0 ? 0 : strikes.since + window - now,
    strikes.bans === 0 ? 0 : left + longest,
  );
  return {
    fits: taken.fits && left === 0,
    struck,
    state: { at, used, before, strikes },
    keepMilliseconds: Math.max(taken.keepMilliseconds, memory),
    verdict: left === 0 ? taken.verdict : bannedVerdict(taken, left),
  };
}

interface Spans {
  readonly window: number;
  readonly longest: number;
}

/** A window without refusals begins a new count, a long calm forgets the bans, and a clock set back prolongs none. */
function settled({ count, since, ends, bans }: Strikes, { window, longest }: Spans, now: number): Strikes {
  const over = count === 0 || now - since >= window || now < since;
  const calm = now - ends >= longest;
  return {
    count: over ? 0 : count,
    since: over ? now : since,
    ends: calm ? 0 : Math.min(ends, now + longest),
    bans: calm ? 0 : bans,
  };
}

function withStrike({ count, since, ends, bans }: Strikes, rule: BanRule, now: number): Strikes {
  if (count + 1 < rule.after) return { count: count + 1, since, ends, bans };
  const lasts = Math.min(rule.longestSeconds, rule.firstSeconds * rule.factor ** bans) * 1000;
  return { count: 0, since: now, ends: now + lasts, bans: Math.min(bans + 1, MOST_BANS) };
}

function bannedVerdict({ fits, verdict }: Step, left: number): Step["verdict"] {
  const retryMilliseconds = Math.max(left, fits ? 0 : verdict.retryAfterSeconds * 1000);
  const reckoning = { policy: verdict.policy, fits: false, remaining: 0, resetMilliseconds: left, retryMilliseconds };
  return verdictOf({ ...reckoning, banned: true });
}
