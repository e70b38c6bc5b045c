/** Starts the example; what it must be told is declared once, and secrets it lacks are made for local use. */
import { configuration, envFile, environment, secret, setting } from "cloche/secrets";
import { z } from "zod";
import { createApp } from "./app.js";

const { values } = configuration({
  settings: {
    NODE_ENV: setting({ schema: z.string(), describe: "`production` refuses weak secrets.", default: "development" }),
    PORT: setting({ schema: z.coerce.number().int().min(0).max(65_535), describe: "The port.", default: 3001 }),
    JWT_SECRET: secret({ describe: "Signs access tokens.", generateLocally: true }),
    STRIPE_WEBHOOK_SECRET: secret({ describe: "Verifies Stripe's webhooks.", generateLocally: true }),
  },
  sources: [environment(), envFile(".env")],
  production: ({ NODE_ENV }) => NODE_ENV === "production",
  pantry: ".data",
}).load();

const app = createApp({ jwtSecret: values.JWT_SECRET, stripeWebhookSecret: values.STRIPE_WEBHOOK_SECRET });
const server = app.listen(values.PORT, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : values.PORT;
  console.log(`The ordering API answers on http://127.0.0.1:${port}`);
});
