/** Answers what no route matched: a CORS preflight, a method the path does not answer, or nothing at all. */
import { isRefusal, type Refusal, type RefusalCode, refuse, table } from "../kernel/index.js";
import { refusalAnswer } from "./answer.js";
import type { Contract } from "./contract.js";
import { covering, flat } from "./covering.js";
import { type Answer, newPassage, type Passage } from "./decision.js";
import type { Facts } from "./facts.js";
import { type LimitStep, limitStep, listsStep } from "./limit-steps.js";
import type { GateParts } from "./parts.js";
import { tellerOf } from "./tell.js";
import { watchedLimit } from "./watched-limit.js";

/** Answers a request outside any route; with `error`, one the framework itself could not handle. */
export type Outside = (facts: Facts, error?: unknown) => Promise<Answer>;

/** The name of no route, in logs and metrics. */
export const UNMATCHED = "unmatched";

/** The gate's answers outside its routes. */
export function outside(parts: GateParts, contracts: () => readonly Contract[]): Outside {
  const tell = tellerOf(UNMATCHED, parts);
  const coverOf = covering(parts.covers.api, parts);
  const stepsFor = countingSteps(parts);
  const answered = async (passage: Passage, error: unknown): Promise<Answer> => {
    const { facts } = passage;
    const allowed = preflight(facts, parts);
    if (allowed !== undefined && !isRefusal(allowed)) {
      tell.ended(passage, allowed);
      return { ...allowed, headers: [...coverOf(facts), ...allowed.headers] };
    }
    const refusal =
      (await firstRefusal(stepsFor(facts.target), passage)) ??
      allowed ??
      (error === undefined ? notAnswered(facts, contracts()) : erred(error));
    if (refusal.status >= 500 && error !== undefined) tell.failure(passage, error, refusal.reason);
    const answer = refusalAnswer(passage, refusal, coverOf(facts));
    if (refusal.refused !== "not_found") tell.refusal(passage, refusal);
    tell.ended(passage, answer);
    return answer;
  };
  return async (facts, error) => {
    const passage = newPassage(facts, UNMATCHED);
    try {
      return await answered(passage, error);
    } catch (thrown) {
      // This is the last one to answer: what throws here would reach the framework, which tells callers of it.
      tell.failure(passage, thrown, "outside_threw");
      const answer = refusalAnswer(passage, refuse("internal_error", { reason: "outside_threw" }), coverOf(facts));
      tell.ended(passage, answer);
      return answer;
    }
  };
}

/** Who asks for what is not there is looked up in the lists and counted like any other. */
function countingSteps({ options, defaults }: GateParts): (target: string) => readonly LimitStep[] {
  const { limits, shadow = [] } = options;
  if (limits === undefined) return () => [];
  const isWatched = shadow.includes("limit");
  const lists = limits.lists === undefined ? [] : [listsStep(limits.lists)];
  const counting = defaults.map(({ prefix, policies }) => {
    const rates = policies.filter((policy) => "quota" in policy);
    const counted = isWatched ? rates.map(watchedLimit) : rates;
    return { prefix, steps: counted.length === 0 ? lists : [...lists, limitStep(counted, limits)] };
  });
  return (target) => counting.find(({ prefix }) => target.startsWith(prefix))?.steps ?? lists;
}

async function firstRefusal(steps: readonly LimitStep[], passage: Passage): Promise<Refusal | undefined> {
  for (const step of steps) {
    const refusal = await step(passage);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** A CORS preflight's answer, where CORS is configured and this is one. */
function preflight(facts: Facts, { options }: GateParts): Answer | Refusal | undefined {
  const requestedMethod = facts.header("access-control-request-method");
  if (options.cors === undefined || facts.method !== "OPTIONS" || requestedMethod === undefined) return undefined;
  const requestedHeaders = facts.header("access-control-request-headers");
  const decided = options.cors.decide({
    origin: facts.header("origin"),
    method: "OPTIONS",
    requestedMethod,
    requestedHeaders,
    requestedPrivateNetwork: facts.header("access-control-request-private-network"),
  });
  return isRefusal(decided) ? decided : { status: 204, headers: flat(decided), body: undefined, outcome: "answered" };
}

function notAnswered({ target }: Facts, contracts: readonly Contract[]): Refusal {
  const path = target.split("?", 1)[0] ?? "";
  const methods = new Set(
    contracts.filter((contract) => matches(contract.path, path)).map(({ method }) => method as string),
  );
  if (methods.size === 0) return refuse("not_found", { reason: "route_unknown" });
  if (methods.has("GET")) methods.add("HEAD");
  // RFC 9110 section 15.5.6: a 405 must list what the resource does answer.
  return refuse("method_not_allowed", { headers: [["allow", [...methods].join(", ")]] });
}

/** Frameworks mark what is the client's fault with a status from 400 to 499; their messages may echo input. */
function erred(error: unknown): Refusal {
  const status =
    (error as { readonly statusCode?: unknown; readonly status?: unknown } | null)?.statusCode ??
    (error as { status?: unknown } | null)?.status;
  const known = typeof status === "number" && status >= 400 && status < 500;
  if (!known) return refuse("internal_error", { reason: "framework_threw" });
  return refuse(CLIENT_FAULTS[status as keyof typeof CLIENT_FAULTS] ?? "request_malformed");
}

const CLIENT_FAULTS = table({
  404: "not_found",
  405: "method_not_allowed",
  408: "request_timeout",
  413: "body_too_large",
  414: "uri_too_long",
  415: "unsupported_media_type",
  417: "expectation_failed",
  431: "headers_too_large",
} satisfies Record<number, RefusalCode>);

function matches(template: string, path: string): boolean {
  const wanted = template.split("/");
  const given = path.split("/");
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) => segment.startsWith("{") || segment === given[index])
  );
}
