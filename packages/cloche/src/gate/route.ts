/** A contract made enforceable: compiled once into a kit, applied per request. */
import { isRefusal, type Refusal } from "../kernel/index.js";
import { type Answerer, answerer, isWhole, refusalAnswer, startHeaders, type Undeclared } from "./answer.js";
import { type Claims, claimsOf } from "./claims.js";
import type { Contract } from "./contract.js";
import { coverLists, namesLeftOver } from "./cover-lists.js";
import { type Covering, covering } from "./covering.js";
import { type Answer, type Decision, type EarlyAnswer, type KeptAnswer, newPassage, type Passage } from "./decision.js";
import type { Facts } from "./facts.js";
import { checkNonced, checkRoute } from "./gate-checks.js";
import { limitFields } from "./limit-steps.js";
import type { GateParts } from "./parts.js";
import { runSteps, type Step } from "./pipeline.js";
import { isSchema, type ProblemReply, type Reply } from "./returns.js";
import { chosenCover } from "./route-cover.js";
import { routeSteps } from "./route-steps.js";
import { clearing } from "./site-data.js";
import { releasedAfter, releaseSlots } from "./slot-steps.js";
import { type Teller, tellerOf } from "./tell.js";
import { visitOf } from "./visit.js";

/** A neutral handler with its contract's types erased. */
export type AnyHandler = (visit: never) => unknown;

/** How a native handler's request ended. */
export type Ending = Pick<Answer, "status" | "outcome" | "reason">;

/** Why an admitted request could not be answered as promised. */
export type Failure = Undeclared | { readonly thrown: unknown };

/** What may leave with a status: filtered JSON, whatever the handler writes, or no body. */
export type Leaves = "json" | "bytes" | "nothing";

/** An enforceable contract. Adapters call `serve` for neutral handlers, and `admit` then `settle` for native ones. */
export interface Route {
  readonly contract: Contract;
  /** Takes a request all the way: decides, runs the handler, makes the answer, tells the observer. */
  serve(facts: Facts, handler: AnyHandler): Promise<Answer>;
  /** Decides whether a request may pass to a native handler. A refusal is told to the observer. */
  admit(facts: Facts): Promise<Decision>;
  /** The headers a native handler's answer must carry, name and value in turn. */
  headers(passage: Passage): readonly string[];
  /** Passes a native handler's JSON through `returns`. */
  readonly filter: Answerer["filter"];
  /** Headers of the cover `api` that the route's own does without, for frameworks that lay that one on first. */
  readonly leftOver: readonly string[];
  /** What a status is declared to carry. */
  leaves(status: number): Leaves | undefined;
  /** Ends a native handler's request: frees or keeps what was claimed, and tells the observer. */
  settle(passage: Passage, ending: Ending): Promise<void>;
  /** The answer for a native handler whose reply broke the contract or that threw. */
  fail(passage: Passage, failure: Failure): Answer;
  /** What a handler receives. */
  visit(passage: Passage): object;
}

/** Why an answer comes without work: its key or delivery was worked before. */
const REPEATED = "repeated";

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
  const cover = coverLists(chosenCover(contract.cover, parts.lids, contract.name));
  checkNonced(contract, cover);
  const kit: Kit = {
    ...routeSteps(contract, parts, cover),
    answers: answerer(contract),
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
  });
}

function leavesOf({ returns }: Contract, status: number): Leaves | undefined {
  const declared = returns[status];
  if (declared === undefined) return undefined;
  if (isSchema(declared) || declared.kind === "problems") return "json";
  return declared.kind === "nothing" ? "nothing" : "bytes";
}

async function serve(kit: Kit, facts: Facts, handler: AnyHandler): Promise<Answer> {
  const { passage, answer: known } = await admit(kit, facts);
  if (passage === undefined) return known;
  const ending = releasedAfter(passage, await answerOf(kit, passage, handler));
  await settle(kit, passage, { ending, kept: passage.idempotency && keptAnswer(ending, kit.coverOf(facts).length) });
  return ending;
}

async function admit(kit: Kit, facts: Facts): Promise<Decision> {
  const passage = newPassage(facts, kit.name, kit.partner);
  try {
    const halt = await runSteps(kit.steps, passage);
    if (halt !== undefined) return isRefusal(halt) ? refused(kit, passage, halt) : early(kit, passage, halt);
    const claimed = await kit.claims?.claim(passage);
    if (claimed === undefined) return { passage };
    return isRefusal(claimed)
      ? refused(kit, passage, claimed)
      : early(kit, passage, { early: claimed, reason: REPEATED });
  } catch (thrown) {
    releaseSlots(passage);
    const answer = failed(kit, passage, { thrown });
    kit.tell.ended(passage, answer);
    return { answer };
  }
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
  const headers = [...kit.coverOf(passage.facts), ...kept.headers, ...limitFields(passage.verdicts).flat()];
  const answer: Answer = { ...kept, headers, outcome: "answered", reason };
  if (reason === REPEATED && passage.delivery !== undefined) kit.tell.duplicate(passage);
  kit.tell.ended(passage, answer);
  return { answer };
}

async function answerOf(kit: Kit, passage: Passage, handler: AnyHandler): Promise<Answer> {
  try {
    const result = (await handler(visitOf(passage) as never)) as Reply | ProblemReply | Refusal;
    const answered = await kit.answers.from(passage, result, kit.coverOf(passage.facts));
    if ("undeclared" in answered) return failed(kit, passage, answered);
    if (answered.body === undefined || isWhole(answered.body)) return answered;
    return { ...answered, broke: (thrown) => kit.tell.failure(passage, thrown, "stream_broke") };
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

/** The reason of a request whose client went away before it was answered. */
const CLIENT_GONE = "client_gone";

interface Settling {
  readonly ending: Ending;
  readonly kept?: KeptAnswer | undefined;
}

async function settle(kit: Kit, passage: Passage, { ending, kept }: Settling): Promise<void> {
  try {
    await kit.claims?.settle(passage, ending.status, kept);
  } catch (thrown) {
    // The work is done and its answer stands; what was claimed stays claimed until the store lets go of it.
    kit.tell.failure(passage, thrown, "claim_unsettled");
  }
  // Its handler may work on, and is counted until the lease is over.
  if (ending.reason === CLIENT_GONE && ending.outcome !== "refused") passage.held?.abandon();
  else releaseSlots(passage);
  if (ending.status < 400) forgetCounters(kit, passage);
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
