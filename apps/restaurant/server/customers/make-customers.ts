/** Makes what customers sign in with, and the way the gate tells who they are. */
import type { CallerSource, Clock, SecurityEvent } from "cloche";
import type { CsrfTokens, RefreshTokens, Revocations } from "cloche/jwt";
import type { Kysely } from "kysely";
import type { Config, Database } from "../platform/index.js";
import { codeMaker } from "./code-maker.js";
import { pruneCodes } from "./codes.store.js";
import { customerTokens } from "./customer-tokens.js";
import type { CustomersParts } from "./customers.routes.js";

/** What they are made from. */
export interface CustomersOptions {
  readonly config: Config;
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly emit: (event: SecurityEvent) => void;
  /** Where sessions of every kind are kept. */
  readonly sessions: {
    readonly refreshTokens: RefreshTokens;
    readonly revoked: Revocations;
    readonly csrf: CsrfTokens;
  };
}

/** Customers, and what the rest of the app needs of them. */
export interface Customers {
  readonly parts: Omit<CustomersParts, "sendCode" | "orders">;
  readonly source: CallerSource;
  /** Whose access cookie it is, on routes that anyone may call; `undefined` where it is nobody's. */
  readonly customerOf: (token: string | undefined) => Promise<string | undefined>;
  /** Forgets what is over; call it now and then. */
  readonly clearAway: () => Promise<void>;
}

/** Makes them. */
export function makeCustomers({ config, db, clock, emit, sessions }: CustomersOptions): Customers {
  const { jwtSecret, publicBaseUrl, trackSecret, smsCountries: countries } = config;
  const tokens = customerTokens({
    ...{ jwtSecret, publicBaseUrl, clock },
    revoked: sessions.revoked,
  });
  const { issuer, issuerName, source } = tokens;
  const codeOf = codeMaker(trackSecret);
  return {
    parts: {
      db,
      clock,
      emit,
      issuer,
      issuerName,
      codeOf,
      countries,
      byMail: config.partners.mail !== undefined,
      ...sessions,
    },
    source,
    customerOf: (token) => tokens.customerOf(token),
    clearAway: () => pruneCodes(db, new Date(clock.now())),
  };
}
