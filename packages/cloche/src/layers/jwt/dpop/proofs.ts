/** Checks DPoP proofs: that whoever sends a request holds the private key, now, for this very request (RFC 9449 section 4.3). */
import { equalTextsInConstantTime, type RequestHead, sha256, toBase64Url } from "../../../kernel/index.js";
import type { AlgorithmName } from "../algorithms.js";
import { readClaims, readCompact } from "../compact.js";
import type { JsonObject } from "../strict-json.js";
import { type DpopFault, type DpopFaultCode, dpopFault } from "./proof-faults.js";
import { claimForGood, type ProofStore } from "./proof-store.js";
import { type DpopProofsOptions, type DpopSettings, dpopSettings } from "./settings.js";

/** A proof that holds. */
export interface DpopProof {
  readonly fault?: undefined;
  /** The thumbprint of the key (RFC 7638): what a token bound to it has in `cnf.jkt`. */
  readonly thumbprint: string;
  /** The nonce to use from now on, where the proof's own will soon be too old; send it as `DPoP-Nonce`. */
  readonly nextNonce?: string;
}

/** What checking a proof comes to. */
export type DpopCheck = DpopProof | DpopFault;

/** The token a proof came with, and the key that token is bound to. */
export interface ProvedToken {
  readonly accessToken: string;
  readonly thumbprint: string;
}

/** Checks proofs. */
export interface DpopProofs {
  readonly algorithms: readonly AlgorithmName[];
  /**
   * Checks the one proof of a request and uses it up. With `token`, the proof must be for that token and made with the
   * key it is bound to; without, as when tokens are issued, the thumbprint tells which key to bind them to.
   */
  check(head: RequestHead, token?: ProvedToken): DpopCheck | Promise<DpopCheck>;
  /** The nonce to be given to clients, where proofs must carry one. */
  nonce(): string | undefined;
}

/**
 * A check of DPoP proofs, for `dpop` and for whoever issues tokens that are bound to a key.
 *
 * @throws ConfigError where an option is wrong.
 * @example
 * const proofs = dpopProofs({ publicBaseUrl: "https://api.example.com", store: redisProofStore(client), whenAway: "deny" });
 * const proof = await proofs.check(head);
 * if (proof.fault === undefined) issuer.issue({ subject, claims: { cnf: { jkt: proof.thumbprint } } });
 */
export function dpopProofs(options: DpopProofsOptions): DpopProofs {
  const settings = dpopSettings(options);
  return Object.freeze({
    algorithms: settings.algorithms,
    check: (head: RequestHead, token?: ProvedToken) => check({ head, token }, settings),
    nonce: () => settings.nonces?.current(),
  });
}

interface Proving {
  readonly head: RequestHead;
  readonly token: ProvedToken | undefined;
}

function check({ head, token }: Proving, settings: DpopSettings): DpopCheck | Promise<DpopCheck> {
  const count = head.headerCount("dpop");
  const text = head.header("dpop");
  if (count === 0 || text === undefined) return dpopFault("dpop_missing");
  const parts = count === 1 ? readCompact(text, settings.maxBytes) : undefined;
  if (parts === undefined || parts.fault !== undefined) return dpopFault("dpop_malformed");
  const encodedHeader = text.slice(0, text.indexOf("."));
  const key = settings.keys.read(encodedHeader, parts.header);
  if ("fault" in key) return key;
  if (!key.verify(parts.input, parts.signature)) return dpopFault("dpop_signature_wrong");
  settings.keys.keep(encodedHeader, key);
  const read = readClaims(parts.payload);
  if (read.fault !== undefined) return dpopFault("dpop_malformed");
  const fault = claimsFault(read.object, { head, token }, settings);
  if (fault !== undefined) return dpopFault(fault);
  if (token !== undefined && token.thumbprint !== key.thumbprint) return dpopFault("dpop_key_wrong");
  return claimProof({ proof: proven(key.thumbprint, read.object, settings), jti: String(read.object.jti) }, settings);
}

function claimsFault(claims: JsonObject, { head, token }: Proving, settings: DpopSettings): DpopFaultCode | undefined {
  const { jti, htm, htu, iat, ath, nonce } = claims;
  if (!isText(jti) || !isText(htm) || !isText(htu) || typeof iat !== "number") return "dpop_claim_missing";
  if (htm !== head.method) return "dpop_method_wrong";
  if (!settings.matches(htu, head.target)) return "dpop_target_wrong";
  if (!isCurrent(claims, settings)) return "dpop_time_wrong";
  if (token !== undefined) {
    if (!isText(ath)) return "dpop_claim_missing";
    if (!equalTextsInConstantTime(ath, toBase64Url(sha256(token.accessToken)))) return "dpop_token_wrong";
  }
  return settings.nonces === undefined || settings.nonces.accepts(nonce) ? undefined : "dpop_nonce_wrong";
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** `exp` and `nbf` are not asked for, but hold where a proof has them (RFC 7519 sections 4.1.4 and 4.1.5). */
function isCurrent({ iat, exp, nbf }: JsonObject, { clock, maxAge, skew }: DpopSettings): boolean {
  const now = clock.now() / 1000;
  const issued = Number(iat);
  if (issued > now + skew || now - issued > maxAge + skew) return false;
  if (exp !== undefined && !(typeof exp === "number" && now < exp + skew)) return false;
  return nbf === undefined || (typeof nbf === "number" && nbf <= now + skew);
}

function proven(thumbprint: string, { nonce }: JsonObject, { nonces }: DpopSettings): DpopProof {
  const current = nonces?.current();
  return current === undefined || current === nonce ? { thumbprint } : { thumbprint, nextNonce: current };
}

interface Used {
  readonly proof: DpopProof;
  readonly jti: string;
}

function claimProof({ proof, jti }: Used, settings: DpopSettings): DpopCheck | Promise<DpopCheck> {
  const { store, fallback, watch, maxAge, skew } = settings;
  // A digest, so that whoever makes proofs cannot choose how long a key is.
  const key = `dpop:${toBase64Url(sha256(`${proof.thumbprint}\n${jti}`))}`;
  // From a proof that is ahead by the skew until it is too old, and a second for the rounding.
  const ttl = maxAge + 2 * skew + 1;
  const outcome = (isFirst: boolean): DpopCheck => (isFirst ? proof : dpopFault("dpop_replayed"));
  return watch.ask<boolean, DpopCheck>({
    ask: () => claimForGood(store, key, ttl),
    answered: outcome,
    away: () => (fallback === undefined ? dpopFault("dpop_replay_unknown") : outcome(claimedHere(fallback, key, ttl))),
  });
}

function claimedHere(fallback: ProofStore, key: string, ttl: number): boolean {
  return fallback.claim(key, ttl) === "claimed";
}
