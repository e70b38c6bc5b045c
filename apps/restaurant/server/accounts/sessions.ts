/** The refresh tokens of staff, in families kept in the database. */
import type { Clock, SecurityEvent } from "cloche";
import { postgresRefreshStore, type RefreshTokens, refreshTokens } from "cloche/jwt";
import type { Rotating } from "cloche/secrets";
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";
import { queryOf } from "./query.js";

/** What sessions are made with. */
export interface SessionsOptions {
  readonly db: Kysely<Database>;
  readonly secret: Rotating;
  readonly clock: Clock;
  readonly emit: (event: SecurityEvent) => void;
}

/** A device that is not used for a week signs in anew; so does every device after a month. */
const IDLE = "7 days";
const ABSOLUTE = "30 days";

/** Makes the refresh tokens. */
export function staffRefreshTokens({ db, secret, clock, emit }: SessionsOptions): RefreshTokens {
  const store = postgresRefreshStore(queryOf(db));
  return refreshTokens({ store, idle: IDLE, absolute: ABSOLUTE, secret, clock, emit });
}
