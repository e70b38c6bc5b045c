/** The keys of integrations: each acts for one location, with the scopes it was given and no role. */
import type { Clock, SecurityEvent } from "cloche";
import { type ApiKeys, apiKeys, postgresApiKeyStore } from "cloche/jwt";
import type { Kysely } from "kysely";
import type { Database } from "../platform/index.js";
import { queryOf } from "./query.js";

/** What keys are kept with. */
export interface ApiKeysOptions {
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly emit: (event: SecurityEvent) => void;
}

/** Secret scanners know a key by it. */
const PREFIX = "restaurant";

/** Makes them. */
export function integrationKeys({ db, clock, emit }: ApiKeysOptions): ApiKeys {
  return apiKeys({ prefix: PREFIX, store: postgresApiKeyStore(queryOf(db)), timeoutMilliseconds: 5000, clock, emit });
}

/** Who a location's keys belong to: the location itself, so that they outlive whoever made them. */
export function ownerOf(locationId: string): string {
  return `location:${locationId}`;
}
