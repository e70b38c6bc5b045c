/** The pure steps of the rules: from what one key has seen and one event more, what it has seen now and whether it is too much. */

/** One step's answer. */
export interface Stepped<State> {
  readonly state: State;
  readonly fires: boolean;
  /** How many events or different values came together. */
  readonly count: number;
}

/** The times of the latest events, oldest first, milliseconds. */
export type Times = readonly number[];

/** Fires where the last `count` events lie within `within` milliseconds. Remembers no more than `count` times. */
export function rateStep(
  before: Times = [],
  { count, within }: { readonly count: number; readonly within: number },
  now: number,
): Stepped<Times> {
  const state = [...before.filter((at) => isWithin(at, within, now)), now].slice(-count);
  return { state, fires: state.length >= count, count: state.length };
}

/** Values with the time each was last seen, the least recent first. */
export type Values = ReadonlyMap<string, number>;

/** Fires where `count` different values lie within `within` milliseconds. Remembers no more than `count` values. */
export function distinctStep(
  before: Values = new Map(),
  rule: { readonly count: number; readonly within: number },
  { value, now }: { readonly value: string; readonly now: number },
): Stepped<Values> {
  const recent = [...before].filter(([known, at]) => known !== value && isWithin(at, rule.within, now));
  const state: Values = new Map([...recent, [value, now] as const].slice(-rule.count));
  return { state, fires: state.size >= rule.count, count: state.size };
}

/** What was seen so far, and since when anything was. */
export interface Seen {
  readonly since: number;
  readonly values: Values;
}

/** Fires where a value is new and the time of learning is over. Remembers the `most` values that were seen last. */
export function firstSeenStep(
  before: Seen | undefined,
  { learn, most }: { readonly learn: number; readonly most: number },
  { value, now }: { readonly value: string; readonly now: number },
): Stepped<Seen> {
  const since = before?.since ?? now;
  const isNew = before?.values.has(value) !== true;
  const others = [...(before?.values ?? [])].filter(([known]) => known !== value);
  const state: Seen = { since, values: new Map([...others, [value, now] as const].slice(-most)) };
  return { state, fires: isNew && now - since >= learn, count: 1 };
}

/** How far the counts had come at a moment. */
export interface Mark {
  readonly at: number;
  readonly matched: number;
  readonly requests: number;
}

/** What a burn rule counts by. */
export interface BurnStepRule {
  /** The share from which on it burns. */
  readonly share: number;
  readonly least: number;
  readonly within: number;
  readonly over: number;
}

const MARKS_WITHIN = 6;

/**
 * Fires where the share of matched events among all requests is too great over both times. Marks are set six times in
 * the short time and kept for the long one, so that a share may look back up to a sixth further than it says. Before
 * the long time has passed since the first mark, the share is the one since then.
 */
export function burnStep(
  before: readonly Mark[],
  { share, least, within, over }: BurnStepRule,
  { matched, requests, now }: Omit<Mark, "at"> & { readonly now: number },
): Stepped<readonly Mark[]> {
  const here: Mark = { at: now, matched, requests };
  const start = markBefore(before, now - over) ?? here;
  const short = markBefore(before, now - within) ?? here;
  const many = matched - short.matched;
  const fires = many >= least && shareSince(short, here) >= share && shareSince(start, here) >= share;
  const kept = before.filter(({ at }) => at >= start.at && at <= now);
  const isDue = kept.length === 0 || now - (kept.at(-1)?.at ?? 0) >= within / MARKS_WITHIN;
  return { state: isDue ? [...kept, here] : kept, fires, count: many };
}

/** The latest mark that is old enough, or the oldest there is. */
function markBefore(marks: readonly Mark[], moment: number): Mark | undefined {
  return marks.findLast(({ at }) => at <= moment) ?? marks[0];
}

/** An event may be told before its request has been counted. */
function shareSince(from: Mark, to: Mark): number {
  const matched = to.matched - from.matched;
  return matched / Math.max(matched, to.requests - from.requests, 1);
}

/** A clock that was set back makes what is ahead of it as good as new. */
function isWithin(at: number, within: number, now: number): boolean {
  return Math.abs(now - at) < within;
}
