/** Compares two postures: what loosened, apart from what tightened and from what only people can judge. */
import type { PostureCover, PostureRow } from "./posture.js";
import { compareAnswers, compareCover } from "./posture-compare-answers.js";
import { compareInput } from "./posture-compare-input.js";
import { compareLimits } from "./posture-compare-limits.js";
import { type Direction, type Finding, found, whereMoreIsLooser } from "./posture-finding.js";
import { compareWho } from "./posture-who.js";
import { describeWho } from "./posture-words.js";

/** What changed in one place, all in one direction. */
export interface PostureDifference {
  /** The route, or `cover api` for the headers of a cover. */
  readonly where: string;
  readonly changes: readonly string[];
  /** `GET /orders/{id}: role owner -> anyone: it is public; 10 -> 1000 per minute by caller`. */
  readonly text: string;
}

/** Everything that differs between two postures. */
export interface PostureComparison {
  /** More callers, more requests, larger or less checked input, more that leaves. */
  readonly loosened: readonly PostureDifference[];
  readonly tightened: readonly PostureDifference[];
  /** Neither for certain: to be reviewed. */
  readonly changed: readonly PostureDifference[];
  readonly added: readonly PostureRow[];
  readonly removed: readonly PostureRow[];
}

/**
 * Compares what was locked with what holds now. A new route counts as loosened where it is open to anyone.
 *
 * @example
 * const { loosened } = comparePosture(readPostureLock(text), posture(contracts, gateOptions));
 */
export function comparePosture(lock: readonly PostureRow[], now: readonly PostureRow[]): PostureComparison {
  const before = new Map(lock.map((row) => [row.route, row]));
  const after = new Set(now.map(({ route }) => route));
  const added = now.filter(({ route }) => !before.has(route));
  const places: Place[] = now.map((row) => {
    const was = before.get(row.route);
    return { where: row.route, findings: was === undefined ? newRoute(row) : compareRow(was, row) };
  });
  places.push(...compareCovers(lock, now));
  return {
    loosened: inDirection(places, "loosened"),
    tightened: inDirection(places, "tightened"),
    changed: inDirection(places, "changed"),
    added,
    removed: lock.filter(({ route }) => !after.has(route)),
  };
}

interface Place {
  readonly where: string;
  readonly findings: readonly Finding[];
}

function newRoute({ who, shadow }: PostureRow): readonly Finding[] {
  if (who.kind === "anyone") return [found("loosened", `new, and open to ${describeWho(who)}`)];
  return shadow.length > 0 ? [found("loosened", `new, and only watched: ${shadow.join(", ")}`)] : [];
}

function compareRow(was: PostureRow, now: PostureRow): readonly Finding[] {
  return [
    ...compareWho(was.who, now.who),
    ...compareLimits(was.limits, now.limits),
    ...compareInput(was.input, now.input),
    ...compareIdempotency(was, now),
    ...compareAnswers(was.answers, now.answers),
    ...compareShadow(was, now),
    ...(was.cover.name === now.cover.name ? [] : [found("changed", `cover ${was.cover.name} -> ${now.cover.name}`)]),
  ];
}

/** Each check that is no longer enforced loosens, whichever others are enforced again. */
function compareShadow({ shadow: was }: PostureRow, { shadow: now }: PostureRow): readonly Finding[] {
  return [
    ...now.filter((layer) => !was.includes(layer)).map((layer) => found("loosened", `${layer} is only watched`)),
    ...was.filter((layer) => !now.includes(layer)).map((layer) => found("tightened", `${layer} is enforced`)),
  ];
}

const IDEMPOTENCY = ["required", "honoured", "no"];

function compareIdempotency({ idempotent: was }: PostureRow, { idempotent: now }: PostureRow): readonly Finding[] {
  const direction = whereMoreIsLooser(IDEMPOTENCY.indexOf(was), IDEMPOTENCY.indexOf(now));
  return direction === undefined ? [] : [found(direction, `idempotency key: ${was} -> ${now}`)];
}

function compareCovers(lock: readonly PostureRow[], now: readonly PostureRow[]): readonly Place[] {
  const before = coversOf(lock);
  return [...coversOf(now).values()].flatMap((cover) => {
    const was = before.get(cover.name);
    return was === undefined ? [] : [{ where: `cover ${cover.name}`, findings: compareCover(was, cover) }];
  });
}

/** The covers that are in use, by name. */
export function coversOf(rows: readonly PostureRow[]): ReadonlyMap<string, PostureCover> {
  return new Map(rows.map(({ cover }) => [cover.name, cover]));
}

function inDirection(places: readonly Place[], direction: Direction): readonly PostureDifference[] {
  return places.flatMap(({ where, findings }) => {
    const changes = findings.filter((one) => one.direction === direction).map(({ text }) => text);
    return changes.length === 0 ? [] : [{ where, changes, text: `${where}: ${changes.join("; ")}` }];
  });
}
