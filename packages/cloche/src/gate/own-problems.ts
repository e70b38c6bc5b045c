/** The application's own problems, made from what a contract declares; nothing else a handler holds leaves with them. */
import { type AnswerFilter, answerFilter } from "../layers/validation/index.js";
import { problemType } from "./problem.js";
import type { ProblemReply, ProblemsReturn } from "./returns.js";

/** An answer that broke the contract; the caller sees a bare 500. */
export interface Undeclared {
  readonly undeclared: "status" | "headers" | "body" | "problem" | "shape";
  /** The paths that do not fit; never the values. */
  readonly paths: readonly string[];
}

/** A problem's body, or why there is none. */
export type Made = { readonly value: Readonly<Record<string, unknown>> } | Undeclared;
type Making = Made | Promise<Made>;

/** Makes the declared problems of one status. */
export interface OwnProblems {
  /** From what a neutral handler gave. */
  readonly made: (reply: ProblemReply, requestId: string) => Making;
  /** From the JSON that a native handler sent: its code and its declared members. */
  readonly heard: (status: number, value: unknown, requestId: string) => Making;
}

/** Compiles the filters of the members. */
export function ownProblems({ problems: titles, members }: ProblemsReturn): OwnProblems {
  const filters = new Map<string, AnswerFilter<unknown>>();
  for (const [code, schema] of Object.entries(members)) filters.set(code, answerFilter(schema));
  const titled = (code: unknown): code is string => typeof code === "string" && Object.hasOwn(titles, code);
  const filtered = (code: string, given: unknown, own: Readonly<Record<string, unknown>>): Making => {
    const filter = filters.get(code);
    if (filter === undefined) return given === undefined ? { value: own } : UNDECLARED_MEMBERS;
    const outcome = filter(given);
    return outcome instanceof Promise ? outcome.then((one) => joined(one, own)) : joined(outcome, own);
  };
  return {
    made({ status, problem: code, detail, members: given }, requestId) {
      if (!titled(code)) return { undeclared: "problem", paths: [] };
      return filtered(code, given, { type: problemType(code), title: titles[code], status, code, detail, requestId });
    },
    heard(status, value, requestId) {
      const { code, ...rest } = (value ?? {}) as Readonly<Record<string, unknown>>;
      if (!titled(code)) return { undeclared: "status", paths: [] };
      const own = { type: problemType(code), title: titles[code], status, code, requestId };
      return filtered(code, filters.has(code) ? without(rest) : undefined, own);
    },
  };
}

const UNDECLARED_MEMBERS: Undeclared = Object.freeze({ undeclared: "body", paths: [] });

/** The problem's own members are never another's to give. */
function joined(outcome: Awaited<ReturnType<AnswerFilter<unknown>>>, own: Readonly<Record<string, unknown>>): Made {
  if ("fault" in outcome) return { undeclared: "shape", paths: outcome.fault };
  return { value: { ...(outcome.value as object), ...own } };
}

function without({ type: _type, title: _title, status: _status, detail: _detail, requestId: _id, ...rest }: Given) {
  return rest;
}

type Given = Readonly<Record<string, unknown>>;
