/** Judges whether a verified token was revoked since, at each use. */
import { type TokenFault, tokenFault } from "../token-faults.js";
import type { VerifiedToken } from "../verified-token.js";
import { type RevocationKeys, revocationKeys } from "./keys.js";
import type { RevocationSettings } from "./settings.js";
import type { CutOffs } from "./store.js";

/** The token, or the fault that it was revoked. */
export type RevocationVerdict = VerifiedToken | TokenFault;

/** Tokens outlive their `exp` by the skew the verifier allows, 120 seconds at most; the rest is for clocks that differ. */
export const RETENTION_MARGIN_MILLISECONDS = 300_000;

/** What was found out about one token so far. */
interface Seen extends RevocationKeys {
  /** The local generation under which it was found good. */
  generation: number;
  /** When the shared store was asked, milliseconds; `undefined` where it never was. */
  checkedAt: number | undefined;
}

/** A judge. What it remembers hangs on the token objects, so it is bounded by whoever remembers those. */
export function revocationJudge(
  settings: RevocationSettings,
): (token: VerifiedToken) => RevocationVerdict | Promise<RevocationVerdict> {
  const { shared, clock, maxStale } = settings;
  const known = new WeakMap<VerifiedToken, Seen>();
  return (token) => {
    const seen = known.get(token) ?? firstSeen(token, known);
    if (seen === undefined) return tokenFault("token_claim_missing");
    const now = clock.now();
    if (isRevokedHere(seen, settings, now)) return tokenFault("token_revoked");
    if (shared === undefined) return token;
    const age = now - (seen.checkedAt ?? Number.NEGATIVE_INFINITY);
    return age >= 0 && age < maxStale ? token : askShared(token, seen, { ...settings, shared });
  };
}

function firstSeen(token: VerifiedToken, known: WeakMap<VerifiedToken, Seen>): Seen | undefined {
  const keys = revocationKeys(token.claims);
  if (keys === undefined) return undefined;
  const seen: Seen = { ...keys, generation: -1, checkedAt: undefined };
  known.set(token, seen);
  return seen;
}

/** Looks only where something was revoked since the last look. */
function isRevokedHere(seen: Seen, { local }: RevocationSettings, now: number): boolean {
  const generation = local.generation();
  if (seen.generation === generation) return false;
  if (refuses(local.read(seen.keys, now), seen)) return true;
  seen.generation = generation;
  return false;
}

function refuses(cutOffs: CutOffs, { issuedAt }: RevocationKeys): boolean {
  return cutOffs.some((notBefore) => notBefore !== undefined && issuedAt < notBefore);
}

type Asking = RevocationSettings & { readonly shared: NonNullable<RevocationSettings["shared"]> };

function askShared(token: VerifiedToken, seen: Seen, settings: Asking): RevocationVerdict | Promise<RevocationVerdict> {
  const { shared, watch, clock } = settings;
  const askedAt = clock.now();
  return watch.ask<CutOffs, RevocationVerdict>({
    ask: () => shared.read(seen.keys, askedAt),
    answered(cutOffs) {
      if (refuses(cutOffs, seen)) {
        learn(cutOffs, { token, seen, settings });
        return tokenFault("token_revoked");
      }
      // Another request may have revoked it while the store was asked.
      if (isRevokedHere(seen, settings, clock.now())) return tokenFault("token_revoked");
      seen.checkedAt = askedAt;
      return token;
    },
    away: () => whileAway(token, seen, settings),
  });
}

function whileAway(token: VerifiedToken, seen: Seen, settings: RevocationSettings): RevocationVerdict {
  if (isRevokedHere(seen, settings, settings.clock.now())) return tokenFault("token_revoked");
  const passes = settings.whenAway === "allow" || (settings.whenAway === "local" && seen.checkedAt !== undefined);
  return passes ? token : tokenFault("token_revocation_unknown");
}

interface Learned {
  readonly token: VerifiedToken;
  readonly seen: Seen;
  readonly settings: RevocationSettings;
}

/** Keeps what the store said, so that it holds during an outage too. */
function learn(cutOffs: CutOffs, { token, seen, settings: { local, clock } }: Learned): void {
  const expiresAt = Number(token.claims.exp) * 1000 + RETENTION_MARGIN_MILLISECONDS;
  cutOffs.forEach((notBefore, index) => {
    const key = seen.keys[index];
    if (notBefore === undefined || key === undefined || seen.issuedAt >= notBefore) return;
    try {
      local.put({ key, notBefore, expiresAt }, clock.now());
    } catch {
      // The local memory is full; the store is asked again next time.
    }
  });
}
