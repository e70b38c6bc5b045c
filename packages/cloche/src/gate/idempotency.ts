/** `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): read strictly, scoped to the caller, kept once. */
import { type Clock, type HeaderPair, type Refusal, refuse, sha256, systemClock } from "../kernel/index.js";
import type { Idempotency, KeptAnswer, Passage } from "./decision.js";
import type { Step } from "./pipeline.js";

/** What a claim came to. */
export type IdempotencyClaim =
  | { readonly state: "claimed" | "running" | "mismatch" }
  | { readonly state: "done"; readonly answer: KeptAnswer };

/**
 * Keeps one answer per key. `claim` is atomic: of many callers with one key exactly one hears `claimed`. After `done`
 * every claim with the same fingerprint hears the answer; after `release` the key is free again.
 */
export interface IdempotencyStore {
  /** Said by a store that other processes do not share, so that a gate beside others refuses to start with it. */
  readonly inMemory?: true;
  claim(key: Idempotency, ttlSeconds: number): IdempotencyClaim | Promise<IdempotencyClaim>;
  done(key: Idempotency, answer: KeptAnswer): void | Promise<void>;
  release(key: Idempotency): void | Promise<void>;
}

/** A bare token is taken too, since many clients send one; the draft wants a quoted structured-field string. */
const KEY = /^(?:"([\x20\x21\x23-\x5b\x5d-\x7e]{16,128})"|([A-Za-z0-9._~:-]{16,128}))$/;
const RETRY_SOON: readonly HeaderPair[] = [["retry-after", "1"]];
const MALFORMED = refuse("request_malformed", {
  reason: "idempotency_key_malformed",
  detail: "Idempotency-Key is one text of 16 to 128 visible characters.",
});

/** Reads the key and makes its scope and fingerprint. */
export function idempotencyStep(required: boolean): Step {
  return (passage) => {
    const { facts, callerKey, route } = passage;
    const header = facts.header("idempotency-key");
    if (header === undefined) return required ? refuse("idempotency_missing") : undefined;
    const match = facts.headerCount("idempotency-key") === 1 ? KEY.exec(header.trim()) : null;
    const key = match?.[1] ?? match?.[2];
    if (key === undefined) return MALFORMED;
    const scope = callerKey === undefined ? `guest:${facts.address}` : `caller:${callerKey}`;
    const digest = sha256(Buffer.concat([Buffer.from(`${route}\n${facts.target}\n`), bodyOf(passage)]));
    passage.idempotency = { scope, key, fingerprint: digest.toString("hex") };
    return undefined;
  };
}

/** What another parser read first can be compared only by what it made of it. */
function bodyOf({ facts, rawBody }: Passage): Uint8Array {
  return rawBody ?? Buffer.from(JSON.stringify(facts.earlierBody()?.value) ?? "");
}

const UNCLEAR = refuse("store_unavailable", { reason: "idempotency_store_unclear" });

/** Claims the key; answers what was kept, or why the request must not run now. */
export async function claimIdempotency(
  key: Idempotency,
  store: IdempotencyStore,
  ttlSeconds: number,
): Promise<KeptAnswer | Refusal | undefined> {
  try {
    const claim = await store.claim(key, ttlSeconds);
    if (claim.state === "done") return claim.answer;
    if (claim.state === "running") return refuse("idempotency_running", { headers: RETRY_SOON });
    if (claim.state === "mismatch") return refuse("idempotency_mismatch");
    return claim.state === "claimed" ? undefined : UNCLEAR;
  } catch {
    return refuse("store_unavailable", { reason: "idempotency_store_away" });
  }
}

interface Kept {
  readonly fingerprint: string;
  readonly expiresAt: number;
  answer: KeptAnswer | undefined;
}

/**
 * Keeps answers in this process, at most `maxKeys`; the oldest answer goes first, and a key that is still running stays,
 * so that filling the store frees nobody's. For one process: several need a shared store.
 */
export function memoryIdempotencyStore({
  maxKeys = 10_000,
  clock = systemClock,
}: {
  maxKeys?: number;
  clock?: Clock;
} = {}): IdempotencyStore {
  const kept = new Map<string, Kept>();
  const name = ({ scope, key }: Idempotency) => `${scope}\n${key}`;
  return {
    inMemory: true,
    claim(key, ttlSeconds) {
      const now = clock.now();
      const found = kept.get(name(key));
      if (found !== undefined && found.expiresAt > now) {
        if (found.fingerprint !== key.fingerprint) return { state: "mismatch" };
        return found.answer === undefined ? { state: "running" } : { state: "done", answer: found.answer };
      }
      kept.delete(name(key));
      if (kept.size >= maxKeys && !makeRoom(kept, now)) throw new Error("Every key that is kept is still running.");
      kept.set(name(key), { fingerprint: key.fingerprint, expiresAt: now + ttlSeconds * 1000, answer: undefined });
      return { state: "claimed" };
    },
    done(key, answer) {
      const found = kept.get(name(key));
      if (found !== undefined) found.answer = answer;
    },
    release(key) {
      kept.delete(name(key));
    },
  };
}

/** Forgets the oldest key that has expired or is answered; `false` where there is none. */
function makeRoom(kept: Map<string, Kept>, now: number): boolean {
  for (const [name, { answer, expiresAt }] of kept) {
    if (answer !== undefined || expiresAt <= now) return kept.delete(name);
  }
  return false;
}
