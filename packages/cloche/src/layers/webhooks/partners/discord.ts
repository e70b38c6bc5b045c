/** Discord interactions: `X-Signature-Ed25519` in hexadecimal over time and body. */
import { ed25519Check, type PublicKeyOptions, type PublicKeyScheme, publicKeyPartner } from "../ed25519.js";
import { fieldOf } from "../event-id.js";
import { discordHandshake } from "../handshakes/signed.js";
import type { SyncPartner } from "../partner.js";

/** The scheme of Discord. */
export const DISCORD: PublicKeyScheme = {
  algorithm: "Ed25519",
  toCheck: ed25519Check,
  scheme: {
    name: "discord",
    header: "x-signature-ed25519",
    encoding: "hex",
    timestampHeader: "x-signature-timestamp",
    signed: ({ timestamp, body }) => [timestamp, body],
    eventIdOf: fieldOf("id"),
    handshake: discordHandshake,
  },
};

/**
 * Deliveries of Discord.
 *
 * @param options `publicKeys`: the application's, in hexadecimal; `toleranceSeconds`: 300 by default.
 * @throws ConfigError where a key or an option cannot be used
 * @example
 * discord({ publicKeys: applicationPublicKey });
 */
export function discord(options: PublicKeyOptions): SyncPartner {
  return publicKeyPartner(DISCORD, options);
}
