/** The security events of the gate and the layers, as one typed union, and the function they are told through. */

/** What happened, by a stable name. */
export type SecurityEventName =
  | "request.refused"
  | "request.failed"
  | "signature.failed"
  | "signature.old_secret"
  | "webhook.duplicate"
  | "limit.reached"
  | "client.banned"
  | "token.issued"
  | "token.refreshed"
  | "token.reused"
  | "token.revoked"
  | "sign_in.succeeded"
  | "sign_in.failed"
  | "store.away"
  | "store.back"
  | "proxy.untrusted"
  | "page.policy_violated"
  | "input.suspicious"
  | "answer.undeclared"
  | "secret.rotated"
  | "route.shadow_refusal"
  | "start.warned"
  | "audit.failed"
  | "alert.raised"
  | "process.failed"
  | "process.stalled";

/** One thing worth knowing: who, what, where, and how it ended. Holds no secret, no token and no personal data. */
export interface SecurityEvent {
  readonly name: SecurityEventName;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** A stable reason code such as `token_expired`. */
  readonly reason?: string;
  /** The route template, such as `POST /api/v1/orders`. */
  readonly route?: string;
  readonly requestId?: string;
  /** The identified caller's id, an opaque identifier. */
  readonly callerId?: string;
  /** The caller's network, never the whole address, as `networkOf` of `cloche/observe` gives it. */
  readonly network?: string;
  /** The partner of a webhook. */
  readonly partner?: string;
  /** What the event is about, where a name helps: a policy, a store, a secret's label. */
  readonly subject?: string;
}

/** Tells an event to whoever observes. Never throws and never waits. */
export type Emit = (event: SecurityEvent) => void;

/** An observer that hears nothing, for parts used on their own. */
export const unheard: Emit = () => {};
