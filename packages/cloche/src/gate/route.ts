/** A contract made enforceable: compiled once into a kit, applied per request. */
import { isPending, isRefusal, type Refusal } from "../kernel/index.js";
import { addLimitFields } from "../layers/rate-limit/index.js";
import {
  type Answered,
  type Answerer,
  answerer,
  isWhole,
  refusalAnswer,
  startHeaders,
  type Undeclared,
} from "./answer.js";
import { type Claims, claimsOf } from "./claims.js";
import type { Contract } from "./contract.js";
import { coverLists, namesLeftOver } from "./cover-lists.js";
import { type Covering, covering } from "./covering.js";
import { type Answer, type Decision, type EarlyAnswer, type KeptAnswer, newPassage, type Passage } from "./decision.js";
import type { Facts } from "./facts.js";
import { checkNonced, checkRoute } from "./gate-checks.js";
import type { GateParts } from "./parts.js";
import { type Halt, runSteps, type Step } from "./pipeline.js";
import { RefusedBy } from "./refused-by.js";
import { isSchema, type ProblemReply, type Reply } from "./returns.js";
import { chosenCover } from "./route-cover.js";
import { routeSteps } from "./route-steps.js";
import { clearing } from "./site-data.js";
import { releasedAfter, releaseSlots } from "./slot-steps.js";
import { type TakenOff, takenOff } from "./taken-off.js";
import { type Teller, tellerOf } from "./tell.js";
import { visitOf } from "./visit.js";

/** A neutral handler with its contract's types erased. */
export type AnyHandler = (visit: never) => unknown;

/** How a native handler's request ended. */
export type Ending = Pick<Answer, "status" | "outcome" | "reason">;

/** Why an admitted request could not be answered as promised. */
export type Failure = Undeclared | { readonly thrown: unknown };

/** What may leave with a status: filtered JSON, whatever the handler writes, or no body. */
export type Leaves = "json" | "problem" | "bytes" | "nothing";

/**
 * An enforceable contract. Adapters call `serve` for neutral handlers, and `admit` then `settle` for native ones. Each
 * answers at once where nothing has to be waited for, and never throws or rejects.
 */
export interface Route {
  readonly contract: Contract;
  /** Takes a request all the way: decides, runs the handler, makes the answer, tells the observer. */
  serve(facts: Facts, handler: AnyHandler): Answer | Promise<Answer>;
  /** Decides whether a request may pass to a native handler. A refusal is told to the observer. */
  admit(facts: Facts): Decision | Promise<Decision>;
  /** The headers a native handler's answer must carry, name and value in turn. */
  headers(passage: Passage): readonly string[];
  /** Passes a native handler's JSON through `returns`. */
  readonly filter: Answerer["filter"];
  /** Headers of the cover `api` that the route's own does without, for frameworks that lay that one on first. */
  readonly leftOver: readonly string[];
  /** Headers that its answers may not carry. */
  readonly takenOff: TakenOff;
  /** What a status is declared to carry. */
  leaves(status: number): Leaves | undefined;
  /** Ends a native handler's request: frees or keeps what was claimed, and tells the observer. */
  settle(passage: Passage, ending: Ending): void | Promise<void>;
  /** The answer for a native handler whose reply broke the contract or that threw. */
  fail(passage: Passage, failure: Failure): Answer;
  /** What a handler receives. */
  visit(passage: Passage): object;
}

/** Why an answer comes without work: its key or delivery was worked before. */
const REPEATED = "repeated";

// Of promises made in here `instanceof` is enough; `isPending`, which meets values of every shape, takes longer.

/** Everything a route needs per request. */
interface Kit {
  readonly steps: readonly Step[];
  readonly answers: Answerer;
  readonly claims: Claims | undefined;
  readonly tell: Teller;
  readonly name: string;
  readonly partner: string | undefined;
  readonly forget: ((key: string) => void | Promise<void>) | undefined;
  readonly coverOf: Covering;
  readonly countFailure: (passage: Passage, refusal: Refusal) => void;
}

/** Compiles a contract. */
export function routeOf(contract: Contract, parts: GateParts): Route {
  checkRoute(contract, parts.options);
  const lid = chosenCover(contract.cover, parts.lids, contract.name);
  const cover = coverLists(lid);
  const off = takenOff(contract, lid);
  checkNonced(contract, cover);
  const kit: Kit = {
    ...routeSteps(contract, parts, cover),
    answers: answerer(contract, off),
    claims: claimsOf(contract, parts.options),
    tell: tellerOf(contract.name, parts, contract.from),
    name: contract.name,
    partner: contract.from,
    forget: forgetting(parts),
    coverOf: covering(cover, parts),
  };
  return Object.freeze({
    contract,
    serve: (facts: Facts, handler: AnyHandler) => serve(kit, facts, handler),
    admit: (facts: Facts) => admit(kit, facts),
    headers: (passage: Passage) => [...startHeaders(passage, kit.coverOf(passage.facts)), ...clearing(contract)],
    filter: kit.answers.filter,
    leaves: (status: number) => leavesOf(contract, status),
    settle: (passage: Passage, ending: Ending) => settle(kit, passage, { ending }),
    fail: (passage: Passage, failure: Failure) => failed(kit, passage, failure),
    visit: visitOf,
    leftOver: namesLeftOver(parts.covers.api, cover),
    takenOff: off,
  });
}

function leavesOf({ returns }: Contract, status: number): Leaves | undefined {
  const declared = returns[status];
  if (declared === undefined) return undefined;
  if (isSchema(declared)) return "json";
  if (declared.kind === "problems") return "problem";
  return declared.kind === "nothing" ? "nothing" : "bytes";
}

function serve(kit: Kit, facts: Facts, handler: AnyHandler): Answer | Promise<Answer> {
  const decided = admit(kit, facts);
  return decided instanceof Promise
    ? decided.then((decision) => worked(kit, decision, handler))
    : worked(kit, decided, handler);
}

function worked(kit: Kit, { passage, answer }: Decision, handler: AnyHandler): Answer | Promise<Answer> {
  if (passage === undefined) return answer;
  const made = answerOf(kit, passage, handler);
  return made instanceof Promise ? made.then((ending) => ended(kit, passage, ending)) : ended(kit, passage, made);
}

function ended(kit: Kit, passage: Passage, made: Answer): Answer | Promise<Answer> {
  const ending = releasedAfter(passage, made);
  const kept = passage.idempotency && keptAnswer(ending, kit.coverOf(passage.facts).length);
  const settled = settle(kit, passage, { ending, kept });
  return settled instanceof Promise ? settled.then(() => ending) : ending;
}

function admit(kit: Kit, facts: Facts): Decision | Promise<Decision> {
  const passage = newPassage(facts, kit.name, kit.partner);
  try {
    const halt = runSteps(kit.steps, passage);
    return halt instanceof Promise ? admitLater(kit, passage, halt) : decide(kit, passage, halt);
  } catch (thrown) {
    return broken(kit, passage, thrown);
  }
}

function admitLater(kit: Kit, passage: Passage, halting: Promise<Halt | undefined>): Promise<Decision> {
  const threw = (thrown: unknown): Decision => broken(kit, passage, thrown);
  return halting.then((halt) => {
    try {
      return decide(kit, passage, halt);
    } catch (thrown) {
      return threw(thrown);
    }
  }, threw);
}

function decide(kit: Kit, passage: Passage, halt: Halt | undefined): Decision | Promise<Decision> {
  if (halt !== undefined) return isRefusal(halt) ? refused(kit, passage, halt) : early(kit, passage, halt);
  return kit.claims === undefined ? { passage } : claimed(kit, passage, kit.claims);
}

async function claimed(kit: Kit, passage: Passage, claims: Claims): Promise<Decision> {
  try {
    const found = await claims.claim(passage);
    if (found === undefined) return { passage };
    return isRefusal(found) ? refused(kit, passage, found) : early(kit, passage, { early: found, reason: REPEATED });
  } catch (thrown) {
    return broken(kit, passage, thrown);
  }
}

function broken(kit: Kit, passage: Passage, thrown: unknown): Decision {
  releaseSlots(passage);
  const answer = failed(kit, passage, { thrown });
  kit.tell.ended(passage, answer);
  return { answer };
}

function refused(kit: Kit, passage: Passage, refusal: Refusal): Decision {
  releaseSlots(passage);
  kit.countFailure(passage, refusal);
  const answer = refusalAnswer(passage, refusal, kit.coverOf(passage.facts));
  kit.tell.refusal(passage, refusal);
  kit.tell.ended(passage, answer);
  return { answer };
}

function early(kit: Kit, passage: Passage, { early: kept, reason }: EarlyAnswer): Decision {
  releaseSlots(passage);
  const headers = [...kit.coverOf(passage.facts), ...kept.headers];
  addLimitFields(headers, passage.verdicts);
  const answer: Answer = { ...kept, headers, outcome: "answered", reason };
  if (reason === REPEATED && passage.delivery !== undefined) kit.tell.duplicate(passage);
  kit.tell.ended(passage, answer);
  return { answer };
}

function answerOf(kit: Kit, passage: Passage, handler: AnyHandler): Answer | Promise<Answer> {
  try {
    const result = handler(visitOf(passage) as never) as Result | PromiseLike<Result>;
    const from = (settled: Result) => kit.answers.from(passage, settled, kit.coverOf(passage.facts));
    const answered = isPending(result) ? Promise.resolve(result).then(from) : from(result);
    return answered instanceof Promise ? answerLater(kit, passage, answered) : checked(kit, passage, answered);
  } catch (thrown) {
    return failed(kit, passage, { thrown });
  }
}

type Result = Reply | ProblemReply | Refusal;

async function answerLater(kit: Kit, passage: Passage, answering: Promise<Answered>): Promise<Answer> {
  try {
    return checked(kit, passage, await answering);
  } catch (thrown) {
    return failed(kit, passage, { thrown });
  }
}

function checked(kit: Kit, passage: Passage, answered: Answered): Answer {
  if ("undeclared" in answered) return failed(kit, passage, answered);
  answered.cover = kit.coverOf(passage.facts);
  if (answered.body === undefined || isWhole(answered.body)) return answered;
  return { ...answered, broke: (thrown) => kit.tell.failure(passage, thrown, "stream_broke") };
}

function failed(kit: Kit, passage: Passage, failure: Failure): Answer {
  if ("thrown" in failure && failure.thrown instanceof RefusedBy) return refusedBy(kit, passage, failure.thrown);
  const reason = "thrown" in failure ? "handler_threw" : `undeclared_${failure.undeclared}`;
  if ("thrown" in failure) kit.tell.failure(passage, failure.thrown);
  else kit.tell.undeclared(passage, failure);
  const refusal: Refusal = { refused: "internal_error", status: 500, reason, headers: [] };
  return refusalAnswer(passage, refusal, kit.coverOf(passage.facts));
}

function refusedBy(kit: Kit, passage: Passage, { refusal, cause }: RefusedBy): Answer {
  kit.tell.failure(passage, cause, refusal.reason);
  return refusalAnswer(passage, refusal, kit.coverOf(passage.facts));
}

/** The reason of a request whose client went away before it was answered. */
const CLIENT_GONE = "client_gone";

interface Settling {
  readonly ending: Ending;
  readonly kept?: KeptAnswer | undefined;
}

function settle(kit: Kit, passage: Passage, settling: Settling): void | Promise<void> {
  if (kit.claims === undefined) settled(kit, passage, settling.ending);
  else return settleClaims(kit, passage, settling);
}

async function settleClaims(kit: Kit, passage: Passage, { ending, kept }: Settling): Promise<void> {
  try {
    await kit.claims?.settle(passage, ending.status, kept);
  } catch (thrown) {
    // The work is done and its answer stands; what was claimed stays claimed until the store lets go of it.
    kit.tell.failure(passage, thrown, "claim_unsettled");
  }
  settled(kit, passage, ending);
}

function settled(kit: Kit, passage: Passage, ending: Ending): void {
  // Its handler may work on, and is counted until the lease is over.
  if (ending.reason === CLIENT_GONE && ending.outcome !== "refused") passage.held?.abandon();
  else releaseSlots(passage);
  if (ending.status < 400 && passage.forgettable.length > 0) forgetCounters(kit, passage);
  kit.tell.ended(passage, ending);
}

/** A success clears the counters that hold failed attempts; a store that is away keeps them, which is the strict side. */
function forgetCounters(kit: Kit, passage: Passage): void {
  for (const key of passage.forgettable) {
    Promise.resolve(kit.forget?.(key)).catch((thrown: unknown) =>
      kit.tell.failure(passage, thrown, "limit_not_forgotten"),
    );
  }
}

function forgetting({ options }: GateParts): Kit["forget"] {
  const store = options.limits?.store;
  return store?.forget === undefined ? undefined : (key) => store.forget?.(key);
}

/** Counted anew for each request, or a secret that must not lie in a store. */
const NOT_KEPT: ReadonlySet<string> = new Set(["ratelimit", "ratelimit-policy", "set-cookie", "dpop-nonce"]);

/** A stream cannot be kept; a repeated request hears its status alone. */
function keptAnswer({ status, headers, body }: Answer, coverLength: number): KeptAnswer {
  const kept: string[] = [];
  for (let index = coverLength; index < headers.length; index += 2) {
    const name = headers[index] ?? "";
    if (!NOT_KEPT.has(name)) kept.push(name, headers[index + 1] ?? "");
  }
  return { status, headers: kept, body: isWhole(body) ? body : undefined };
}
