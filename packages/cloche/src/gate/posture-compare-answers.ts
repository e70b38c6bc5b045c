/** What changed about what a route lets out, and about the headers over it. */
import type { PostureAnswer, PostureCover, PostureRow } from "./posture.js";
import { canonical } from "./posture-canonical.js";
import { type Finding, found, whereWiderIsLooser } from "./posture-finding.js";

type Answers = PostureRow["answers"];

/** Compares the answers by status. */
export function compareAnswers(was: Answers, now: Answers): readonly Finding[] {
  const statuses = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return statuses.flatMap((status) => {
    const [before, after] = [was[status], now[status]];
    if (before === undefined) return [found("changed", `answers ${status} too`)];
    if (after === undefined) return [found("changed", `no longer answers ${status}`)];
    return compareAnswer(status, before, after);
  });
}

function compareAnswer(status: string, was: PostureAnswer, now: PostureAnswer): readonly Finding[] {
  if (was.kind === "json" && now.kind === "json") return compareFields(`answer ${status}`, was.fields, now.fields);
  if (canonical(was) === canonical(now)) return [];
  if (was.kind === "problems" && now.kind === "problems" && canonical(was.codes) === canonical(now.codes)) {
    return compareFields(`problem ${status}`, was.members ?? {}, now.members ?? {});
  }
  const [before, after] = [mediaTypes(was), mediaTypes(now)];
  if (was.kind !== now.kind || before === undefined || after === undefined) {
    return [found("changed", `answer ${status}: ${describeAnswer(was)} -> ${describeAnswer(now)}`)];
  }
  const direction = whereWiderIsLooser(before, after) ?? "changed";
  return [found(direction, `answer ${status}: ${describeAnswer(was)} -> ${describeAnswer(now)}`)];
}

type Types = Readonly<Record<string, string>>;

function compareFields(where: string, was: Types, now: Types): readonly Finding[] {
  const names = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return names.flatMap((name): readonly Finding[] => {
    const [before, after] = [was[name], now[name]];
    const what = `${where} ${name}`.trim();
    if (before === after) return [];
    if (before === undefined) return [found("loosened", `${what} leaves too`)];
    if (after === undefined) return [found("tightened", `${what} leaves no more`)];
    return [found(after === "any" ? "loosened" : "changed", `${what}: ${before} -> ${after}`)];
  });
}

function mediaTypes(answer: PostureAnswer): readonly string[] | undefined {
  return "mediaTypes" in answer ? answer.mediaTypes : undefined;
}

/** An answer in words. */
export function describeAnswer(answer: PostureAnswer): string {
  switch (answer.kind) {
    case "json":
      return "JSON";
    case "problems":
      return `problem ${answer.codes.join(" or ")}`;
    case "bytes":
      return answer.mediaTypes.join(" or ");
    case "stream":
      return `a stream of ${answer.mediaTypes.join(" or ")}`;
    case "nothing":
      return "nothing";
  }
}

/** Compares the headers of one cover, and who may call from other origins. */
export function compareCover(was: PostureCover, now: PostureCover): readonly Finding[] {
  const names = [...new Set([...Object.keys(was.headers), ...Object.keys(now.headers)])].sort();
  const headers = names.flatMap((name): readonly Finding[] => {
    const [before, after] = [was.headers[name], now.headers[name]];
    if (before === after) return [];
    if (after === undefined) return [found("loosened", `${name} is gone`)];
    if (before === undefined) return [found("tightened", `${name} is new`)];
    return [found("changed", `${name}: ${before} -> ${after}`)];
  });
  return [...headers, ...compareCors(was.cors, now.cors)];
}

function compareCors(was: string | undefined, now: string | undefined): readonly Finding[] {
  if (was === now) return [];
  if (was === undefined) return [found("loosened", `no other origin -> CORS: ${now}`)];
  return [now === undefined ? found("tightened", "CORS is gone") : found("changed", `CORS: ${was} -> ${now}`)];
}
