/** Keeps `demo.json`: how a script signs in to the sample restaurant and signs as its partners do. */

import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./config.js";
import type { SampleAccounts } from "./seed.js";

const FILE = "demo.json";

/** Where it lies. */
export function demoFile(dataFolder: string): string {
  return join(dataFolder, FILE);
}

/**
 * Writes the accounts of a fresh seed or, without them, brings an existing file up to date with where the server is
 * now. Readable by its owner alone.
 */
export function keepDemoFile(config: Config, accounts: SampleAccounts | undefined): void {
  const path = demoFile(config.dataFolder);
  const known = accounts ?? accountsIn(path);
  if (known === undefined) return;
  const demo = {
    baseUrl: config.publicBaseUrl,
    accounts: known,
    webhooks: {
      stripe: { secret: config.stripeWebhookSecret.current()?.reveal() },
      razorpay: { secret: config.razorpayWebhookSecret.current()?.reveal() },
      twilio: { authToken: config.twilioAuthToken.current()?.reveal() },
    },
  };
  const temporary = `${path}.${randomBytes(6).toString("hex")}`;
  writeFileSync(temporary, `${JSON.stringify(demo, undefined, 2)}\n`, { mode: 0o600, flag: "wx" });
  renameSync(temporary, path);
}

function accountsIn(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return (JSON.parse(readFileSync(path, "utf8")) as { readonly accounts?: unknown }).accounts;
  } catch {
    return undefined;
  }
}
