/** Step 9: makes the answer. What the contract does not declare never leaves. */
import { type HeaderPair, isRefusal, type Refusal, type Schema } from "../kernel/index.js";
import { type AnswerFilter, answerFilter } from "../layers/validation/index.js";
import type { Contract } from "./contract.js";
import type { Answer, Passage } from "./decision.js";
import { limitFields } from "./limits.js";
import { ownProblem, PROBLEM_TYPE, problemType, refusalProblem } from "./problem.js";
import { isSchema, type ProblemReply, type Reply, type ReplyHeaders, type Return } from "./returns.js";

const JSON_TYPE = "application/json; charset=utf-8";
const NO_STORE = ["cache-control", "no-store"] as const;

/** An answer that broke the contract; the caller sees a bare 500. */
export interface Undeclared {
  readonly undeclared: "status" | "body" | "problem" | "shape";
  /** The paths that do not fit; never the values. */
  readonly paths: readonly string[];
}

/** Makes answers for one route. */
export interface Answerer {
  /** From what a handler gave back. */
  from(
    passage: Passage,
    result: Reply | ProblemReply | Refusal,
    cover: readonly string[],
  ): Answered | Promise<Answered>;
  /** Passes a native handler's JSON through the contract. */
  readonly filter: (
    status: number,
    value: unknown,
  ) => { readonly value: unknown } | Undeclared | Promise<{ readonly value: unknown } | Undeclared>;
}
export type Answered = Answer | Undeclared;

/** Compiles the filters of a contract's `returns`. */
export function answerer(contract: Contract): Answerer {
  const filters = new Map<number, AnswerFilter<unknown>>();
  for (const [status, declared] of Object.entries(contract.returns)) {
    if (isSchema(declared)) filters.set(Number(status), answerFilter(declared as Schema));
  }
  const filter: Answerer["filter"] = (status, value) => {
    const compiled = filters.get(status);
    if (compiled === undefined) return ownProblemOnly(contract.returns[status], value);
    const outcome = compiled(value);
    return outcome instanceof Promise ? outcome.then(settled) : settled(outcome);
  };
  return {
    filter,
    from(passage, result, cover) {
      if (isRefusal(result)) return refusalAnswer(passage, result, cover);
      const declared = contract.returns[result.status];
      if (declared === undefined) return { undeclared: "status", paths: [] };
      const headers = startHeaders(passage, cover, result.headers);
      if ("problem" in result) return problemAnswer(passage, { result, declared, headers });
      if (!isSchema(declared)) return plainAnswer(result, declared, headers);
      const outcome = filter(result.status, result.body);
      const finish = (filtered: { readonly value: unknown } | Undeclared): Answered =>
        "undeclared" in filtered ? filtered : jsonAnswer(result.status, filtered.value, headers);
      return outcome instanceof Promise ? outcome.then(finish) : finish(outcome);
    },
  };
}

/** The answer for a refusal: cover, challenge or retry headers, limit fields, and the problem. */
export function refusalAnswer(
  { facts, verdicts }: Pick<Passage, "facts" | "verdicts">,
  refusal: Refusal,
  cover: readonly string[],
): Answer {
  const headers = [...cover, ...NO_STORE, "content-type", PROBLEM_TYPE];
  pushPairs(headers, refusal.headers);
  if (refusal.refused !== "rate_limited") pushPairs(headers, limitFields(verdicts));
  return {
    status: refusal.status,
    headers,
    body: refusalProblem(refusal, facts.requestId),
    outcome: refusal.status >= 500 ? "failed" : "refused",
    reason: refusal.reason,
  };
}

/** The headers every answer to an admitted request carries. */
export function startHeaders(passage: Passage, cover: readonly string[], own: ReplyHeaders | undefined): string[] {
  const headers = [...cover];
  pushPairs(headers, limitFields(passage.verdicts));
  // RFC 9111: what was made for one caller must not be kept for another.
  if (passage.caller !== undefined) headers.push(...NO_STORE);
  for (const [name, value] of Object.entries(own ?? {})) {
    if (name === "cache-control" && passage.caller !== undefined) continue;
    for (const one of typeof value === "string" ? [value] : value) headers.push(name, one);
  }
  return headers;
}

/** A native handler's own problem: its declared code under the declared title, and nothing else it may hold. */
function ownProblemOnly(declared: Return | undefined, value: unknown): { readonly value: unknown } | Undeclared {
  const titles: Readonly<Record<string, string>> =
    declared !== undefined && "problems" in declared ? declared.problems : {};
  const code = (value as { readonly code?: unknown } | null)?.code;
  if (typeof code !== "string" || !Object.hasOwn(titles, code)) return { undeclared: "status", paths: [] };
  return { value: { type: problemType(code), title: titles[code], code } };
}

function settled(
  outcome: { readonly value: unknown } | { readonly fault: readonly string[] },
): { readonly value: unknown } | Undeclared {
  return "fault" in outcome ? { undeclared: "shape", paths: outcome.fault } : outcome;
}

function jsonAnswer(status: number, value: unknown, headers: string[]): Answer {
  headers.push("content-type", JSON_TYPE);
  return { status, headers, body: JSON.stringify(value), outcome: "answered" };
}

interface ProblemParts {
  readonly result: ProblemReply;
  readonly declared: Return;
  readonly headers: string[];
}

function problemAnswer({ facts }: Passage, { result, declared, headers }: ProblemParts): Answered {
  const titles: Readonly<Record<string, string>> = "problems" in declared ? declared.problems : {};
  const title = Object.hasOwn(titles, result.problem) ? titles[result.problem] : undefined;
  if (title === undefined) return { undeclared: "problem", paths: [] };
  headers.push(...NO_STORE, "content-type", PROBLEM_TYPE);
  const { status, problem: code, detail } = result;
  const body = ownProblem({ title, status, code, detail, requestId: facts.requestId });
  return { status, headers, body, outcome: "refused", reason: code };
}

function plainAnswer({ status, body }: Reply, declared: Exclude<Return, Schema>, headers: string[]): Answered {
  if (declared.kind === "nothing") return { status, headers, body: undefined, outcome: "answered" };
  if (declared.kind === "problems") return { undeclared: "body", paths: [] };
  const own = headers.lastIndexOf("content-type");
  if (declared.kind === "bytes" && own !== -1) {
    return declared.mediaTypes.includes(headers[own + 1] ?? "")
      ? { status, headers, body: body as Answer["body"], outcome: "answered" }
      : { undeclared: "body", paths: [] };
  }
  headers.push("content-type", declared.kind === "bytes" ? (declared.mediaTypes[0] ?? "") : declared.mediaType);
  if (declared.kind === "stream") headers.push("cache-control", "no-store, no-transform", "x-accel-buffering", "no");
  return { status, headers, body: body as Answer["body"], outcome: "answered" };
}

function pushPairs(headers: string[], pairs: readonly HeaderPair[]): void {
  for (const [name, value] of pairs) headers.push(name, value);
}
