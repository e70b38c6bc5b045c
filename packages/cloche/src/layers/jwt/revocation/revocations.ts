/** Ends tokens before they expire: one token, one session, or everything a user was given until now (ASVS 5.0, 7.4.1). */
import { nonEmptyText } from "../../../kernel/index.js";
import { invalidOption } from "../config-faults.js";
import type { VerifiedToken } from "../verified-token.js";
import { RETENTION_MARGIN_MILLISECONDS, type RevocationVerdict, revocationJudge } from "./judge.js";
import { type RevocationKind, revocationKey } from "./keys.js";
import { type RevocationSettings, type RevocationsOptions, revocationSettings } from "./settings.js";

/** Revokes, and judges by what was revoked. The methods that revoke reject where a shared store did not take it. */
export interface Revocations {
  /** Refuses one token from now on. `expiresAt` in milliseconds since the epoch, as `IssuedToken` has it. */
  revokeToken(token: { readonly issuer: string; readonly tokenId: string; readonly expiresAt: number }): Promise<void>;
  /** Refuses every token of one session (`sid`) from now on; the refresh family's id makes a good session id. */
  revokeSession(session: { readonly issuer: string; readonly sessionId: string }): Promise<void>;
  /**
   * Refuses every token the user was issued before `notBefore`, milliseconds since the epoch, now by default. Tokens
   * tell their time in whole seconds, so those of the cut-off's own second are refused as well.
   */
  revokeSubject(subject: {
    readonly issuer: string;
    readonly subject: string;
    readonly notBefore?: number;
  }): Promise<void>;
  /** The token, or its fault; `tokenVerifier` asks this at each use. */
  judge(token: VerifiedToken): RevocationVerdict | Promise<RevocationVerdict>;
}

/** The last moment a Date can name: for what ends for good. */
const FOR_GOOD = 8_640_000_000_000_000;

/**
 * Revocation of tokens that are otherwise good until `exp`. What this process revokes it refuses at once; what another
 * process revoked is refused at the next question to the shared store, after `maxStale` at the latest.
 *
 * @throws ConfigError where an option is wrong.
 * @example
 * const revoked = revocations({ store: redisRevocationStore(client), whenAway: "deny", maxStale: "2 seconds" });
 * const verifier = tokenVerifier({ issuers, revocations: revoked });
 * await revoked.revokeSubject({ issuer: "https://id.example", subject: user.id });
 */
export function revocations(options: RevocationsOptions): Revocations {
  const settings = revocationSettings(options);
  const { clock, maxTokenLifetime } = settings;
  const lasting = () => clock.now() + maxTokenLifetime + RETENTION_MARGIN_MILLISECONDS;
  return Object.freeze({
    async revokeToken({ issuer, tokenId, expiresAt }: { issuer: string; tokenId: string; expiresAt: number }) {
      if (!Number.isFinite(expiresAt)) {
        throw invalidOption("Revocations.revokeToken.expiresAt", "Give milliseconds since the epoch.");
      }
      const until = expiresAt + RETENTION_MARGIN_MILLISECONDS;
      await put({ kind: "token", issuer, id: tokenId, notBefore: FOR_GOOD, expiresAt: until }, settings);
    },
    async revokeSession({ issuer, sessionId }: { issuer: string; sessionId: string }) {
      await put({ kind: "session", issuer, id: sessionId, notBefore: FOR_GOOD, expiresAt: lasting() }, settings);
    },
    async revokeSubject(given: { issuer: string; subject: string; notBefore?: number }) {
      const { issuer, subject, notBefore = clock.now() } = given;
      if (!Number.isFinite(notBefore)) {
        throw invalidOption("Revocations.revokeSubject.notBefore", "Give milliseconds since the epoch.");
      }
      await put({ kind: "subject", issuer, id: subject, notBefore, expiresAt: lasting() }, settings);
    },
    judge: revocationJudge(settings),
  });
}

interface Put {
  readonly kind: RevocationKind;
  readonly issuer: string;
  readonly id: string;
  readonly notBefore: number;
  readonly expiresAt: number;
}

async function put({ kind, issuer, id, notBefore, expiresAt }: Put, settings: RevocationSettings): Promise<void> {
  const { local, shared, clock, emit } = settings;
  const at = clock.now();
  const where = "Revocations.revoke";
  const key = revocationKey(kind, nonEmptyText(issuer, `${where}.issuer`), nonEmptyText(id, `${where}.${kind}`));
  const mark = { key, notBefore, expiresAt };
  try {
    local.put(mark, at);
  } catch (error) {
    // A local memory that is full has still told every remembered token to be asked for again.
    if (shared === undefined) throw error;
  }
  await shared?.put(mark, at);
  emit({ name: "token.revoked", at, reason: `${kind}_revoked`, ...(kind === "subject" ? { callerId: id } : {}) });
}
