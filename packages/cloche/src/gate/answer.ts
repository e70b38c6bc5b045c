/** Step 9: makes the answer. What the contract does not declare never leaves. */
import { type HeaderPair, isRefusal, type Refusal, type Schema } from "../kernel/index.js";
import { addLimitFields } from "../layers/rate-limit/index.js";
import { type AnswerFilter, answerFilter } from "../layers/validation/index.js";
import type { Contract } from "./contract.js";
import type { Answer, Passage } from "./decision.js";
import { ownContentType, pushOwnHeaders } from "./own-headers.js";
import { type Made, type OwnProblems, ownProblems, type Undeclared } from "./own-problems.js";
import { PROBLEM_TYPE, refusalProblem } from "./problem.js";
import { isSchema, type ProblemReply, type Reply, type Return } from "./returns.js";
import { clearing } from "./site-data.js";
import type { TakenOff } from "./taken-off.js";

const JSON_TYPE = "application/json; charset=utf-8";
const NO_STORE = ["cache-control", "no-store"] as const;

export type { Undeclared };

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
    passage: Passage,
    status: number,
    value: unknown,
  ) => { readonly value: unknown } | Undeclared | Promise<{ readonly value: unknown } | Undeclared>;
}
export type Answered = Answer | Undeclared;

/** Compiles the filters of a contract's `returns`. */
export function answerer(contract: Contract, takenOff: TakenOff): Answerer {
  const filters = new Map<number, AnswerFilter<unknown>>();
  const own = new Map<number, OwnProblems>();
  for (const [status, declared] of Object.entries(contract.returns)) {
    if (isSchema(declared)) filters.set(Number(status), answerFilter(declared as Schema));
    else if (declared.kind === "problems") own.set(Number(status), ownProblems(declared));
  }
  const cleared = clearing(contract);
  const filter: Answerer["filter"] = (passage, status, value) => {
    const compiled = filters.get(status);
    if (compiled === undefined) return own.get(status)?.heard(status, value, passage.facts.requestId) ?? NO_SUCH_STATUS;
    const outcome = compiled(value);
    return outcome instanceof Promise ? outcome.then(settled) : settled(outcome);
  };
  return {
    filter,
    from(passage, result, cover) {
      if (isRefusal(result)) return refusalAnswer(passage, result, cover);
      const declared = contract.returns[result.status];
      if (declared === undefined) return { undeclared: "status", paths: [] };
      const headers = startHeaders(passage, cover, cacheControl(passage, result, declared));
      if (result.status < 400) headers.push(...cleared);
      if (!pushOwnHeaders(headers, result.headers, takenOff(result.status)))
        return { undeclared: "headers", paths: [] };
      if ("problem" in result) return problemAnswer(passage, { own: own.get(result.status), result, headers });
      if (!isSchema(declared)) return plainAnswer(result, declared, headers);
      const outcome = filter(passage, result.status, result.body);
      return outcome instanceof Promise
        ? outcome.then((waited) => jsonAnswer(result.status, waited, headers))
        : jsonAnswer(result.status, outcome, headers);
    },
  };
}

/** The answer for a refusal: cover, challenge or retry headers, limit fields, and the problem. */
export function refusalAnswer(
  { facts, verdicts, callerHeaders }: Pick<Passage, "facts" | "verdicts" | "callerHeaders">,
  refusal: Refusal,
  cover: readonly string[],
): Answer {
  const headers = [...cover, ...NO_STORE, "content-type", PROBLEM_TYPE];
  pushPairs(headers, refusal.headers);
  if (callerHeaders !== undefined) pushPairs(headers, callerHeaders);
  if (refusal.refused !== "rate_limited") addLimitFields(headers, verdicts);
  return {
    status: refusal.status,
    headers,
    cover,
    body: refusalProblem(refusal, facts.requestId),
    outcome: refusal.status >= 500 ? "failed" : "refused",
    reason: refusal.reason,
  };
}

/** The headers every answer to an admitted request carries. */
export function startHeaders(passage: Passage, cover: readonly string[], caching = callerCaching(passage)): string[] {
  const headers = cover.slice();
  addLimitFields(headers, passage.verdicts);
  if (passage.callerHeaders !== undefined) pushPairs(headers, passage.callerHeaders);
  if (caching !== undefined) headers.push("cache-control", caching);
  return headers;
}

/** RFC 9111: what was made for one caller must not be kept for another; nor a page for whom its nonce would be old (CSP3). */
function callerCaching({ caller, nonce }: Passage): string | undefined {
  return caller === undefined && nonce === undefined ? undefined : "no-store";
}

function cacheControl(passage: Passage, result: Reply | ProblemReply, declared: Return): string | undefined {
  if ("problem" in result) return "no-store";
  return "kind" in declared && declared.kind === "stream" ? "no-store, no-transform" : callerCaching(passage);
}

const NO_SUCH_STATUS: Undeclared = Object.freeze({ undeclared: "status", paths: [] });

function settled(
  outcome: { readonly value: unknown } | { readonly fault: readonly string[] },
): { readonly value: unknown } | Undeclared {
  return "fault" in outcome ? { undeclared: "shape", paths: outcome.fault } : outcome;
}

function jsonAnswer(status: number, filtered: { readonly value: unknown } | Undeclared, headers: string[]): Answered {
  if ("undeclared" in filtered) return filtered;
  headers.push("content-type", JSON_TYPE);
  return { status, headers, body: JSON.stringify(filtered.value), outcome: "answered" };
}

interface ProblemParts {
  readonly own: OwnProblems | undefined;
  readonly result: ProblemReply;
  readonly headers: string[];
}

function problemAnswer({ facts }: Passage, { own, result, headers }: ProblemParts): Answered | Promise<Answered> {
  const { status, problem: code } = result;
  const answer = (made: Made): Answered => {
    if ("undeclared" in made) return made;
    headers.push("content-type", PROBLEM_TYPE);
    return { status, headers, body: JSON.stringify(made.value), outcome: "refused", reason: code };
  };
  const made = own?.made(result, facts.requestId) ?? NO_SUCH_PROBLEM;
  return made instanceof Promise ? made.then(answer) : answer(made);
}

const NO_SUCH_PROBLEM: Undeclared = Object.freeze({ undeclared: "problem", paths: [] });

function plainAnswer(
  { status, body, headers: own }: Reply,
  declared: Exclude<Return, Schema>,
  headers: string[],
): Answered {
  switch (declared.kind) {
    case "nothing":
      return { status, headers, body: undefined, outcome: "answered" };
    case "bytes": {
      const type = ownContentType(own) ?? declared.mediaTypes[0] ?? "";
      if (!isWhole(body) || !declared.mediaTypes.includes(type)) return UNDECLARED_BODY;
      return { status, headers: [...headers, "content-type", type], body, outcome: "answered" };
    }
    case "stream":
      if (!isStream(body)) return UNDECLARED_BODY;
      headers.push("content-type", declared.mediaType, "x-accel-buffering", "no");
      return { status, headers, body, outcome: "answered" };
    case "problems":
      return UNDECLARED_BODY;
  }
}

const UNDECLARED_BODY: Undeclared = Object.freeze({ undeclared: "body", paths: [] });

/** Whether a body is there as a whole. */
export function isWhole(body: unknown): body is string | Uint8Array {
  return typeof body === "string" || body instanceof Uint8Array;
}

function isStream(body: unknown): body is AsyncIterable<string | Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

function pushPairs(headers: string[], pairs: readonly HeaderPair[]): void {
  for (const [name, value] of pairs) headers.push(name, value);
}
