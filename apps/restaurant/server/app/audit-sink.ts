/** Records in the audit trail what was tried on us: forged, stale or doubled deliveries, stolen sessions, bans; and exchanged secrets. */
import type { SecurityEvent } from "cloche";
import type { Kysely } from "kysely";
import { audit, type Database } from "../platform/index.js";

const RECORDED: ReadonlySet<string> = new Set([
  ...["signature.failed", "signature.old_secret", "webhook.duplicate"],
  ...["token.reused", "client.banned", "secret.rotated", "answer.undeclared"],
]);

/** A flood must not fill the memory; what is over this many at once is counted as dropped and still logged. */
const AT_ONCE = 50;

/** A sink for the observer. A record that cannot be made rejects, which the observer counts. */
export function auditSink(db: Kysely<Database>): (event: SecurityEvent) => Promise<void> | undefined {
  let running = 0;
  return (event) => {
    if (!RECORDED.has(event.name)) return undefined;
    if (running >= AT_ONCE) return Promise.reject(new Error("Too many records at once."));
    running += 1;
    return record(db, event).finally(() => {
      running -= 1;
    });
  };
}

function record(db: Kysely<Database>, event: SecurityEvent): Promise<void> {
  const { name, partner, reason, requestId, route = "unknown", callerId } = event;
  const about = callerId === undefined ? { entity: "route", entityId: route } : { entity: "staff", entityId: callerId };
  return audit(db, {
    ...(partner === undefined
      ? { actor: { kind: "system" }, ...about }
      : { actor: { kind: "provider", id: partner }, entity: "webhook", entityId: route }),
    action: name,
    detail: reason === undefined ? {} : { reason },
    requestId,
  });
}
