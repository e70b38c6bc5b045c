/** Makes a delivery out of plain values, for trying a partner without a server. */
import { systemClock } from "../../../kernel/index.js";
import type { Delivery } from "../partner.js";

/** A request in plain values. */
export interface PlainDelivery {
  /** Names in any case; a list is a header sent several times. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | Uint8Array;
  /** The raw request target; `/` by default. */
  readonly target?: string;
  /** Milliseconds since the epoch; now by default. */
  readonly now?: number;
}

/**
 * A delivery as an adapter would hand it over.
 *
 * @example
 * const headers = signStripe({ body, secret });
 * const verdict = stripe({ secrets: secret }).verify(deliveryOf({ headers, body }));
 */
export function deliveryOf({ headers, body, target = "/", now }: PlainDelivery): Delivery {
  const values = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat()]));
  return {
    head: {
      method: "POST",
      target,
      address: "192.0.2.1",
      secure: true,
      header: (name) => values.get(name)?.join(", "),
      headerCount: (name) => values.get(name)?.length ?? 0,
    },
    bytes: typeof body === "string" ? Buffer.from(body, "utf8") : body,
    now: now ?? systemClock.now(),
  };
}
