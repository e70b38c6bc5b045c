/** A configuration as a test needs it: fresh secrets, a free port, nothing shared. */
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { Secret } from "cloche";
import type { OptionalRotating, Rotating } from "cloche/secrets";
import { type Config, keptKeys, steadyPartners } from "../platform/index.js";
import type { TestPlace } from "./databases.js";

const newSecret = (label: string, prefix = "") => new Secret(prefix + randomBytes(32).toString("base64url"), label);

/** A secret that could rotate, and does not. */
export function steady(secret: Secret): Rotating {
  const { label } = secret;
  return { current: () => secret, all: () => [{ label, secret }], onChange: () => () => {} };
}

const none: OptionalRotating = { current: () => undefined, all: () => [], onChange: () => () => {} };
const NO_KEYS: Config["partnerKeys"] = {
  ...{ STRIPE_SECRET_KEY: none, STRIPE_WEBHOOK_SECRET: none, RAZORPAY_API_KEY: none, RAZORPAY_WEBHOOK_SECRET: none },
  ...{ TWILIO_SENDER: none, TWILIO_AUTH_TOKEN: none, DELIVERY_PUBLIC_KEY: none },
};

/** A configuration for the place; `changes` win. */
export async function testConfig(place: TestPlace, changes: Partial<Config> = {}): Promise<Config> {
  const port = await freePort();
  return {
    production: false,
    host: "127.0.0.1",
    port,
    publicBaseUrl: `http://127.0.0.1:${port}`,
    proxies: "none",
    dataFolder: place.dataFolder,
    databaseUrl: place.databaseUrl,
    redisUrl: undefined,
    jwtSecret: steady(newSecret("JWT_SECRET")),
    refreshSecret: steady(newSecret("REFRESH_SECRET")),
    csrfSecret: steady(newSecret("CSRF_SECRET")),
    sealSecret: steady(newSecret("SEAL_SECRET")),
    trackSecret: newSecret("TRACK_SECRET"),
    stripeWebhookSecret: steady(newSecret("STRIPE_WEBHOOK_SECRET", "whsec_")),
    razorpayWebhookSecret: steady(newSecret("RAZORPAY_WEBHOOK_SECRET")),
    twilioAuthToken: steady(newSecret("TWILIO_AUTH_TOKEN")),
    partners: steadyPartners({}),
    partnerKeys: NO_KEYS,
    partnerKeyFrom: () => undefined,
    keptKeys: keptKeys(),
    partnerUrls: {},
    smsCountries: ["+49"],
    smsPerDay: 200,
    codesPerDay: 200,
    mailPerDay: 200,
    limitDefault: "100000 per 15 minutes by address",
    limitOrders: "100000 per 15 minutes by address",
    limitPayments: "100000 per 15 minutes by address",
    logLevel: "info",
    metricsPort: undefined,
    metricsSteps: false,
    traces: false,
    alertWebhook: undefined,
    auditFile: undefined,
    secrets: [],
    warnings: [],
    watchSecrets: () => ({ refresh: async () => {}, stop: () => {} }),
    ...changes,
  };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject()));
    });
  });
}
