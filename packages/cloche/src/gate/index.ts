/** The gate's door. */
export {
  type AllRule,
  type AnyoneRule,
  type AnyRule,
  all,
  any,
  anyone,
  type CallerRule,
  type ClaimRule,
  claimEquals,
  describeRule,
  type OwnerRule,
  owner,
  type RoleRule,
  type Rule,
  role,
  type ScopeRule,
  type SignedInRule,
  type StepUpRule,
  scope,
  signedIn,
  stepUp,
  type TenantRule,
  tenant,
} from "./allow.js";
export { qualifiedId } from "./caller-key.js";
export { type Contract, type ContractSpec, contract, METHODS, type Method, type PartOf } from "./contract.js";
export { type Contradiction, contradictions } from "./contradictions.js";
export { type CookieOptions, hostCookie } from "./cookies.js";
export { contractOf, markCovered } from "./covered-mark.js";
export type { Answer, Decision, Idempotency, Passage } from "./decision.js";
export type { Explainable, ExplainOptions, Trace, TraceStep } from "./explain-options.js";
export type { Facts } from "./facts.js";
export { responseOf } from "./fetch-answer.js";
export { type DecodedAnswer, decoded } from "./fetch-decoded.js";
export { type FetchDoor, type FetchWork, fetchDoor, fetchVisitOf } from "./fetch-door.js";
export { type FetchCall, FetchFacts } from "./fetch-facts.js";
export { type RouteFile, routesOfFile } from "./fetch-files.js";
export { boundIncoming, currentIncoming, rememberIncoming } from "./fetch-incoming.js";
export { createGate, type Gate } from "./gate.js";
export { type Handled, type Handler, handle, type VerifiedEvent, type Visit } from "./handle.js";
export { type IdempotencyStore, memoryIdempotencyStore } from "./idempotency.js";
export type { LimitSpec } from "./limits.js";
export { admittedOf, type Entry, type Exchange, type NodeDoor, nodeDoor, visitOf } from "./node-door.js";
export { answerEarly, coverRequests, coverServer } from "./node-early.js";
export { NodeFacts } from "./node-facts.js";
export { type HttpClasses, listenOn, standIn } from "./node-server.js";
export { setNodeHeaders, writeNode } from "./node-write.js";
export { type OpenApiInfo, openApi } from "./openapi.js";
export type { Owns } from "./ownership.js";
export type { ByHandlers, GateOptions, LimitsOptions } from "./parts.js";
export { colonPath } from "./path-template.js";
export { type PostureRow, type PostureWho, posture } from "./posture.js";
export { comparePosture, type PostureComparison, type PostureDifference } from "./posture-compare.js";
export { postureLock, readPostureLock } from "./posture-lock.js";
export { describeInput, describeLimits, describeWho } from "./posture-words.js";
export { PROBLEM_TYPE, type Problem } from "./problem.js";
export { type ReceiveOptions, receive } from "./receive.js";
export { type ReportRouteOptions, reportRoute } from "./report-route.js";
export {
  type BytesReturn,
  bytes,
  created,
  type ExtendedProblemReply,
  eventStream,
  extendedProblem,
  type NothingReturn,
  noContent,
  nothing,
  ok,
  type ProblemMembers,
  type ProblemReply,
  type ProblemsReturn,
  problem,
  problems,
  type Reply,
  type ReplyHeaders,
  type Return,
  type Returns,
  reply,
  type StreamReturn,
} from "./returns.js";
export type { AnyHandler, Failure, Route } from "./route.js";
export type { CoverChange, CoverChoice } from "./route-cover.js";
export { type Found, type Router, router } from "./router.js";
export { assertCovered, assertNoRoutes, caught, type FoundRoute, sealing } from "./seal.js";
export type { GateShadowLayer, ShadowLayer } from "./shadow-layers.js";
export type { FindSigns, SignsMode } from "./signs.js";
export { freezeStack, stackedRoutes } from "./stacked-routes.js";
export type { Surroundings } from "./surroundings.js";
export type { TlsOptions } from "./tls-step.js";
