/** What changed about a route's limits. */
import { canonical } from "./posture-canonical.js";
import { type Direction, type Finding, found, together, whereMoreIsLooser } from "./posture-finding.js";
import type { PostureLimit } from "./posture-limits.js";
import { describeLimit, inWords } from "./posture-words.js";

/** Pairs the limits that count alike in one window, then those that count alike, then the rest, and compares each pair. */
export function compareLimits(was: readonly PostureLimit[], now: readonly PostureLimit[]): readonly Finding[] {
  const before = inOrder(was);
  const after = inOrder(now);
  const isAlike = (one: PostureLimit, other: PostureLimit): boolean => keyOf(one) === keyOf(other);
  const same = takePairs(
    before,
    after,
    (one, other) => isAlike(one, other) && one.windowSeconds === other.windowSeconds,
  );
  const alike = takePairs(before, after, isAlike);
  const left = takePairs(before, after, () => true);
  return [
    ...[...same, ...alike, ...left].flatMap(([one, other]) => comparePair(one, other)),
    ...before.map((limit) => found("loosened", `${describeLimit(limit)} -> no such limit`)),
    ...after.map((limit) => found("tightened", `no such limit -> ${describeLimit(limit)}`)),
  ];
}

type Pair = readonly [PostureLimit, PostureLimit];

/** Takes what it pairs out of both lists. */
function takePairs(
  before: PostureLimit[],
  after: PostureLimit[],
  fits: (one: PostureLimit, other: PostureLimit) => boolean,
): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const one of [...before]) {
    const other = after.find((candidate) => fits(one, candidate));
    if (other === undefined) continue;
    before.splice(before.indexOf(one), 1);
    after.splice(after.indexOf(other), 1);
    pairs.push([one, other]);
  }
  return pairs;
}

function comparePair(was: PostureLimit, now: PostureLimit): readonly Finding[] {
  const direction = together([...amounts(was, now), compareParts(was, now), ...manners(was, now)]);
  return direction === undefined ? [] : [found(direction, change(was, now))];
}

function amounts(was: PostureLimit, now: PostureLimit): readonly (Direction | undefined)[] {
  if ((was.windowSeconds === undefined) !== (now.windowSeconds === undefined)) return ["changed"];
  return [
    whereMoreIsLooser(perSecond(was), perSecond(now)),
    whereMoreIsLooser(atOnce(was), atOnce(now)),
    was.cost !== now.cost && [was.cost, now.cost].includes("computed") ? "changed" : undefined,
  ];
}

/** A finer key means more counters, and each has the whole quota. */
function compareParts(was: PostureLimit, now: PostureLimit): Direction | undefined {
  const [before, after] = [partsOf(was), partsOf(now)];
  const [grew, shrank] = [after.some((one) => !before.includes(one)), before.some((one) => !after.includes(one))];
  if (grew && shrank) return "changed";
  if (grew) return "loosened";
  return shrank ? "tightened" : undefined;
}

function manners(was: PostureLimit, now: PostureLimit): readonly (Direction | undefined)[] {
  return [
    whereMoreIsLooser(Number(was.shadow === true), Number(now.shadow === true)),
    whereMoreIsLooser(Number(was.forgetOnSuccess === true), Number(now.forgetOnSuccess === true)),
    whereMoreIsLooser(Number(was.ban === undefined), Number(now.ban === undefined)),
    whenAway(was.whenAway, now.whenAway),
    was.algorithm === now.algorithm && was.unit === now.unit && was.leaseSeconds === now.leaseSeconds
      ? undefined
      : "changed",
    canonical(was.ban ?? {}) === canonical(now.ban ?? {}) ? undefined : "changed",
  ];
}

const AWAY = ["deny", "local", "allow"];

function whenAway(was: string | undefined, now: string | undefined): Direction | undefined {
  if (was === now) return undefined;
  if (was === undefined || now === undefined) return now === "allow" ? "loosened" : "changed";
  return whereMoreIsLooser(AWAY.indexOf(was), AWAY.indexOf(now));
}

function change(was: PostureLimit, now: PostureLimit): string {
  const { windowSeconds } = was;
  const plain = describeLimit({ ...was, quota: now.quota }) === describeLimit(now);
  if (!plain || windowSeconds === undefined) return `${describeLimit(was)} -> ${describeLimit(now)}`;
  return `${was.quota} -> ${now.quota} per ${inWords(windowSeconds)} by ${was.by.join(" and ")}`;
}

function perSecond({ quota, windowSeconds = 1, cost }: PostureLimit): number {
  return quota / windowSeconds / weight(cost);
}

function atOnce({ quota, burst = quota, cost }: PostureLimit): number {
  return burst / weight(cost);
}

function weight(cost: PostureLimit["cost"]): number {
  return typeof cost === "number" ? cost : 1;
}

function partsOf({ by }: PostureLimit): readonly string[] {
  return by.filter((part) => part !== "everyone");
}

function keyOf({ by, windowSeconds }: PostureLimit): string {
  return `${[...by].sort().join(" ")} ${windowSeconds === undefined ? "at once" : "in a window"}`;
}

function inOrder(limits: readonly PostureLimit[]): PostureLimit[] {
  return [...limits].sort((one, other) => (one.windowSeconds ?? 0) - (other.windowSeconds ?? 0));
}
