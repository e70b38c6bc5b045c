/** Every security event: how loud it is, how it ended, what its line says and what to do about it. */
import { type SecurityEventName, table } from "../../kernel/index.js";
import type { LogLevel } from "./log-sink.js";

/** How something ended that was tried; `unknown` where nothing was tried, only noticed. */
export type EventOutcome = "success" | "failure" | "unknown";

/** How an event is written. */
export interface EventEntry {
  readonly level: LogLevel;
  readonly outcome: EventOutcome;
  readonly message: string;
  /** What to do about it. */
  readonly action: string;
  /** The nearest name in the OWASP Logging Vocabulary, where it has one. */
  readonly owasp?: string;
}

/** Every security event by its name. */
export const EVENTS: Readonly<Record<SecurityEventName, EventEntry>> = table({
  "request.refused": {
    level: "warn",
    outcome: "failure",
    message: "A request was refused.",
    action:
      "Look at the reason. One client alone is wrong or probing; many at once after a release is a mistake of the release.",
    owasp: "authz_fail",
  },
  "request.failed": {
    level: "error",
    outcome: "failure",
    message: "A request failed on this side.",
    action: "Find the line `failure` with the same request id: it holds the error, its causes and its frames.",
    owasp: "sys_crash",
  },
  "signature.failed": {
    level: "warn",
    outcome: "failure",
    message: "A partner's signature could not be verified.",
    action:
      "Compare the endpoint's secret with the partner's page. If it is right, somebody else is sending: nothing was believed.",
    owasp: "authn_login_fail",
  },
  "signature.old_secret": {
    level: "info",
    outcome: "success",
    message: "A partner still signs with the former secret.",
    action: "Let the partner change over before the former secret ends.",
  },
  "webhook.duplicate": {
    level: "info",
    outcome: "success",
    message: "A delivery had been received before.",
    action:
      "Nothing: it was answered and not worked twice. Many at once mean that answers come too late for the partner.",
    owasp: "sequence_fail",
  },
  "proxy.untrusted": {
    level: "warn",
    outcome: "unknown",
    message: "X-Forwarded-For came, and no proxy is trusted.",
    action:
      "Name the proxies in front in createGate({ proxies }), or all their clients count as one. None there: nothing.",
  },
  "page.policy_violated": {
    level: "warn",
    outcome: "failure",
    message: "A browser reported what a page's policy forbids.",
    action:
      "See what was blocked: a script of the page itself wants a place in the policy, any other is none of yours.",
  },
  "input.suspicious": {
    level: "warn",
    outcome: "unknown",
    message: "A request's input resembles an attack.",
    action:
      "Nothing for one: guests write such things too. Many from one network are somebody trying doors; deny them for a while.",
    owasp: "input_validation_fail",
  },
  "limit.reached": {
    level: "warn",
    outcome: "failure",
    message: "A rate limit was reached.",
    action:
      "See who it was and which limit. Raise a limit that honest callers reach; leave one that holds back a script.",
    owasp: "excess_rate_limit_exceeded",
  },
  "client.banned": {
    level: "warn",
    outcome: "failure",
    message: "A client is shut out for a while.",
    action: "Nothing, if it is a script. An honest client in a loop needs its maker told; the ban ends by itself.",
    owasp: "excess_rate_limit_exceeded",
  },
  "token.issued": {
    level: "info",
    outcome: "success",
    message: "A token was issued.",
    action: "Nothing, if its owner asked for it.",
    owasp: "authn_token_created",
  },
  "token.refreshed": {
    level: "info",
    outcome: "success",
    message: "A token was refreshed.",
    action: "Nothing.",
    owasp: "authn_token_created",
  },
  "token.reused": {
    level: "error",
    outcome: "failure",
    message: "A spent token was used again.",
    action: "Its session has been ended. Ask its owner to sign in again and to look for a stolen device or browser.",
    owasp: "authn_token_reuse",
  },
  "token.revoked": {
    level: "info",
    outcome: "success",
    message: "A token was revoked.",
    action: "Nothing, if its owner or you asked for it.",
    owasp: "authn_token_revoked",
  },
  "sign_in.succeeded": {
    level: "info",
    outcome: "success",
    message: "A sign-in succeeded.",
    action: "Nothing, if its owner is at work.",
    owasp: "authn_login_success",
  },
  "sign_in.failed": {
    level: "warn",
    outcome: "failure",
    message: "A sign-in failed.",
    action: "Nothing for one. Many accounts from one network are stolen passwords being tried.",
    owasp: "authn_login_fail",
  },
  "store.away": {
    level: "error",
    outcome: "failure",
    message: "A store cannot be reached.",
    action:
      "Bring it back. Until then each layer that leans on it does what it was told: deny, allow or count locally.",
  },
  "store.back": {
    level: "info",
    outcome: "success",
    message: "A store can be reached again.",
    action: "Nothing.",
  },
  "answer.undeclared": {
    level: "error",
    outcome: "failure",
    message: "An answer held what its contract does not declare.",
    action: "The caller saw a bare 500. Mend the handler, or declare what it sends; the subject names the paths.",
  },
  "secret.rotated": {
    level: "info",
    outcome: "success",
    message: "A secret was rotated.",
    action: "Nothing, if you or your manager of secrets did it.",
  },
  "route.shadow_refusal": {
    level: "warn",
    outcome: "unknown",
    message: "A request would have been refused.",
    action: "Look at who would be hit before the limit leaves its shadow.",
  },
  "start.warned": {
    level: "warn",
    outcome: "unknown",
    message: "A contract or an option contradicts itself.",
    action: "Mend what the subject names: it starts now, and may be refused by a later version.",
  },
  "audit.failed": {
    level: "error",
    outcome: "failure",
    message: "A record could not be written to the audit trail.",
    action: "Bring its store back. Where the trail denies, requests are refused until then.",
  },
  "alert.raised": {
    level: "error",
    outcome: "unknown",
    message: "An alert was raised.",
    action: "Do what the alert's own rule says.",
  },
  "process.failed": {
    level: "error",
    outcome: "failure",
    message: "The process ends by an error that nothing caught.",
    action: "Find the line `failure` beside it; what threw is a defect.",
    owasp: "sys_crash",
  },
  "process.stalled": {
    level: "warn",
    outcome: "unknown",
    message: "The event loop stood still.",
    action: "Find what computes for so long: a large JSON, a regular expression, or synchronous work of a library.",
  },
});

/** How an event is written that is not in the table, as a newer part may tell one. */
export const OTHER_EVENT: EventEntry = Object.freeze({
  level: "warn",
  outcome: "unknown",
  message: "A security event.",
  action: "Update the library that shows it.",
});
