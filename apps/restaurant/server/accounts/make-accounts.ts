/** Makes the accounts from the configuration and the database, and the ways the gate tells who calls. */
import type { CallerSource, Clock, SecurityEvent } from "cloche";
import type { LimitStore } from "cloche/rate-limit";
import type { Kysely } from "kysely";
import { type Config, type Database, seal } from "../platform/index.js";
import { accessTokens } from "./access-tokens.js";
import type { AccountsParts } from "./accounts.service.js";
import { integrationKeys } from "./api-keys.js";
import { passwords } from "./passwords.js";
import { secondFactors } from "./second-factor.js";
import { staffRefreshTokens } from "./sessions.js";
import { pruneSessions } from "./sessions.store.js";
import { signInPace } from "./sign-in-pace.js";

/** What accounts are made from. */
export interface AccountsOptions {
  readonly config: Config;
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly emit: (event: SecurityEvent) => void;
  /** Where the gate counts requests. */
  readonly counts: LimitStore;
}

/** Accounts, and what the rest of the app needs of them. */
export interface Accounts {
  readonly parts: AccountsParts;
  /** Bearer token, cookie, or an integration's key. */
  readonly who: readonly CallerSource[];
  /** Forgets what is over, and seals anew what an older secret sealed; call it now and then. */
  readonly clearAway: () => Promise<void>;
}

/** Longer than any session lives. */
const FORGET_AFTER = 31 * 86_400_000;

/** Makes them. */
export async function makeAccounts({ config, db, clock, emit, counts }: AccountsOptions): Promise<Accounts> {
  const { jwtSecret, csrfSecret, publicBaseUrl } = config;
  const tokens = accessTokens({ db, jwtSecret, csrfSecret, publicBaseUrl, clock, emit });
  const apiKeys = integrationKeys({ db, clock, emit });
  const refreshTokens = staffRefreshTokens({ db, secret: config.refreshSecret, clock, emit });
  const { issuer, issuerName, revoked, csrf } = tokens;
  const factors = secondFactors({ db, seal: seal(config.sealSecret, "second factor"), clock });
  const sessions = { issuer, issuerName, revoked, refreshTokens, csrf };
  const proofs = { passwords: await passwords(), pace: signInPace({ store: counts, clock }), secondFactors: factors };
  const parts = { db, clock, emit, ...proofs, apiKeys, ...sessions };
  return {
    parts,
    who: [...tokens.sources, apiKeys.source],
    async clearAway() {
      await factors.renewSeals();
      await refreshTokens.prune();
      await tokens.purgeRevoked();
      await pruneSessions(db, new Date(clock.now() - FORGET_AFTER));
    },
  };
}
