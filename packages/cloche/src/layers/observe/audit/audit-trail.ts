/** Writes what happened to an append-only trail, many rows at once, and says what follows where that fails. */
import {
  type Clock,
  configFault,
  type Emit,
  oneOf,
  onlyKnown,
  type Refusal,
  refuse,
  type SecretOr,
  type SecurityEvent,
  type SecurityEventName,
  systemClock,
  unheard,
  wholeNumber,
} from "../../../kernel/index.js";
import { EVENTS } from "../event-table.js";
import { type Redaction, redaction } from "../redaction.js";
import type { AuditStore } from "./audit-store.js";
import type { JsonValue } from "./canonical-json.js";
import { sealSecret } from "./chain.js";
import { rowWriter } from "./row-writer.js";

/** One row: who did what to which thing. Holds no secret; what looks like one is taken out. */
export interface AuditRow {
  /** A stable verb such as `order.refunded`. */
  readonly action: string;
  /** Milliseconds since the epoch; now where nothing is said. */
  readonly at?: number;
  readonly [field: string]: JsonValue | undefined;
}

/** What an audit trail is made of. */
export interface AuditTrailOptions {
  readonly store: AuditStore;
  /** What follows where a row cannot be written: `deny` refuses the request, `allow` counts the gap and goes on. */
  readonly whenFailing: "deny" | "allow";
  /** Which security events are written; `DEFAULT_AUDITED` where nothing is said. */
  readonly events?: readonly SecurityEventName[];
  /** Makes seals that only its holder can make. */
  readonly secret?: SecretOr<string>;
  /** Give the one that knows this process's secrets. */
  readonly redaction?: Redaction;
  /** Told `audit.failed` when the trail begins to fail, and `store.back` when it is well again. */
  readonly emit?: Emit;
  readonly clock?: Clock;
  /** How long a write may take; 5000 milliseconds where nothing is said. */
  readonly timeoutMilliseconds?: number;
}

/** An append-only trail. */
export interface AuditTrail {
  /**
   * Writes a row, and answers when it would outlive a power cut: `undefined`, or where that failed and the trail says
   * `deny` the refusal to answer with (503, reason `audit_away`).
   */
  readonly record: (row: AuditRow) => Promise<Refusal | undefined>;
  /** Writes those of the security events that are audited; for `observer({ sinks: [trail.event] })`. */
  readonly event: (event: SecurityEvent) => Promise<void> | undefined;
  /** How many rows could not be written so far. */
  readonly failed: () => number;
  /** Waits until nothing is being written any more. */
  readonly settled: () => Promise<void>;
}

const KNOWN = ["store", "whenFailing", "events", "secret", "redaction", "emit", "clock", "timeoutMilliseconds"];

/** What is written of the security events where nothing is said: everything but what happens all day. */
export const DEFAULT_AUDITED: readonly SecurityEventName[] = Object.freeze([
  "signature.failed",
  "signature.old_secret",
  "webhook.duplicate",
  "client.banned",
  "token.issued",
  "token.reused",
  "token.revoked",
  "sign_in.succeeded",
  "sign_in.failed",
  "store.away",
  "store.back",
  "answer.undeclared",
  "secret.rotated",
  "alert.raised",
  "process.failed",
]);

const AWAY = refuse("store_unavailable", { reason: "audit_away" });

/**
 * Makes an audit trail over a store.
 *
 * @throws ConfigError `option_unknown`, `option_invalid` or `secret_weak`
 * @example
 * const trail = auditTrail({ store: await fileAuditStore("audit.jsonl"), whenFailing: "deny" });
 * const refused = await trail.record({ action: "order.refunded", actor: caller.id, entity: orderId });
 * if (refused !== undefined) return refused;
 */
export function auditTrail(options: AuditTrailOptions): AuditTrail {
  onlyKnown(options, KNOWN, "auditTrail");
  const whenFailing = oneOf(options.whenFailing, ["deny", "allow"], "auditTrail.whenFailing");
  const { clock = systemClock, emit = unheard } = options;
  const by = options.redaction ?? redaction();
  const timeout = wholeNumber(options.timeoutMilliseconds ?? 5000, "auditTrail.timeoutMilliseconds", {
    min: 10,
    max: 60_000,
  });
  const audited = new Set<string>(eventsOf(options.events));
  if (options.secret !== undefined) sealSecret(options.secret);
  const sealing = { secret: options.secret };
  const writer = rowWriter({ store: options.store, sealing, emit, clock, timeout });
  const record = async (row: AuditRow): Promise<Refusal | undefined> => {
    const written = await writer.write(by.redact({ at: clock.now(), ...row }) as JsonValue);
    return written || whenFailing === "allow" ? undefined : AWAY;
  };
  return Object.freeze({
    record,
    event(event: SecurityEvent) {
      if (!audited.has(event.name)) return undefined;
      const { name, ...fields } = event;
      return record({ action: name, ...fields }).then(() => undefined);
    },
    failed: writer.failed,
    settled: writer.settled,
  });
}

function eventsOf(events: readonly SecurityEventName[] = DEFAULT_AUDITED): readonly SecurityEventName[] {
  const unknown = events.find((name) => !Object.hasOwn(EVENTS, name));
  // The word that the trail fails cannot be written to the trail.
  if (unknown === undefined && !events.includes("audit.failed")) return events;
  throw configFault("option_invalid", {
    where: "auditTrail.events",
    fix: `Known are: ${Object.keys(EVENTS).join(", ")}; but not audit.failed.`,
  });
}
