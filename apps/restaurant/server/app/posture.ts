/**
 * What `cloche posture` holds against `cloche.lock`: every contract, and what the gate adds to them in production.
 * The gate's options are the real ones, of secrets that are made up here and used for nothing.
 */
import { randomBytes } from "node:crypto";
import { type GateOptions, systemClock } from "cloche";
import { observer } from "cloche/observe";
import { environment } from "cloche/secrets";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { ACCESS_COOKIE, makeAccounts } from "../accounts/index.js";
import { makeCustomers } from "../customers/index.js";
import { deviceSource } from "../devices/index.js";
import { type Database, readConfig } from "../platform/index.js";
import { gateOptions as optionsOf } from "./gate.js";
import { limitsOf } from "./limits.js";

export * from "../../contracts/index.js";

/** Asked for nothing: no request comes in. */
const UNCONNECTED = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};

/** The options as the app makes them. Counters lie in memory, since what is promised of them is the same in Redis. */
export const gateOptions: GateOptions = await inProduction();

async function inProduction(): Promise<GateOptions> {
  const config = readConfig([environment(settingsInProduction())]);
  const db = new Kysely<Database>({ dialect: UNCONNECTED });
  const clock = systemClock;
  const emit = () => {};
  const limits = limitsOf(config, undefined, emit);
  const { who, parts } = await makeAccounts({ config, db, clock, emit, counts: limits.store });
  const customers = makeCustomers({ config, db, clock, emit, sessions: parts });
  return optionsOf({
    config,
    who: [...who, deviceSource(db, ACCESS_COOKIE), customers.source],
    csrf: parts.csrf,
    limits,
    observe: observer(),
    clock,
  });
}

/** Both payment partners, since a guest's form may lead to either. */
function settingsInProduction(): Readonly<Record<string, string>> {
  const made = () => randomBytes(32).toString("hex");
  return {
    NODE_ENV: "production",
    PUBLIC_BASE_URL: "https://order.example.com",
    JWT_SECRET: made(),
    REFRESH_SECRET: made(),
    CSRF_SECRET: made(),
    SEAL_SECRET: made(),
    TRACK_SECRET: made(),
    STRIPE_WEBHOOK_SECRET: `whsec_${made()}`,
    RAZORPAY_WEBHOOK_SECRET: made(),
    TWILIO_AUTH_TOKEN: made(),
    STRIPE_SECRET_KEY: `rk_live_${made()}`,
    RAZORPAY_API_KEY: `rzp_live_${made()}:${made()}`,
  };
}
