/** The gate's door. */
export {
  type AllRule,
  type AnyoneRule,
  type AnyRule,
  all,
  any,
  anyone,
  type CallerRule,
  describeRule,
  type RoleRule,
  type Rule,
  role,
  type ScopeRule,
  type SignedInRule,
  scope,
  signedIn,
} from "./allow.js";
export { type Contract, type ContractSpec, contract, METHODS, type Method, type PartOf } from "./contract.js";
export { type CookieOptions, hostCookie } from "./cookies.js";
export type { Answer, Decision, Idempotency, Passage } from "./decision.js";
export type { Facts } from "./facts.js";
export { createGate, type Gate } from "./gate.js";
export { type Handled, type Handler, handle, type VerifiedEvent, type Visit } from "./handle.js";
export { type IdempotencyStore, memoryIdempotencyStore } from "./idempotency.js";
export type { LimitSpec } from "./limits.js";
export { admittedOf, Breach, type Exchange, type NodeDoor, nodeDoor, visitOf } from "./node-door.js";
export { NodeFacts } from "./node-facts.js";
export { setNodeHeaders, writeNode } from "./node-write.js";
export { type OpenApiInfo, openApi } from "./openapi.js";
export type { ByHandlers, GateOptions, LimitsOptions } from "./parts.js";
export { colonPath } from "./path-template.js";
export { PROBLEM_TYPE, type Problem } from "./problem.js";
export {
  type BytesReturn,
  bytes,
  created,
  eventStream,
  type NothingReturn,
  noContent,
  nothing,
  ok,
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
export { assertCovered, assertNoRoutes, type FoundRoute } from "./seal.js";
