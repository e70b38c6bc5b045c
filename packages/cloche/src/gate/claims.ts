/** What a request claims before its handler runs, so that the same work is never done twice: deliveries and keys. */
import { isRefusal, type Refusal, refuse } from "../kernel/index.js";
import { type Partner, type ReplayStore, replayKey } from "../layers/webhooks/index.js";
import type { Contract } from "./contract.js";
import type { KeptAnswer, Passage } from "./decision.js";
import { isByHandlers } from "./gate-checks.js";
import { claimIdempotency, type IdempotencyStore } from "./idempotency.js";
import { claimDelivery, firstSuccess } from "./partner.js";
import type { GateOptions } from "./parts.js";

/** How long deliveries and idempotency keys are remembered. */
export const REMEMBERED_SECONDS = 24 * 60 * 60;

/** Claims before the handler, and their end after it. */
export interface Claims {
  /** `undefined` where the handler may run; otherwise the kept answer, or why not. */
  claim(passage: Passage): Promise<Refusal | KeptAnswer | undefined>;
  /** Keeps what succeeded; frees what failed, so that it can be tried again. */
  settle(passage: Passage, status: number, kept: KeptAnswer | undefined): Promise<void>;
}

/** The claims one contract's requests make, if any. */
export function claimsOf(contract: Contract, { partners, replay, idempotency }: GateOptions): Claims | undefined {
  const partner = contract.from === undefined ? undefined : partners?.[contract.from];
  const deliveries = partner === undefined || replay === undefined || isByHandlers(replay) ? undefined : replay;
  const keys =
    contract.idempotent === undefined || idempotency === undefined || isByHandlers(idempotency)
      ? undefined
      : idempotency;
  if (partner !== undefined && deliveries !== undefined) {
    return deliveryClaims({ store: deliveries, partner, status: firstSuccess(contract) });
  }
  return keys && keyClaims(keys);
}

const WORKING = refuse("idempotency_running", { reason: "delivery_running", headers: [["retry-after", "5"]] });

interface Deliveries {
  readonly store: ReplayStore;
  readonly partner: Partner;
  /** What a repeated delivery is answered. */
  readonly status: number;
}

function deliveryClaims({ store, partner, status }: Deliveries): Claims {
  const remembered = Math.max(REMEMBERED_SECONDS, partner.rememberSeconds ?? 0);
  const keyOf = (passage: Passage): string =>
    passage.delivery === undefined ? "" : replayKey(partner, passage.delivery, payloadOf(partner, passage));
  return {
    async claim(passage) {
      const repetition = await claimDelivery(keyOf(passage), store, remembered);
      if (repetition === undefined || isRefusal(repetition)) return repetition;
      return repetition === "running" ? WORKING : { status, headers: [], body: undefined };
    },
    async settle(passage, ended) {
      await (ended < 300 ? store.done(keyOf(passage)) : store.release(keyOf(passage)));
    },
  };
}

/** What the partner's event id is read from: the body as it came, where the schema has dropped the id. */
function payloadOf({ eventIdOf, format }: Partner, { delivery, body, rawBody }: Passage): unknown {
  if (delivery?.signedFields !== undefined) return delivery.signedFields;
  if (eventIdOf === undefined || eventIdOf(body) !== undefined || rawBody === undefined) return body;
  return format === "json" ? JSON.parse(Buffer.from(rawBody).toString()) : body;
}

function keyClaims(store: IdempotencyStore): Claims {
  return {
    claim: async ({ idempotency: key }) =>
      key === undefined ? undefined : claimIdempotency(key, store, REMEMBERED_SECONDS),
    async settle({ idempotency: key }, status, kept) {
      if (key === undefined) return;
      const comesAgain = status >= 500 || status === 429;
      await (comesAgain || kept === undefined ? store.release(key) : store.done(key, kept));
    },
  };
}
