/** Nonces that a server asks proofs to carry, made from the time alone so that every process knows them (RFC 9449 section 8). */
import { createHmac } from "node:crypto";
import {
  type Clock,
  type Duration,
  equalTextsInConstantTime,
  onlyKnown,
  seconds,
  systemClock,
} from "../../../kernel/index.js";
import { type ChangingSecrets, changing } from "../changing-secrets.js";

/** What the nonces are made of. */
export interface DpopNonceOptions {
  /** At least 32 bytes. Of several, or of one that rotates, the newest makes nonces and the others still prove theirs. */
  readonly secret: ChangingSecrets;
  /** How often the nonce changes; the one before it is good as well. 5 minutes by default. */
  readonly lifetime?: Duration;
  readonly clock?: Clock;
}

/** Nonces. */
export interface DpopNonces {
  /** The nonce clients should use from now on. */
  current(): string;
  /** Whether the nonce was given lately. */
  accepts(nonce: unknown): boolean;
}

/**
 * Nonces that bound how long a proof made beforehand can wait to be used.
 *
 * @throws ConfigError where an option is wrong or a secret is weak.
 * @example
 * const proofs = dpopProofs({ publicBaseUrl, store, whenAway: "deny", nonces: dpopNonces({ secret: secrets.dpop }) });
 */
export function dpopNonces(options: DpopNonceOptions): DpopNonces {
  const where = "dpopNonces";
  onlyKnown(options, ["secret", "lifetime", "clock"], where);
  const secrets = changing(options.secret, `${where}.secret`, (all) => all);
  const lifetime = seconds(options.lifetime ?? "5 minutes", `${where}.lifetime`) * 1000;
  const clock = options.clock ?? systemClock;
  let known = { slot: Number.NaN, by: secrets(), nonces: [] as readonly string[] };
  const good = () => {
    const [slot, by] = [Math.floor(clock.now() / lifetime), secrets()];
    if (known.slot !== slot || known.by !== by) {
      known = { slot, by, nonces: [slot, slot - 1].flatMap((at) => by.map(nonceOf(at))) };
    }
    return known.nonces;
  };
  return Object.freeze({
    current: () => good()[0] ?? "",
    accepts: (nonce: unknown) =>
      typeof nonce === "string" && good().some((one) => equalTextsInConstantTime(one, nonce)),
  });
}

function nonceOf(slot: number): (secret: Uint8Array) => string {
  return (secret) => createHmac("sha256", secret).update(`cloche dpop nonce\n${slot}`).digest("base64url").slice(0, 32);
}
