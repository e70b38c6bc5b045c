/** Step 4 for partners: the signature over the raw bytes, and the guard against working one delivery twice. */
import { type Emit, isRefusal, type Refusal, refuse } from "../kernel/index.js";
import type { Partner, ReplayStore } from "../layers/webhooks/index.js";
import type { Step } from "./pipeline.js";

/** What the step needs to know. */
export interface PartnerOptions {
  readonly partner: Partner;
  readonly maxBytes: number;
  readonly emit: Emit;
}

/** Reads the raw bytes and verifies the partner's signature over them, before anything is parsed. */
export function signatureStep({ partner, maxBytes, emit }: PartnerOptions): Step {
  return async (passage) => {
    const { facts } = passage;
    if (facts.earlierBody() !== undefined) return refuse("internal_error", { reason: "body_already_read" });
    const bytes = await facts.bytes(maxBytes);
    if (isRefusal(bytes)) return bytes;
    const verification = partner.verify({ head: facts, bytes, now: facts.startedAt });
    if ("fault" in verification) return refuse("signature_invalid", { reason: verification.fault });
    if (verification.oldSecret) {
      emit({
        name: "signature.old_secret",
        at: facts.startedAt,
        partner: partner.name,
        requestId: facts.requestId,
        subject: verification.secretLabel,
      });
    }
    passage.rawBody = bytes;
    passage.delivery = verification;
    return undefined;
  };
}

/** How a repeated delivery ends: `done` answers the partner at once, `running` asks it to come back. */
export type Repetition = "done" | "running" | undefined;

/** Claims a delivery in the replay store, so that two processes never work it at once. */
export async function claimDelivery(
  key: string,
  store: ReplayStore,
  ttlSeconds: number,
): Promise<Repetition | Refusal> {
  try {
    const claim = await store.claim(key, ttlSeconds);
    return claim === "claimed" ? undefined : claim;
  } catch {
    return refuse("store_unavailable", { reason: "replay_store_away" });
  }
}
