/** What the restaurant's gate is made of: who may call, which partners are believed, and how often. */
import type { ByHandlers, Clock, GateOptions } from "cloche";
import { cover } from "cloche/headers";
import type { Observer } from "cloche/observe";
import { proxies } from "cloche/rate-limit";
import { razorpay, stripe, twilio } from "cloche/webhooks";
import { REPORTS_PATH } from "../../contracts/index.js";
import type { Accounts } from "../accounts/index.js";
import type { Config } from "../platform/index.js";
import { limitsOf } from "./limits.js";
import type { Redis } from "./redis.js";

/** What the gate is made from. */
export interface GateIngredients {
  readonly config: Config;
  readonly accounts: Accounts;
  readonly redis: Redis | undefined;
  readonly observe: Observer;
  readonly clock: Clock;
}

const REPLAY: ByHandlers = {
  byHandlers: "the inbox has one row per event id and per body digest, and message states only move forward",
};
const IDEMPOTENCY: ByHandlers = {
  byHandlers: "the key is written in the transaction of the order itself, so that neither exists without the other",
};

/** Own files alone, and browsers tell what they were kept from. */
const PAGE = cover({
  preset: "page",
  reportingEndpoints: { pages: REPORTS_PATH },
  contentSecurityPolicy: { directives: { "report-to": ["pages"], "report-uri": [REPORTS_PATH] } },
});

/** The gate's options; the API's description is made from them too. */
export function gateOptions({ config, accounts, redis, observe, clock }: GateIngredients): GateOptions {
  return {
    who: accounts.who,
    csrf: accounts.parts.csrf,
    partners: {
      stripe: stripe({ secrets: config.stripeWebhookSecret }),
      razorpay: razorpay({ secrets: config.razorpayWebhookSecret }),
      twilio: twilio({ authTokens: config.twilioAuthToken, publicUrl: config.publicBaseUrl }),
    },
    replay: REPLAY,
    idempotency: IDEMPOTENCY,
    limits: limitsOf(config, redis, observe.event),
    covers: { page: PAGE },
    proxies: proxies(config.proxies),
    observe,
    clock,
  };
}
