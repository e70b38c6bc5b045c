/** A contract made enforceable: compiled once into a kit, applied per request. */
import { isRefusal, type Refusal } from "../kernel/index.js";
import { type Answerer, answerer, refusalAnswer, startHeaders, type Undeclared } from "./answer.js";
import { type Claims, claimsOf } from "./claims.js";
import type { Contract } from "./contract.js";
import { type Covering, covering } from "./covering.js";
import { type Answer, type Decision, newPassage, type Passage } from "./decision.js";
import type { Facts } from "./facts.js";
import { checkRoute } from "./gate-checks.js";
import type { KeptAnswer } from "./idempotency.js";
import type { GateParts } from "./parts.js";
import { runSteps, type Step } from "./pipeline.js";
import { isSchema, type ProblemReply, type Reply, type ReplyHeaders } from "./returns.js";
import { routeSteps } from "./route-steps.js";
import { type Teller, tellerOf } from "./tell.js";
import { visitOf } from "./visit.js";

/** A neutral handler with its contract's types erased. */
export type AnyHandler = (visit: never) => unknown;

/** How a native handler's request ended. */
export type Ending = Pick<Answer, "status" | "outcome" | "reason">;

/** Why an admitted request could not be answered as promised. */
export type Failure = Undeclared | { readonly thrown: unknown };

/** An enforceable contract. Adapters call `serve` for neutral handlers, and `admit` then `settle` for native ones. */
export interface Route {
  readonly contract: Contract;
  /** Takes a request all the way: decides, runs the handler, makes the answer, tells the observer. */
  serve(facts: Facts, handler: AnyHandler): Promise<Answer>;
  /** Decides whether a request may pass to a native handler. A refusal is told to the observer. */
  admit(facts: Facts): Promise<Decision>;
  /** The headers a native handler's answer must carry, name and value in turn. */
  headers(passage: Passage, own?: ReplyHeaders): readonly string[];
  /** Passes a native handler's JSON through `returns`. */
  readonly filter: Answerer["filter"];
  /** Whether a status is declared with a schema, so that only JSON may leave with it. */
  declaresJson(status: number): boolean;
  /** Ends a native handler's request: frees or keeps what was claimed, and tells the observer. */
  settle(passage: Passage, ending: Ending): Promise<void>;
  /** The answer for a native handler whose reply broke the contract or that threw. */
  fail(passage: Passage, failure: Failure): Answer;
  /** What a handler receives. */
  visit(passage: Passage): object;
}

/** Everything a route needs per request. */
interface Kit {
  readonly steps: readonly Step[];
  readonly answers: Answerer;
  readonly claims: Claims;
  readonly tell: Teller;
  readonly name: string;
  readonly coverOf: Covering;
  readonly countFailure: (passage: Passage, refusal: Refusal) => void;
}

/** Compiles a contract. */
export function routeOf(contract: Contract, parts: GateParts): Route {
  checkRoute(contract, parts.options, Object.keys(parts.covers));
  const kit: Kit = {
    ...routeSteps(contract, parts),
    answers: answerer(contract),
    claims: claimsOf(contract, parts.options),
    tell: tellerOf(contract.name, parts),
    name: contract.name,
    coverOf: covering(contract.cover ?? "api", parts),
  };
  return Object.freeze({
    contract,
    serve: (facts: Facts, handler: AnyHandler) => serve(kit, facts, handler),
    admit: (facts: Facts) => admit(kit, facts),
    headers: (passage: Passage, own?: ReplyHeaders) => startHeaders(passage, kit.coverOf(passage.facts), own),
    filter: kit.answers.filter,
    declaresJson: (status: number) => {
      const declared = contract.returns[status];
      return declared !== undefined && isSchema(declared);
    },
    settle: (passage: Passage, ending: Ending) => settle(kit, passage, { ending }),
    fail: (passage: Passage, failure: Failure) => failed(kit, passage, failure),
    visit: visitOf,
  });
}

async function serve(kit: Kit, facts: Facts, handler: AnyHandler): Promise<Answer> {
  const { passage, answer: early } = await admit(kit, facts);
  if (passage === undefined) return early;
  const ending = await answerOf(kit, passage, handler);
  await settle(kit, passage, { ending, kept: keptAnswer(ending, kit.coverOf(facts).length) });
  return ending;
}

async function admit(kit: Kit, facts: Facts): Promise<Decision> {
  const passage = newPassage(facts, kit.name);
  try {
    const refusal = await runSteps(kit.steps, passage);
    if (refusal !== undefined) return refused(kit, passage, refusal);
    const claimed = await kit.claims.claim(passage);
    if (claimed === undefined) return { passage };
    return isRefusal(claimed) ? refused(kit, passage, claimed) : repeated(kit, passage, claimed);
  } catch (thrown) {
    const answer = failed(kit, passage, { thrown });
    kit.tell.ended(passage, answer);
    return { answer };
  }
}

function refused(kit: Kit, passage: Passage, refusal: Refusal): Decision {
  kit.countFailure(passage, refusal);
  const answer = refusalAnswer(passage, refusal, kit.coverOf(passage.facts));
  kit.tell.refusal(passage, refusal);
  kit.tell.ended(passage, answer);
  return { answer };
}

function repeated(kit: Kit, passage: Passage, kept: KeptAnswer): Decision {
  const headers = [...kit.coverOf(passage.facts), ...kept.headers];
  const answer: Answer = { ...kept, headers, outcome: "answered", reason: "repeated" };
  kit.tell.ended(passage, answer);
  return { answer };
}

async function answerOf(kit: Kit, passage: Passage, handler: AnyHandler): Promise<Answer> {
  try {
    const result = (await handler(visitOf(passage) as never)) as Reply | ProblemReply | Refusal;
    const answered = await kit.answers.from(passage, result, kit.coverOf(passage.facts));
    return "undeclared" in answered ? failed(kit, passage, answered) : answered;
  } catch (thrown) {
    return failed(kit, passage, { thrown });
  }
}

function failed(kit: Kit, passage: Passage, failure: Failure): Answer {
  const reason = "thrown" in failure ? "handler_threw" : `undeclared_${failure.undeclared}`;
  if ("thrown" in failure) kit.tell.failure(passage, failure.thrown);
  else kit.tell.undeclared(passage, failure);
  const refusal: Refusal = { refused: "internal_error", status: 500, reason, headers: [] };
  return refusalAnswer(passage, refusal, kit.coverOf(passage.facts));
}

interface Settling {
  readonly ending: Ending;
  readonly kept?: KeptAnswer;
}

async function settle(kit: Kit, passage: Passage, { ending, kept }: Settling): Promise<void> {
  await kit.claims.settle(passage, ending.status, kept);
  kit.tell.ended(passage, ending);
}

/** A stream cannot be kept; a repeated request hears its status alone. */
function keptAnswer({ status, headers, body }: Answer, coverLength: number): KeptAnswer {
  const whole = typeof body === "string" || body instanceof Uint8Array;
  return { status, headers: headers.slice(coverLength), body: whole ? body : undefined };
}
