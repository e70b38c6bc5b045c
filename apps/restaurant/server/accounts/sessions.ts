/** The sessions of staff: refresh tokens in families, kept in the database. */
import type { Clock, Secret, SecurityEvent } from "cloche";
import { postgresRefreshStore, type RefreshTokens, refreshTokens } from "cloche/jwt";
import { CompiledQuery, type Kysely } from "kysely";
import type { Database } from "../platform/index.js";

/** What sessions are made with. */
export interface SessionsOptions {
  readonly db: Kysely<Database>;
  readonly secret: Secret;
  readonly clock: Clock;
  readonly emit: (event: SecurityEvent) => void;
}

/** A device that is not used for a week signs in anew; so does every device after a month. */
const IDLE = "7 days";
const ABSOLUTE = "30 days";

/** Makes the sessions. */
export function staffSessions({ db, secret, clock, emit }: SessionsOptions): RefreshTokens {
  const query = (sql: string, parameters: unknown[]) => db.executeQuery(CompiledQuery.raw(sql, parameters));
  return refreshTokens({ store: postgresRefreshStore(query), idle: IDLE, absolute: ABSOLUTE, secret, clock, emit });
}
