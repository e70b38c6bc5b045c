/** What each example must be told, declared once; secrets it lacks are made for local use. */
import { configuration, envFile, environment, secret, setting } from "cloche/secrets";
import { z } from "zod";
import type { Settings } from "./ordering.js";

/** Where to listen, beside what the ordering needs. */
export interface LocalSettings extends Settings {
  readonly port: number;
}

/** Loads the settings from the environment, `.env` and `.data`. */
export function localSettings(port: number): LocalSettings {
  const { values } = configuration({
    settings: {
      NODE_ENV: setting({ schema: z.string(), describe: "`production` refuses weak secrets.", default: "development" }),
      PORT: setting({ schema: z.coerce.number().int().min(0).max(65_535), describe: "The port.", default: port }),
      JWT_SECRET: secret({ describe: "Signs access tokens.", generateLocally: true }),
      STRIPE_WEBHOOK_SECRET: secret({ describe: "Verifies Stripe's webhooks.", generateLocally: true }),
    },
    sources: [environment(), envFile(".env")],
    production: ({ NODE_ENV }) => NODE_ENV === "production",
    pantry: ".data",
  }).load();
  return { port: values.PORT, jwtSecret: values.JWT_SECRET, stripeWebhookSecret: values.STRIPE_WEBHOOK_SECRET };
}
