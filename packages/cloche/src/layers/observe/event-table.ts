/** Every security event: how loud it is, what its line says, and its name in OWASP's logging vocabulary. */
import { type SecurityEventName, table } from "../../kernel/index.js";
import type { LogLevel } from "./log-sink.js";

/** How an event is written. */
export interface EventEntry {
  readonly level: LogLevel;
  readonly message: string;
  /** The nearest name in the OWASP Logging Vocabulary, where it has one. */
  readonly owasp?: string;
}

/** Every event by its name. */
export const EVENTS: Readonly<Record<SecurityEventName, EventEntry>> = table({
  "request.refused": { level: "warn", message: "A request was refused.", owasp: "authz_fail" },
  "request.failed": { level: "error", message: "A request failed on this side.", owasp: "sys_crash" },
  "signature.failed": {
    level: "warn",
    message: "A partner's signature could not be verified.",
    owasp: "authn_login_fail",
  },
  "signature.old_secret": { level: "info", message: "A partner still signs with the former secret." },
  "webhook.duplicate": { level: "info", message: "A delivery had been received before.", owasp: "sequence_fail" },
  "limit.reached": { level: "warn", message: "A rate limit was reached.", owasp: "excess_rate_limit_exceeded" },
  "token.issued": { level: "info", message: "A token was issued.", owasp: "authn_token_created" },
  "token.refreshed": { level: "info", message: "A token was refreshed.", owasp: "authn_token_created" },
  "token.reused": { level: "error", message: "A spent token was used again.", owasp: "authn_token_reuse" },
  "token.revoked": { level: "info", message: "A token was revoked.", owasp: "authn_token_revoked" },
  "sign_in.succeeded": { level: "info", message: "A sign-in succeeded.", owasp: "authn_login_success" },
  "sign_in.failed": { level: "warn", message: "A sign-in failed.", owasp: "authn_login_fail" },
  "store.away": { level: "error", message: "A store cannot be reached." },
  "store.back": { level: "info", message: "A store can be reached again." },
  "answer.undeclared": { level: "error", message: "An answer held what its contract does not declare." },
  "secret.rotated": { level: "info", message: "A secret was rotated." },
  "route.shadow_refusal": { level: "warn", message: "A request would have been refused." },
  "start.warned": { level: "warn", message: "Promises contradict each other; docs/reference/errors.md tells how." },
});

/** How an event is written that is not in the table, as a newer part may tell one. */
export const OTHER_EVENT: EventEntry = Object.freeze({ level: "warn", message: "A security event." });
