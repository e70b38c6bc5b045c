/** A verified delivery as a handler sees it; its identity and digest are made only for who asks. */
import type { VerifiedDelivery } from "../layers/webhooks/index.js";

/** The event of a partner's webhook. Only the gate makes one, after the signature was verified over the raw bytes. */
export class PartnerEvent implements VerifiedDelivery {
  readonly payload: unknown;
  readonly rawBody: Uint8Array | undefined;
  declare readonly signedAt?: number;
  readonly #delivery: VerifiedDelivery;

  constructor(delivery: VerifiedDelivery, payload: unknown, rawBody: Uint8Array | undefined) {
    this.#delivery = delivery;
    this.payload = payload;
    this.rawBody = rawBody;
    if (delivery.signedAt !== undefined) this.signedAt = delivery.signedAt;
  }

  get partner(): string {
    return this.#delivery.partner;
  }

  get eventId(): string {
    return this.#delivery.eventId;
  }

  get bodyDigest(): string {
    return this.#delivery.bodyDigest;
  }

  get signedFields(): unknown {
    return this.#delivery.signedFields;
  }

  get secretLabel(): string {
    return this.#delivery.secretLabel;
  }

  get oldSecret(): boolean {
    return this.#delivery.oldSecret;
  }
}
