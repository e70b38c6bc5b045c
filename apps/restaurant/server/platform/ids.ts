/** Makes ids: UUIDs of version 7 (RFC 9562 section 5.7), whose order is the order they were made in. */
import { randomBytes } from "node:crypto";
import { type Clock, systemClock } from "cloche";

/**
 * A new id: 48 bits of milliseconds, then 74 random bits.
 *
 * @example
 * await trx.insertInto("station").values({ id: newId(), ... }).execute();
 */
export function newId(clock: Clock = systemClock): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(clock.now(), 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
