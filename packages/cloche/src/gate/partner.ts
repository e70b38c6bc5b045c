/** Step 4 for partners: the signature over the raw bytes, and the guard against working one delivery twice. */
import { type Emit, isPending, isRefusal, type Refusal, refuse } from "../kernel/index.js";
import type { Partner, ReplayStore, Verification, VerifiedDelivery, WebhookFault } from "../layers/webhooks/index.js";
import { BODY_TAKEN } from "./body-taken.js";
import type { Contract } from "./contract.js";
import type { EarlyAnswer, Passage } from "./decision.js";
import type { Halt, Step } from "./pipeline.js";

/** What the step needs to know. */
export interface PartnerOptions {
  readonly partner: Partner;
  readonly maxBytes: number;
  readonly emit: Emit;
  /** What a delivery that needs no work is answered. */
  readonly success: number;
}

/** Reads the raw bytes and verifies the partner's signature over them, before anything is parsed. */
export function signatureStep(options: PartnerOptions): Step {
  const { partner, maxBytes } = options;
  return (passage) => {
    const { facts } = passage;
    if (facts.earlierBody() !== undefined) return BODY_TAKEN;
    return facts.bytes(maxBytes).then((bytes) => {
      if (isRefusal(bytes)) return bytes;
      const verification = partner.verify({ head: facts, bytes, now: facts.startedAt });
      return isPending(verification)
        ? verification.then((settled) => verified(options, passage, { bytes, verification: settled }))
        : verified(options, passage, { bytes, verification });
    });
  };
}

interface Verified {
  readonly bytes: Uint8Array;
  readonly verification: Verification;
}

function verified(
  { partner, emit, success }: PartnerOptions,
  passage: Passage,
  { bytes, verification }: Verified,
): Halt | undefined {
  // Asked for the proof, not for the fault: what holds neither must not pass.
  if (!("eventId" in verification)) return unverified(verification, success);
  if (verification.oldSecret) {
    const { requestId, startedAt: at } = passage.facts;
    emit({ name: "signature.old_secret", at, partner: partner.name, requestId, subject: verification.secretLabel });
  }
  passage.rawBody = bytes;
  passage.delivery = verification;
  return handshake(partner, verification, bytes);
}

/**
 * A certificate that cannot be fetched is an outage and no forgery: 503, and the partner comes back. An event that
 * nobody asked for is genuine: refused, the partner would send it again and at last give the endpoint up.
 */
function unverified({ fault }: WebhookFault, success: number): Halt {
  if (fault === "event_unlisted") return { early: { status: success, headers: [], body: undefined }, reason: fault };
  return refuse(fault === "certificate_unavailable" ? "store_unavailable" : "signature_invalid", { reason: fault });
}

/** The answer to a verified delivery that only asks whether the endpoint is ours. */
function handshake(partner: Partner, { signedFields }: VerifiedDelivery, bytes: Uint8Array): EarlyAnswer | undefined {
  const answer = partner.handshake?.(signedFields ?? jsonOf(bytes));
  if (answer === undefined) return undefined;
  const { status, contentType, body } = answer;
  return { early: { status, headers: ["content-type", contentType], body }, reason: "handshake" };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return undefined;
  }
}

/** The status a partner hears for a delivery that needs no work: the lowest success its contract declares. */
export function firstSuccess({ returns }: Contract): number {
  return (
    Object.keys(returns)
      .map(Number)
      .find((status) => status < 300) ?? 200
  );
}

/** How a repeated delivery ends: `done` answers the partner at once, `running` asks it to come back. */
export type Repetition = "done" | "running" | undefined;

const UNCLEAR = refuse("store_unavailable", { reason: "replay_store_unclear" });

/** Claims a delivery in the replay store, so that two processes never work it at once. */
export async function claimDelivery(
  key: string,
  store: ReplayStore,
  ttlSeconds: number,
): Promise<Repetition | Refusal> {
  try {
    const claim = await store.claim(key, ttlSeconds);
    if (claim === "claimed") return undefined;
    return claim === "done" || claim === "running" ? claim : UNCLEAR;
  } catch {
    return refuse("store_unavailable", { reason: "replay_store_away" });
  }
}
