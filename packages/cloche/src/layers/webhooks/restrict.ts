/** Narrows a partner to the events and addresses that are wanted, and tells in which order its events happened. */
import { BlockList, isIP } from "node:net";
import { configFault, onlyKnown } from "../../kernel/index.js";
import { bodyValue } from "./body-json.js";
import { partnerWith } from "./engine.js";
import { eventFactsOf } from "./event-facts.js";
import { fault, isWebhookFault, type WebhookFault } from "./faults.js";
import type { Delivery, Partner, Verification, VerifiedDelivery } from "./partner.js";

/** What is wanted of a partner. */
export interface Restrictions {
  /** The event types to take; a delivery that tells anything else ends as `event_unlisted`, after it was verified. */
  readonly events?: readonly string[];
  /** Addresses and networks in CIDR form; anything else ends as `address_unlisted`, before it is verified. */
  readonly addresses?: readonly string[];
}

/**
 * The partner, narrowed. It stays as strict as it was: restrictions only take away.
 *
 * @throws ConfigError where a list is empty, an address cannot be read, or the partner's event types are not known
 * @example
 * restrict(stripe({ secrets }), { events: ["payment_intent.succeeded", "payment_intent.payment_failed"] });
 */
export function restrict(partner: Partner, restrictions: Restrictions): Partner {
  const where = `${partner.name}.restrict`;
  onlyKnown(restrictions, ["events", "addresses"], where);
  const { events, addresses } = restrictions;
  const outside = addresses === undefined ? () => false : addressGuard(listed(addresses, `${where}.addresses`), where);
  const unwanted = events === undefined ? undefined : eventGuard(partner, listed(events, `${where}.events`));
  return partnerWith(
    { ...partner, description: descriptionOf(partner) },
    (delivery): Verification | Promise<Verification> => {
      if (outside(delivery.head.address)) return fault("address_unlisted");
      const verification = partner.verify(delivery);
      if (unwanted === undefined) return verification;
      return verification instanceof Promise
        ? verification.then((settled) => unwanted(settled, delivery))
        : unwanted(verification, delivery);
    },
  );
}

function descriptionOf({ name, scheme: { description } }: Partner): string {
  return typeof description === "string" ? description : name;
}

function listed(list: readonly string[], where: string): readonly string[] {
  if (Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === "string" && one !== "")) return list;
  throw configFault("option_invalid", { where, fix: "Give a list with at least one entry." });
}

function addressGuard(addresses: readonly string[], where: string): (address: string) => boolean {
  const networks = new BlockList();
  for (const written of addresses) {
    const [address = "", bits] = written.split("/");
    const family = isIP(address);
    const width = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? width : Number(bits);
    if (family === 0 || !/^\d{1,3}$/.test(bits ?? "0") || prefix > width) {
      throw configFault("option_invalid", { where: `${where}.addresses`, fix: 'Write "192.0.2.7" or "192.0.2.0/24".' });
    }
    networks.addSubnet(address, prefix, family === 4 ? "ipv4" : "ipv6");
  }
  return (address) => {
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
    const family = isIP(plain);
    return family === 0 || !networks.check(plain, family === 4 ? "ipv4" : "ipv6");
  };
}

type EventGuard = (verification: Verification, delivery: Delivery) => VerifiedDelivery | WebhookFault;

function eventGuard(partner: Partner, events: readonly string[]): EventGuard {
  const facts = eventFactsOf(partner);
  if (facts === undefined) {
    throw configFault("option_invalid", {
      where: `${partner.name}.restrict.events`,
      fix: "Only partners of the table have known event types; choose by the payload in the handler.",
    });
  }
  const wanted = new Set<unknown>(events);
  return (verification, { head, bytes }) => {
    if (isWebhookFault(verification)) return verification;
    const types = facts.types(verification.signedFields ?? bodyValue(bytes, partner.format), head);
    return types.length > 0 && types.every((type) => wanted.has(type)) ? verification : fault("event_unlisted");
  };
}

/**
 * When the event happened, as far as the partner says so: the event's own time, otherwise the time of signing.
 *
 * Deliveries overtake each other. Keep this beside what an event changed, and let no older event change it back.
 *
 * @returns milliseconds since the epoch
 */
export function occurredAt(partner: Partner, verified: VerifiedDelivery, payload: unknown): number | undefined {
  return eventFactsOf(partner)?.occurredAt?.(payload) ?? verified.signedAt;
}
