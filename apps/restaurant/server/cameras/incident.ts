/** What a security event looks like on the cameras, and what to do about it. */
import type { SecurityEvent } from "cloche";
import { type AlertRule, DEFAULT_ALERT_RULES, SECURITY_EVENTS } from "cloche/observe";
import type { Incident, IncidentKind } from "../../contracts/index.js";

/** The events worth a picture; the rest happens all day. */
const KINDS: Partial<Readonly<Record<SecurityEvent["name"], IncidentKind>>> = {
  "request.refused": "refusal",
  "sign_in.failed": "refusal",
  "token.reused": "refusal",
  "signature.failed": "signature",
  "signature.old_secret": "note",
  "webhook.duplicate": "note",
  "limit.reached": "limit",
  "route.shadow_refusal": "limit",
  "client.banned": "ban",
  "alert.raised": "alert",
  "request.failed": "trouble",
  "answer.undeclared": "trouble",
  "store.away": "trouble",
  "store.back": "note",
  "secret.rotated": "note",
  "audit.failed": "trouble",
  "process.stalled": "trouble",
  "process.failed": "trouble",
};

const RULES: ReadonlyMap<string, AlertRule> = new Map(DEFAULT_ALERT_RULES.map((rule) => [rule.name, rule]));

/** The picture of an event, numbered by the camera; none where it happens all day. */
export function incidentOf(event: SecurityEvent, seq: number): Incident | undefined {
  const kind = KINDS[event.name];
  if (kind === undefined) return undefined;
  const { message, action } = wordsFor(event);
  return {
    seq,
    at: new Date(event.at).toISOString(),
    kind,
    event: event.name,
    reason: event.reason ?? null,
    route: event.route ?? null,
    about: event.subject ?? event.partner ?? null,
    network: event.network ?? null,
    message,
    action,
  };
}

/** An alert speaks with its rule's words, everything else with those of the table of events. */
function wordsFor({ name, reason = "" }: SecurityEvent): { readonly message: string; readonly action: string } {
  const rule = name === "alert.raised" ? RULES.get(reason) : undefined;
  return rule === undefined ? SECURITY_EVENTS[name] : { message: rule.summary, action: rule.action };
}
